import { z } from 'zod';

const text = z.string().nullish();
const count = z.number().nullish();

const containersSchema = z.array(z.looseObject({ image: text })).nullish();

const templateSchema = z
  .looseObject({
    spec: z
      .looseObject({
        containers: containersSchema,
        initContainers: containersSchema,
      })
      .nullish(),
  })
  .nullish();

/** A Deployment, StatefulSet, DaemonSet, CronJob or Rollout: only its images, and what tells how it is. */
export const workloadSchema = z.looseObject({
  kind: z.string(),
  metadata: z.looseObject({
    generation: count,
    labels: z.record(z.string(), z.string()).nullish(),
  }),
  spec: z
    .looseObject({
      replicas: count,
      paused: z.boolean().nullish(),
      template: templateSchema,
      jobTemplate: z
        .looseObject({
          spec: z.looseObject({ template: templateSchema }).nullish(),
        })
        .nullish(),
      updateStrategy: z
        .looseObject({
          type: text,
          rollingUpdate: z.looseObject({ partition: count }).nullish(),
        })
        .nullish(),
    })
    .nullish(),
  status: z
    .looseObject({
      // Argo's Rollouts write a text.
      observedGeneration: z.union([z.number(), z.string()]).nullish(),
      phase: text,
      message: text,
      replicas: count,
      updatedReplicas: count,
      availableReplicas: count,
      readyReplicas: count,
      desiredNumberScheduled: count,
      updatedNumberScheduled: count,
      numberAvailable: count,
      conditions: z
        .array(
          z.looseObject({
            type: text,
            status: text,
            reason: text,
            message: text,
          }),
        )
        .nullish(),
    })
    .nullish(),
});

export type Workload = z.infer<typeof workloadSchema>;
