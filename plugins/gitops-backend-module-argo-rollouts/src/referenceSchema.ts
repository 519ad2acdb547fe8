import { rolloutAnalysisSchema } from '@fairlead/backstage-plugin-gitops-common';
import { z } from 'zod';
import { podTemplateSchema } from './schema';

// Of the objects that belong to a Rollout: the fields that are read, and what is kept of them.

const text = z.string().nullish();
const count = z.number().nullish();
const amount = z.union([z.number(), z.string()]).nullish();

export const analysisRunSchema = z.looseObject({
  metadata: z.looseObject({
    labels: z.record(z.string(), z.string()).nullish(),
  }),
  spec: z
    .looseObject({
      metrics: z
        .array(
          z.looseObject({
            name: text,
            successCondition: text,
            failureCondition: text,
            failureLimit: amount,
          }),
        )
        .nullish(),
    })
    .nullish(),
  status: z
    .looseObject({
      phase: text,
      message: text,
      startedAt: text,
      completedAt: text,
      metricResults: z
        .array(
          z.looseObject({
            name: text,
            phase: text,
            message: text,
            dryRun: z.boolean().nullish(),
            successful: count,
            failed: count,
            inconclusive: count,
            error: count,
            measurements: z
              .array(
                z.looseObject({
                  phase: text,
                  value: text,
                  message: text,
                  startedAt: text,
                  finishedAt: text,
                }),
              )
              .nullish(),
          }),
        )
        .nullish(),
    })
    .nullish(),
});

export const experimentSchema = z.looseObject({
  spec: z
    .looseObject({
      analyses: z
        .array(z.looseObject({ name: text, templateName: text }))
        .nullish(),
    })
    .nullish(),
  status: z
    .looseObject({
      phase: text,
      message: text,
      availableAt: text,
      templateStatuses: z
        .array(
          z.looseObject({
            name: text,
            status: text,
            replicas: count,
            availableReplicas: count,
          }),
        )
        .nullish(),
      analysisRuns: z
        .array(
          z.looseObject({
            name: text,
            analysisRun: text,
            phase: text,
            message: text,
          }),
        )
        .nullish(),
    })
    .nullish(),
});

export const workloadSchema = z.looseObject({
  metadata: z.looseObject({
    generation: count,
    labels: z.record(z.string(), z.string()).nullish(),
  }),
  spec: z
    .looseObject({ replicas: count, template: podTemplateSchema })
    .nullish(),
  status: z
    .looseObject({ readyReplicas: count, availableReplicas: count })
    .nullish(),
});

const analysis = rolloutAnalysisSchema.shape;

/** What is kept of an AnalysisRun. */
export const runFactsSchema = z.object({
  phase: analysis.phase,
  message: analysis.message,
  startedAt: analysis.startedAt,
  finishedAt: analysis.finishedAt,
  metrics: analysis.metrics,
  /** Of the canary step that it belongs to. */
  stepIndex: z.number().optional(),
});

/** What is kept of an Experiment. */
export const experimentFactsSchema = z.object({
  phase: analysis.phase,
  message: analysis.message,
  startedAt: analysis.startedAt,
  runs: z.array(
    z.object({
      /** Of the AnalysisRun. */
      name: z.string(),
      phase: analysis.phase,
      message: analysis.message,
      template: z.string().optional(),
    }),
  ),
});

/** What is kept of a ReplicaSet. */
export const replicaSetFactsSchema = z.object({
  images: z.array(z.string()),
  desired: z.number(),
  ready: z.number(),
  available: z.number(),
});

/** What is kept of a Deployment. */
export const workloadFactsSchema = z.object({
  images: z.array(z.string()),
  generation: z.number(),
});

export type RunFacts = z.infer<typeof runFactsSchema>;
export type ExperimentFacts = z.infer<typeof experimentFactsSchema>;
export type ReplicaSetFacts = z.infer<typeof replicaSetFactsSchema>;
export type WorkloadFacts = z.infer<typeof workloadFactsSchema>;
export type AnalysisRun = z.infer<typeof analysisRunSchema>;
export type Experiment = z.infer<typeof experimentSchema>;
