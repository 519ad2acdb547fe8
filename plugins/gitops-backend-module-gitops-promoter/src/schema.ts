import { z } from 'zod';

// The fields of the objects of GitOps Promoter that are read, and nothing else of them. Go writes empty structs as `{}`
// and zero times as null, so nearly everything is optional.

const text = z.string().nullish();

const metadataSchema = z.looseObject({
  name: z.string().min(1),
  namespace: z.string().min(1),
  generation: z.number().nullish(),
});

const commitSchema = z
  .looseObject({
    sha: text,
    author: text,
    subject: text,
    commitTime: text,
    repoURL: text,
  })
  .nullish();

const commitStatusesSchema = z
  .array(
    z.looseObject({
      key: text,
      phase: text,
      url: text,
      description: text,
    }),
  )
  .nullish();

const branchSchema = z
  .looseObject({
    dry: commitSchema,
    hydrated: commitSchema,
    note: z.looseObject({ drySha: text }).nullish(),
    commitStatuses: commitStatusesSchema,
  })
  .nullish();

const pullRequestSchema = z
  .looseObject({
    id: text,
    state: text,
    url: text,
    prCreationTime: text,
    prMergeTime: text,
    externallyMergedOrClosed: z.boolean().nullish(),
  })
  .nullish();

const conditionsSchema = z
  .array(
    z.looseObject({ type: text, status: text, reason: text, message: text }),
  )
  .nullish();

export const strategySchema = z.looseObject({
  apiVersion: z.string().startsWith('promoter.argoproj.io/'),
  kind: z.literal('PromotionStrategy'),
  metadata: metadataSchema,
  spec: z
    .looseObject({
      environments: z
        .array(
          z.looseObject({
            branch: z.string(),
            autoMerge: z.boolean().nullish(),
          }),
        )
        .nullish(),
    })
    .nullish(),
  status: z
    .looseObject({
      observedGeneration: z.number().nullish(),
      conditions: conditionsSchema,
      environments: z
        .array(
          z.looseObject({
            branch: text,
            active: branchSchema,
            proposed: branchSchema,
            pullRequest: pullRequestSchema,
            history: z
              .array(
                z.looseObject({
                  active: branchSchema,
                  pullRequest: pullRequestSchema,
                }),
              )
              .nullish(),
          }),
        )
        .nullish(),
    })
    .nullish(),
});

export const argocdCommitStatusSchema = z.looseObject({
  spec: z.looseObject({
    promotionStrategyRef: z.looseObject({ name: text }).nullish(),
  }),
  status: z
    .looseObject({
      applicationsSelected: z
        .array(
          z.looseObject({ environment: text, name: text, namespace: text }),
        )
        .nullish(),
    })
    .nullish(),
});

export type Strategy = z.infer<typeof strategySchema>;
/** What is known of one environment. */
export type StrategyEnvironment = NonNullable<
  NonNullable<Strategy['status']>['environments']
>[number];
export type Branch = z.infer<typeof branchSchema>;
export type PullRequest = z.infer<typeof pullRequestSchema>;
