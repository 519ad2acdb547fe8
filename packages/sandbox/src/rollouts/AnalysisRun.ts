import { z } from 'zod';

const text = z.string().optional();
const count = z.number().optional();
// Kubernetes' IntOrString.
const limit = z
  .union([z.number(), z.string()])
  .transform(value => Number(value))
  .optional();

const metricSchema = z.looseObject({
  name: z.string(),
  interval: text,
  initialDelay: text,
  count: limit,
  failureLimit: limit,
  inconclusiveLimit: limit,
  consecutiveErrorLimit: limit,
  successCondition: text,
  failureCondition: text,
});

const resultSchema = z.looseObject({
  name: z.string(),
  phase: z.string(),
  message: text,
  dryRun: z.boolean().optional(),
  count,
  successful: count,
  failed: count,
  inconclusive: count,
  error: count,
  consecutiveError: count,
  measurements: z.array(z.looseObject({ phase: z.string() })).optional(),
});

/** An AnalysisRun, as far as its controller reads it. */
export const analysisRunSchema = z.looseObject({
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string(),
    uid: z.string(),
    labels: z.record(z.string(), z.string()).optional(),
  }),
  spec: z.looseObject({
    terminate: z.boolean().optional(),
    dryRun: z.array(z.looseObject({ metricName: z.string() })).optional(),
    metrics: z.array(metricSchema),
  }),
  status: z
    .looseObject({
      phase: z.string(),
      startedAt: text,
      completedAt: text,
      metricResults: z.array(resultSchema).optional(),
    })
    .optional(),
});

/** See {@link analysisRunSchema}. */
export type AnalysisRun = z.infer<typeof analysisRunSchema>;
/** A metric that it measures. */
export type Metric = z.infer<typeof metricSchema>;
/** What has been measured of a metric. */
export type MetricResult = z.infer<typeof resultSchema>;
