import { z } from 'zod';

const text = z.string().optional();
const count = z.number().optional();

const webhookSchema = z.looseObject({
  name: z.string(),
  type: text,
  url: z.string(),
});

const metricSchema = z.looseObject({
  name: z.string(),
  threshold: count,
  thresholdRange: z.looseObject({ min: count, max: count }).optional(),
});

const conditionSchema = z.looseObject({
  type: z.string(),
  status: z.string(),
  reason: z.string(),
  message: text,
  lastUpdateTime: text,
  lastTransitionTime: text,
});

const phases = [
  'Initializing',
  'Initialized',
  'Waiting',
  'Progressing',
  'WaitingPromotion',
  'Promoting',
  'Finalising',
  'Succeeded',
  'Failed',
] as const;

const statusSchema = z.looseObject({
  phase: z.enum(['', ...phases]).optional(),
  canaryWeight: count,
  iterations: count,
  failedChecks: count,
  lastAppliedSpec: text,
  lastPromotedSpec: text,
  lastTransitionTime: text,
  conditions: z.array(conditionSchema).optional(),
});

/** A Canary, as far as its controller reads it. */
export const canarySchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string(),
    uid: z.string(),
  }),
  spec: z.looseObject({
    suspend: z.boolean().optional(),
    skipAnalysis: z.boolean().optional(),
    targetRef: z.looseObject({
      apiVersion: text,
      kind: z.string(),
      name: z.string(),
    }),
    service: z
      .looseObject({
        name: text,
        port: z.number(),
        targetPort: z.union([z.number(), z.string()]).optional(),
      })
      .optional(),
    analysis: z.looseObject({
      interval: text,
      iterations: count,
      threshold: count,
      maxWeight: count,
      stepWeight: count,
      stepWeights: z.array(z.number()).optional(),
      metrics: z.array(metricSchema).optional(),
      webhooks: z.array(webhookSchema).optional(),
    }),
  }),
  status: statusSchema.optional(),
});

/** See {@link canarySchema}. */
export type Canary = z.infer<typeof canarySchema>;
/** Its status. */
export type CanaryStatus = z.infer<typeof statusSchema>;
/** Where it is. */
export type CanaryPhase = (typeof phases)[number];
/** A metric that is checked. */
export type CanaryMetric = z.infer<typeof metricSchema>;

export const canaryKind = {
  apiVersion: 'flagger.app/v1beta1',
  kind: 'Canary',
};
export const deploymentKind = { apiVersion: 'apps/v1', kind: 'Deployment' };
