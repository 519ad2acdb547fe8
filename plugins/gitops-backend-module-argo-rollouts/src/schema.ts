import { z } from 'zod';

// The fields of a Rollout that are read, and nothing else of it. The controller writes them in its own time, and Go
// writes empty structs as `{}` and zero times as null, so nearly everything is optional and may be null.

const text = z.string().nullish();
const flag = z.boolean().nullish();
const count = z.number().nullish();
/** What Kubernetes calls IntOrString. */
const amount = z.union([z.number(), z.string()]).nullish();

const conditionSchema = z.looseObject({
  type: text,
  status: text,
  reason: text,
  message: text,
  lastTransitionTime: text,
});

export const podTemplateSchema = z
  .looseObject({
    spec: z
      .looseObject({
        containers: z.array(z.looseObject({ image: text })).nullish(),
        initContainers: z.array(z.looseObject({ image: text })).nullish(),
      })
      .nullish(),
  })
  .nullish();

const analysisSchema = z
  .looseObject({
    templates: z.array(z.looseObject({ templateName: text })).nullish(),
  })
  .nullish();

const stepSchema = z.looseObject({
  setWeight: count,
  pause: z.looseObject({ duration: amount }).nullish(),
  setCanaryScale: z
    .looseObject({ replicas: count, weight: count, matchTrafficWeight: flag })
    .nullish(),
  analysis: analysisSchema,
  experiment: z
    .looseObject({
      duration: amount,
      templates: z.array(z.looseObject({ name: text })).nullish(),
    })
    .nullish(),
  setHeaderRoute: z
    .looseObject({ name: text, match: z.array(z.unknown()).nullish() })
    .nullish(),
  setMirrorRoute: z
    .looseObject({
      name: text,
      match: z.array(z.unknown()).nullish(),
      percentage: count,
    })
    .nullish(),
  plugin: z.looseObject({ name: text }).nullish(),
});

const trafficRoutingSchema = z
  .looseObject({
    maxTrafficWeight: count,
    plugins: z.record(z.string(), z.unknown()).nullish(),
  })
  .nullish();

const canarySchema = z
  .looseObject({
    canaryService: text,
    stableService: text,
    pingPong: z.looseObject({ pingService: text, pongService: text }).nullish(),
    trafficRouting: trafficRoutingSchema,
    steps: z.array(stepSchema).nullish(),
    analysis: analysisSchema,
  })
  .nullish();

const blueGreenSchema = z
  .looseObject({
    activeService: text,
    previewService: text,
    autoPromotionEnabled: flag,
    autoPromotionSeconds: count,
    prePromotionAnalysis: analysisSchema,
    postPromotionAnalysis: analysisSchema,
  })
  .nullish();

const runStatusSchema = z
  .looseObject({ name: text, status: text, message: text })
  .nullish();

const statusSchema = z.looseObject({
  // A number, or a hash before version 1.0.
  observedGeneration: amount,
  workloadObservedGeneration: amount,
  phase: text,
  message: text,
  abort: flag,
  abortedAt: text,
  promoteFull: flag,
  controllerPause: flag,
  pauseConditions: z
    .array(z.looseObject({ reason: text, startTime: text }))
    .nullish(),
  conditions: z.array(conditionSchema).nullish(),
  currentPodHash: text,
  stableRS: text,
  currentStepIndex: count,
  restartedAt: text,
  replicas: count,
  updatedReplicas: count,
  availableReplicas: count,
  canary: z
    .looseObject({
      // Where the first releases of the controller kept it.
      stableRS: text,
      currentStepAnalysisRunStatus: runStatusSchema,
      currentBackgroundAnalysisRunStatus: runStatusSchema,
      currentExperiment: text,
      stablePingPong: text,
      weights: z
        .looseObject({ canary: z.looseObject({ weight: count }).nullish() })
        .nullish(),
      stepPluginStatuses: z
        .array(z.looseObject({ index: count, phase: text, message: text }))
        .nullish(),
    })
    .nullish(),
  blueGreen: z
    .looseObject({
      activeSelector: text,
      prePromotionAnalysisRunStatus: runStatusSchema,
      postPromotionAnalysisRunStatus: runStatusSchema,
    })
    .nullish(),
});

export const rolloutSchema = z.looseObject({
  apiVersion: z.string().startsWith('argoproj.io/'),
  kind: z.literal('Rollout'),
  metadata: z.looseObject({
    name: z.string().min(1),
    namespace: z.string().min(1),
    uid: text,
    resourceVersion: text,
    generation: count,
    annotations: z.record(z.string(), z.string()).nullish(),
    deletionTimestamp: text,
  }),
  spec: z.looseObject({
    replicas: count,
    paused: flag,
    restartAt: text,
    template: podTemplateSchema,
    workloadRef: z
      .looseObject({ kind: text, name: text, scaleDown: text })
      .nullish(),
    strategy: z
      .looseObject({ canary: canarySchema, blueGreen: blueGreenSchema })
      .nullish(),
  }),
  status: statusSchema.nullish(),
});

export type Rollout = z.infer<typeof rolloutSchema>;
export type RolloutCondition = z.infer<typeof conditionSchema>;
export type CanaryStep = z.infer<typeof stepSchema>;
export type PodTemplate = z.infer<typeof podTemplateSchema>;
export type AnalysisDeclaration = z.infer<typeof analysisSchema>;
export type RunStatus = z.infer<typeof runStatusSchema>;
