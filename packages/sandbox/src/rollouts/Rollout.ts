import { z } from 'zod';

const text = z.string().optional();
const count = z.number().optional();
const strings = z.record(z.string(), z.string());

const analysisSchema = z.looseObject({
  templates: z
    .array(
      z.looseObject({
        templateName: z.string(),
        clusterScope: z.boolean().optional(),
      }),
    )
    .optional(),
  args: z
    .array(
      z.looseObject({
        name: z.string(),
        value: text,
        valueFrom: z
          .looseObject({
            podTemplateHashValue: text,
            fieldRef: z.looseObject({ fieldPath: z.string() }).optional(),
          })
          .optional(),
      }),
    )
    .optional(),
  dryRun: z.array(z.looseObject({ metricName: z.string() })).optional(),
  analysisRunMetadata: z
    .looseObject({
      labels: strings.optional(),
      annotations: strings.optional(),
    })
    .optional(),
  startingStep: count,
});

const stepSchema = z.looseObject({
  setWeight: count,
  pause: z
    .looseObject({ duration: z.union([z.number(), z.string()]).optional() })
    .optional(),
  setCanaryScale: z
    .looseObject({
      replicas: count,
      weight: count,
      matchTrafficWeight: z.boolean().optional(),
    })
    .optional(),
  analysis: analysisSchema.optional(),
});

const canarySchema = z.looseObject({
  steps: z.array(stepSchema).optional(),
  canaryService: text,
  stableService: text,
  trafficRouting: z.looseObject({ maxTrafficWeight: count }).optional(),
  analysis: analysisSchema.optional(),
  scaleDownDelaySeconds: count,
});

const blueGreenSchema = z.looseObject({
  activeService: z.string(),
  previewService: text,
  previewReplicaCount: count,
  autoPromotionEnabled: z.boolean().optional(),
  autoPromotionSeconds: count,
  prePromotionAnalysis: analysisSchema.optional(),
  postPromotionAnalysis: analysisSchema.optional(),
  scaleDownDelaySeconds: count,
  abortScaleDownDelaySeconds: count,
});

const runStatusSchema = z.looseObject({
  name: z.string(),
  status: z.string(),
  message: text,
});

const weightSchema = z.looseObject({
  weight: z.number(),
  podTemplateHash: text,
  serviceName: text,
});

const conditionSchema = z.looseObject({
  type: z.string(),
  status: z.string(),
  reason: text,
  message: text,
  lastUpdateTime: text,
  lastTransitionTime: text,
});

const statusSchema = z.looseObject({
  phase: text,
  message: text,
  abort: z.boolean().optional(),
  abortedAt: text,
  promoteFull: z.boolean().optional(),
  controllerPause: z.boolean().optional(),
  pauseConditions: z
    .array(z.looseObject({ reason: z.string(), startTime: z.string() }))
    .optional(),
  currentPodHash: text,
  currentStepHash: text,
  currentStepIndex: count,
  stableRS: text,
  restartedAt: text,
  replicas: count,
  updatedReplicas: count,
  readyReplicas: count,
  availableReplicas: count,
  conditions: z.array(conditionSchema).optional(),
  canary: z
    .looseObject({
      currentStepAnalysisRunStatus: runStatusSchema.optional(),
      currentBackgroundAnalysisRunStatus: runStatusSchema.optional(),
      weights: z
        .looseObject({ canary: weightSchema, stable: weightSchema })
        .optional(),
    })
    .optional(),
  blueGreen: z
    .looseObject({
      activeSelector: text,
      previewSelector: text,
      prePromotionAnalysisRunStatus: runStatusSchema.optional(),
      postPromotionAnalysisRunStatus: runStatusSchema.optional(),
    })
    .optional(),
});

const workloadRefSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  name: z.string(),
  scaleDown: text,
});

/** A Rollout, as far as its controller reads it. */
export const rolloutSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string(),
    uid: z.string(),
    generation: z.number(),
    annotations: strings.optional(),
    labels: strings.optional(),
  }),
  spec: z.looseObject({
    replicas: count,
    paused: z.boolean().optional(),
    restartAt: text,
    minReadySeconds: count,
    progressDeadlineSeconds: count,
    progressDeadlineAbort: z.boolean().optional(),
    revisionHistoryLimit: count,
    selector: z.looseObject({ matchLabels: strings.optional() }).optional(),
    template: z.record(z.string(), z.unknown()).optional(),
    workloadRef: workloadRefSchema.optional(),
    analysis: z
      .looseObject({
        successfulRunHistoryLimit: count,
        unsuccessfulRunHistoryLimit: count,
      })
      .optional(),
    strategy: z
      .looseObject({
        canary: canarySchema.optional(),
        blueGreen: blueGreenSchema.optional(),
      })
      .optional(),
  }),
  status: statusSchema.optional(),
});

/** See {@link rolloutSchema}. */
export type Rollout = z.infer<typeof rolloutSchema>;
/** Its status. */
export type RolloutStatus = z.infer<typeof statusSchema>;
/** One condition of it. */
export type RolloutCondition = z.infer<typeof conditionSchema>;
/** The run of an analysis, as the status of a Rollout tells of it. */
export type RunStatus = z.infer<typeof runStatusSchema>;
/** One step of a canary. */
export type Step = z.infer<typeof stepSchema>;
/** The strategy `canary`. */
export type Canary = z.infer<typeof canarySchema>;
/** The strategy `blueGreen`. */
export type BlueGreen = z.infer<typeof blueGreenSchema>;
/** What a Rollout says of an analysis that it wants. */
export type Analysis = z.infer<typeof analysisSchema>;

export const rolloutKind = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Rollout',
};
export const analysisRunKind = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'AnalysisRun',
};
export const hashLabel = 'rollouts-pod-template-hash';
export const revisionAnnotation = 'rollout.argoproj.io/revision';

/** How many pods a Rollout is to have. */
export function replicasOf({ spec }: Rollout): number {
  return spec.replicas ?? 1;
}

/** The steps of a canary; none with another strategy. */
export function stepsOf({ spec }: Rollout): Step[] {
  return spec.strategy?.canary?.steps ?? [];
}
