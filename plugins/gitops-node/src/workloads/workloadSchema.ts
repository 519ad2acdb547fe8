import { z } from 'zod';

// The fields of workloads that are read, and nothing else of them: containers carry environment variables.

const text = z.string().nullish();
const flag = z.boolean().nullish();
const count = z.number().nullish();

const containersSchema = z.array(z.object({ image: text })).nullish();

/** What runs in pods, as far as it is read. @public */
export const podTemplateSchema = z.object({
  spec: z
    .object({ containers: containersSchema, initContainers: containersSchema })
    .nullish(),
});

/** What a workload declares, as far as it is read. @public */
export const workloadSpecSchema = z.object({
  replicas: count,
  paused: flag,
  suspend: flag,
  template: podTemplateSchema.nullish(),
  jobTemplate: z
    .object({
      spec: z.object({ template: podTemplateSchema.nullish() }).nullish(),
    })
    .nullish(),
  updateStrategy: z
    .object({
      type: text,
      rollingUpdate: z.object({ partition: count }).nullish(),
    })
    .nullish(),
  workloadRef: z.object({ name: text }).nullish(),
});

/** What the controller of a workload writes, as far as it is read. @public */
export const workloadStatusSchema = z.object({
  /** Argo's Rollouts write texts. */
  observedGeneration: z.union([z.number(), z.string()]).nullish(),
  workloadObservedGeneration: z.union([z.number(), z.string()]).nullish(),
  phase: text,
  message: text,
  replicas: count,
  updatedReplicas: count,
  availableReplicas: count,
  readyReplicas: count,
  currentRevision: text,
  updateRevision: text,
  desiredNumberScheduled: count,
  updatedNumberScheduled: count,
  numberAvailable: count,
  active: z.array(z.unknown()).nullish(),
  lastScheduleTime: text,
  lastSuccessfulTime: text,
  conditions: z
    .array(
      z.object({
        type: text,
        status: text,
        reason: text,
        message: text,
        lastTransitionTime: text,
        lastUpdateTime: text,
      }),
    )
    .nullish(),
});

/** On a Rollout whose pods are declared by another object: the generation of that one. */
export const workloadGeneration = 'rollout.argoproj.io/workload-generation';

/**
 * A `Deployment`, `StatefulSet` or `DaemonSet` of `apps`, a `CronJob` of `batch` or a `Rollout` of Argo: its images, and
 * what tells how it is.
 *
 * @public
 */
export const workloadSchema = z.object({
  kind: z.string(),
  metadata: z.object({
    generation: count,
    annotations: z.object({ [workloadGeneration]: text }).nullish(),
  }),
  spec: workloadSpecSchema.nullish(),
  status: workloadStatusSchema.nullish(),
});

/** See {@link podTemplateSchema}. @public */
export type PodTemplate = z.infer<typeof podTemplateSchema>;
/** See {@link workloadSchema}. @public */
export type Workload = z.infer<typeof workloadSchema>;
