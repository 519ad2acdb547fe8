import { z } from 'zod';

// The fields of workloads that are read, and nothing else of them: containers carry environment variables.

const text = z.string().nullish();
const flag = z.boolean().nullish();
const count = z.number().nullish();
const texts = z.record(z.string(), z.string()).nullish();

const metadataSchema = z.looseObject({
  name: z.string().min(1),
  namespace: z.string().min(1),
  uid: text,
  generation: count,
  deletionTimestamp: text,
  labels: texts,
  annotations: texts,
  ownerReferences: z
    .array(z.looseObject({ kind: text, name: text, controller: flag }))
    .nullish(),
  managedFields: z
    .array(
      z.looseObject({
        manager: text,
        subresource: text,
        time: text,
        fieldsV1: z
          .looseObject({
            'f:spec': z
              .looseObject({
                'f:template': z.unknown().optional(),
                'f:jobTemplate': z.unknown().optional(),
              })
              .nullish(),
          })
          .nullish(),
      }),
    )
    .nullish(),
});

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

const conditionsSchema = z
  .array(
    z.looseObject({
      type: text,
      status: text,
      reason: text,
      message: text,
      lastTransitionTime: text,
      lastUpdateTime: text,
    }),
  )
  .nullish();

const deploymentSchema = z.looseObject({
  apiVersion: z.literal('apps/v1'),
  kind: z.literal('Deployment'),
  metadata: metadataSchema,
  spec: z.looseObject({
    replicas: count,
    paused: flag,
    template: templateSchema,
  }),
  status: z
    .looseObject({
      observedGeneration: count,
      replicas: count,
      updatedReplicas: count,
      availableReplicas: count,
      conditions: conditionsSchema,
    })
    .nullish(),
});

const statefulSetSchema = z.looseObject({
  apiVersion: z.literal('apps/v1'),
  kind: z.literal('StatefulSet'),
  metadata: metadataSchema,
  spec: z.looseObject({
    replicas: count,
    template: templateSchema,
    updateStrategy: z
      .looseObject({
        type: text,
        rollingUpdate: z.looseObject({ partition: count }).nullish(),
      })
      .nullish(),
  }),
  status: z
    .looseObject({
      observedGeneration: count,
      readyReplicas: count,
      updatedReplicas: count,
      currentRevision: text,
      updateRevision: text,
      conditions: conditionsSchema,
    })
    .nullish(),
});

const daemonSetSchema = z.looseObject({
  apiVersion: z.literal('apps/v1'),
  kind: z.literal('DaemonSet'),
  metadata: metadataSchema,
  spec: z.looseObject({
    template: templateSchema,
    updateStrategy: z.looseObject({ type: text }).nullish(),
  }),
  status: z
    .looseObject({
      observedGeneration: count,
      desiredNumberScheduled: count,
      updatedNumberScheduled: count,
      numberAvailable: count,
      conditions: conditionsSchema,
    })
    .nullish(),
});

const cronJobSchema = z.looseObject({
  apiVersion: z.literal('batch/v1'),
  kind: z.literal('CronJob'),
  metadata: metadataSchema,
  spec: z.looseObject({
    suspend: flag,
    jobTemplate: z
      .looseObject({
        spec: z.looseObject({ template: templateSchema }).nullish(),
      })
      .nullish(),
  }),
  status: z
    .looseObject({
      active: z.array(z.unknown()).nullish(),
      lastScheduleTime: text,
      lastSuccessfulTime: text,
    })
    .nullish(),
});

export const workloadSchema = z.discriminatedUnion('kind', [
  deploymentSchema,
  statefulSetSchema,
  daemonSetSchema,
  cronJobSchema,
]);

const workloadReferenceSchema = z
  .looseObject({ kind: text, name: text })
  .nullish();

/** A Canary of Flagger, or a Rollout of Argo that has its pods from another object. */
export const rolloutObjectSchema = z.looseObject({
  spec: z.looseObject({
    targetRef: workloadReferenceSchema,
    workloadRef: workloadReferenceSchema,
  }),
});

export type Workload = z.infer<typeof workloadSchema>;
export type Deployment = z.infer<typeof deploymentSchema>;
export type StatefulSet = z.infer<typeof statefulSetSchema>;
export type DaemonSet = z.infer<typeof daemonSetSchema>;
export type CronJob = z.infer<typeof cronJobSchema>;
export type PodTemplate = z.infer<typeof templateSchema>;
