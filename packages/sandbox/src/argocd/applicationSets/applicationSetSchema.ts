import { z } from 'zod';

const valuesSchema = z.record(z.string(), z.string()).default({});

export const gitGeneratorSchema = z.looseObject({
  repoURL: z.string(),
  revision: z.string().default('HEAD'),
  directories: z
    .array(
      z.looseObject({
        path: z.string(),
        exclude: z.boolean().default(false),
      }),
    )
    .optional(),
  values: valuesSchema,
});

const generatorSchema = z.looseObject({
  list: z
    .looseObject({
      elements: z.array(z.record(z.string(), z.unknown())).default([]),
    })
    .optional(),
  git: gitGeneratorSchema.optional(),
});

const conditionSchema = z.looseObject({
  type: z.string(),
  status: z.string(),
  reason: z.string(),
  message: z.string(),
  lastTransitionTime: z.string().optional(),
});

/** The fields of an ApplicationSet that are read. */
export const applicationSetSchema = z.looseObject({
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string(),
    uid: z.string(),
    deletionTimestamp: z.string().optional(),
  }),
  spec: z.looseObject({
    goTemplate: z.boolean().default(false),
    generators: z.array(generatorSchema),
    syncPolicy: z
      .looseObject({
        preserveResourcesOnDeletion: z.boolean().optional(),
      })
      .optional(),
    template: z.looseObject({
      metadata: z.looseObject({ name: z.string() }),
      spec: z.record(z.string(), z.unknown()),
    }),
  }),
  status: z
    .looseObject({ conditions: z.array(conditionSchema).optional() })
    .optional(),
});

export type ApplicationSet = z.infer<typeof applicationSetSchema>;
export type ApplicationSetCondition = z.infer<typeof conditionSchema>;
export type GitGenerator = z.infer<typeof gitGeneratorSchema>;
