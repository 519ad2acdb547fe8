import { z } from 'zod';
import { objectRefSchema } from './target';
import { imageSchema } from './version';

/**
 * How a rollout stands, in one word for all controllers. The controller's own word is kept beside it, in `phase`.
 *
 * - `stable`: nothing is under way; what Git declares is what serves.
 * - `progressing`: the controller is working: steps, analysis, promotion, or a change that it has not looked at yet.
 * - `paused`: it goes on by itself when a time is over, or a person has paused it.
 * - `waiting`: it goes on only when a person (or another system, by a gate) says so.
 * - `aborted`: the controller has gone back to the stable version, while Git still declares the new one.
 * - `degraded`: it is bad in another way: a deadline exceeded, a spec that is not valid.
 * - `unknown`: the controller says nothing, or a word that we do not know.
 */
export const rolloutStateSchema = z.enum([
  'stable',
  'progressing',
  'paused',
  'waiting',
  'aborted',
  'degraded',
  'unknown',
]);

/** What a person may ask of a controller. Not every controller has all of them. */
export const rolloutActionIdSchema = z.enum([
  'promote',
  'promote-full',
  'pause',
  'resume',
  'abort',
  'retry',
  'restart',
]);

/** One step of a canary, as it is declared. */
export const rolloutStepSchema = z.object({
  /** The controller's word: `setWeight`, `pause`, `analysis`, … */
  kind: z.string(),
  /** In words: `Send 20 % of the traffic`. */
  title: z.string(),
  state: z.enum(['done', 'current', 'upcoming']),
});

/** A version that a rollout runs, or brings in. */
export const rolloutRevisionSchema = z.object({
  /** What the controller tells revisions apart by: a hash of the pod template, the name of a workload. */
  id: z.string(),
  images: z.array(imageSchema),
  /** Of its pods. */
  ready: z.number().optional(),
  desired: z.number().optional(),
});

/** The controller's words, kept; one that we do not know becomes `Unknown`. */
export const analysisPhaseSchema = z.enum([
  'Pending',
  'Running',
  'Successful',
  'Failed',
  'Error',
  'Inconclusive',
  'Unknown',
]);

/** One metric of an analysis, with the newest of its measurements. */
export const analysisMetricSchema = z.object({
  name: z.string(),
  phase: analysisPhaseSchema,
  message: z.string().optional(),
  successful: z.number(),
  failed: z.number(),
  inconclusive: z.number(),
  errors: z.number(),
  /** So many measurements may fail. */
  failureLimit: z.number().optional(),
  /** What a value must be, as it is declared: `result[0] >= 0.95`. */
  condition: z.string().optional(),
  /** It is measured, but does not count. */
  dryRun: z.boolean().optional(),
  /** Newest first, at most ten. `value` is text: numbers, lists and words occur. */
  measurements: z.array(
    z.object({
      phase: analysisPhaseSchema,
      value: z.string().optional(),
      message: z.string().optional(),
      at: z.string().optional(),
    }),
  ),
});

/** A check of a new version by measuring it: an `AnalysisRun`, an `Experiment`, the checks of a `Canary`. */
export const rolloutAnalysisSchema = z.object({
  name: z.string(),
  /** When it runs. `canary`: all the time, as Flagger does. */
  type: z.enum([
    'step',
    'background',
    'pre-promotion',
    'post-promotion',
    'experiment',
    'canary',
  ]),
  /** Names of the templates it was made from, where they can be told. */
  templates: z.array(z.string()),
  phase: analysisPhaseSchema,
  message: z.string().optional(),
  startedAt: z.string().optional(),
  finishedAt: z.string().optional(),
  metrics: z.array(analysisMetricSchema),
});

/** Progressive delivery in a target: what a controller's mapping makes of one object. Small: raw objects are not kept. */
export const rolloutStatusSchema = z.object({
  /** Id of the controller: `argo-rollouts`, `flagger`. */
  controller: z.string(),
  object: objectRefSchema,
  uid: z.string().optional(),
  strategy: z.enum([
    'canary',
    'blue-green',
    'ab-testing',
    'mirroring',
    'unknown',
  ]),
  state: rolloutStateSchema,
  /** The controller's own word: `Paused`, `WaitingPromotion`. */
  phase: z.string(),
  /** What it says, or what its state means, in words. */
  message: z.string().optional(),
  /** Since when it is in this phase, where that is known. ISO 8601. */
  since: z.string().optional(),
  /** Empty where the strategy has none. */
  steps: z.array(rolloutStepSchema),
  /** 0-based index of the step that is carried out; `total` when all are done. */
  step: z.object({ index: z.number(), total: z.number() }).optional(),
  /** Share of the traffic that the new version gets, in percent: what is wanted, and what is. */
  weight: z
    .object({
      desired: z.number(),
      actual: z.number().optional(),
      /** Where it ends before everything is switched at once. */
      max: z.number().optional(),
    })
    .optional(),
  /** Rounds of checks, where the strategy counts them. */
  iterations: z.object({ done: z.number(), total: z.number() }).optional(),
  /** Failed checks, and how many are allowed. */
  failedChecks: z.object({ count: z.number(), limit: z.number() }).optional(),
  pause: z
    .object({
      /** The controller's word: `CanaryPauseStep`, `confirm-promotion`. */
      reason: z.string(),
      message: z.string(),
      since: z.string().optional(),
      /** When it goes on by itself; absent when somebody has to say so. */
      until: z.string().optional(),
    })
    .optional(),
  /** Set when the controller has gone back to the stable version although Git declares the new one. */
  aborted: z
    .object({ since: z.string().optional(), message: z.string() })
    .optional(),
  stable: rolloutRevisionSchema.optional(),
  /** The version that is brought in; absent when nothing is under way. */
  candidate: rolloutRevisionSchema.optional(),
  /** Names of Kubernetes `Service`s, by what they lead to. */
  services: z.object({
    active: z.string().optional(),
    preview: z.string().optional(),
    stable: z.string().optional(),
    canary: z.string().optional(),
  }),
  /** The workload whose pods it manages, where it is another object. */
  workload: z.object({ kind: z.string(), name: z.string() }).optional(),
  /** What divides the traffic: `istio`, `nginx`, `kubernetes`. */
  trafficRouter: z.string().optional(),
  /** Newest first. */
  analyses: z.array(rolloutAnalysisSchema),
  /** What its controller offers; `why`: not now, for this reason. */
  actions: z.array(
    z.object({ action: rolloutActionIdSchema, why: z.string().optional() }),
  ),
  /** What the controller has done in the cluster that Git does not know, in words. */
  unknownToGit: z.string().optional(),
  /** Why what is shown may be old although the cluster answers. */
  stale: z.string().optional(),
});

/** See {@link rolloutStateSchema}. @public */
export type RolloutState = z.infer<typeof rolloutStateSchema>;
/** See {@link rolloutActionIdSchema}. @public */
export type RolloutActionId = z.infer<typeof rolloutActionIdSchema>;
/** See {@link rolloutStepSchema}. @public */
export type RolloutStep = z.infer<typeof rolloutStepSchema>;
/** See {@link rolloutRevisionSchema}. @public */
export type RolloutRevision = z.infer<typeof rolloutRevisionSchema>;
/** See {@link analysisPhaseSchema}. @public */
export type AnalysisPhase = z.infer<typeof analysisPhaseSchema>;
/** See {@link analysisMetricSchema}. @public */
export type AnalysisMetric = z.infer<typeof analysisMetricSchema>;
/** See {@link rolloutAnalysisSchema}. @public */
export type RolloutAnalysis = z.infer<typeof rolloutAnalysisSchema>;
/** See {@link rolloutStatusSchema}. @public */
export type RolloutStatus = z.infer<typeof rolloutStatusSchema>;

/**
 * Whether its stable version may serve beside the new one or instead of it. Of one whose state is not known, nothing
 * is said.
 *
 * @public
 */
export function isUnfinished(rollout: Pick<RolloutStatus, 'state'>): boolean {
  return rollout.state !== 'stable' && rollout.state !== 'unknown';
}

/** Whether a rollout is neither done nor given up: nothing is proven yet. @public */
export function isUnderWay(rollout: Pick<RolloutStatus, 'state'>): boolean {
  return ['progressing', 'paused', 'waiting'].includes(rollout.state);
}
