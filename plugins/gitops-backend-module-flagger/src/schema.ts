import { z } from 'zod';

// The fields of Flagger's objects that are read, and nothing else of them: webhooks carry commands and may carry
// credentials. Go writes empty structs as `{}` and zero times as `null`, so nearly everything is optional.

const text = z.string().nullish();
const flag = z.boolean().nullish();
const count = z.number().nullish();

const metricSchema = z.looseObject({
  name: text,
  threshold: count,
  thresholdRange: z.looseObject({ min: count, max: count }).nullish(),
  templateRef: z.looseObject({ name: text, namespace: text }).nullish(),
});

const webhookSchema = z.looseObject({ name: text, type: text });

const analysisSchema = z.looseObject({
  interval: text,
  iterations: count,
  threshold: count,
  maxWeight: count,
  stepWeight: count,
  stepWeights: z.array(z.number()).nullish(),
  mirror: flag,
  match: z.array(z.unknown()).nullish(),
  metrics: z.array(metricSchema).nullish(),
  webhooks: z.array(webhookSchema).nullish(),
});

const conditionSchema = z.looseObject({
  type: text,
  status: text,
  reason: text,
  message: text,
  lastUpdateTime: text,
  lastTransitionTime: text,
});

export const canarySchema = z.looseObject({
  apiVersion: z.string().startsWith('flagger.app/'),
  kind: z.literal('Canary'),
  metadata: z.looseObject({
    name: z.string().min(1),
    namespace: z.string().min(1),
    uid: text,
    deletionTimestamp: text,
  }),
  spec: z.looseObject({
    provider: text,
    suspend: flag,
    skipAnalysis: flag,
    targetRef: z.looseObject({ kind: text, name: z.string().min(1) }),
    service: z.looseObject({ name: text }).nullish(),
    analysis: analysisSchema.nullish(),
    canaryAnalysis: analysisSchema.nullish(),
  }),
  status: z
    .looseObject({
      phase: text,
      canaryWeight: count,
      iterations: count,
      failedChecks: count,
      lastAppliedSpec: text,
      lastPromotedSpec: text,
      lastTransitionTime: text,
      conditions: z.array(conditionSchema).nullish(),
    })
    .nullish(),
});

const containersSchema = z.array(z.looseObject({ image: text })).nullish();

/** A Deployment or DaemonSet of `apps/v1`. */
export const workloadSchema = z.looseObject({
  metadata: z.looseObject({
    managedFields: z
      .array(
        z.looseObject({
          manager: text,
          time: text,
          fieldsV1: z
            .looseObject({
              'f:spec': z
                .looseObject({ 'f:template': z.unknown().optional() })
                .nullish(),
            })
            .nullish(),
        }),
      )
      .nullish(),
  }),
  spec: z.looseObject({
    replicas: count,
    template: z
      .looseObject({
        metadata: z
          .looseObject({
            annotations: z.record(z.string(), z.string()).nullish(),
          })
          .nullish(),
        spec: z
          .looseObject({
            containers: containersSchema,
            initContainers: containersSchema,
          })
          .nullish(),
      })
      .nullish(),
  }),
  status: z
    .looseObject({
      readyReplicas: count,
      numberReady: count,
      desiredNumberScheduled: count,
    })
    .nullish(),
});

export type Canary = z.infer<typeof canarySchema>;
export type CanaryAnalysis = z.infer<typeof analysisSchema>;
export type CanaryMetric = z.infer<typeof metricSchema>;
export type CanaryCondition = z.infer<typeof conditionSchema>;
export type Workload = z.infer<typeof workloadSchema>;
