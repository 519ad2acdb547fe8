import { z } from 'zod';
import { healthStatusSchema, objectRefSchema } from './target';
import { versionSchema } from './version';

/** What another promotion system brings from stage to stage: a set of images, charts and commits. */
export const freightSchema = z.object({
  /** What the system tells it apart by: the name of a `Freight`, the SHA of a dry commit. */
  id: z.string(),
  /** As people call it: an alias, a short SHA. */
  title: z.string(),
  version: versionSchema,
  commits: z.array(
    z.object({
      repoUrl: z.string().optional(),
      sha: z.string(),
      branch: z.string().optional(),
      message: z.string().optional(),
      author: z.string().optional(),
    }),
  ),
  createdAt: z.string().optional(),
});

/** Freight that a stage could get next. */
export const freightCandidateSchema = freightSchema.extend({
  /** It can be promoted now; otherwise `why` not. */
  available: z.boolean(),
  why: z.string().optional(),
  /** When it becomes available by itself, where that is known. */
  until: z.string().optional(),
  /** Somebody has approved of it for this stage, past the stages before. */
  approved: z.boolean(),
  /** Names of stages that it was verified in. */
  verifiedIn: z.array(z.string()),
});

/** A promotion that another system carries out. */
export const managedPromotionSchema = z.object({
  name: z.string(),
  /** The system's own word. */
  phase: z.string(),
  state: z.enum([
    'waiting',
    'running',
    'succeeded',
    'failed',
    'errored',
    'aborted',
    'unknown',
  ]),
  freight: z.string().optional(),
  message: z.string().optional(),
  startedAt: z.string().optional(),
  finishedAt: z.string().optional(),
  requestedBy: z.string().optional(),
  /** In order. */
  steps: z.array(
    z.object({
      name: z.string(),
      state: z.enum([
        'pending',
        'running',
        'succeeded',
        'failed',
        'errored',
        'aborted',
        'skipped',
        'unknown',
      ]),
      message: z.string().optional(),
    }),
  ),
  pullRequest: z
    .object({
      url: z.string(),
      number: z.number().optional(),
      state: z.string().optional(),
    })
    .optional(),
});

/** What a gate of another system says. */
export const managedGateSchema = z.object({
  name: z.string(),
  state: z.enum(['passed', 'waiting', 'failed', 'unknown']),
  message: z.string().optional(),
  url: z.string().optional(),
});

/** A stage of another promotion system: a Kargo `Stage`, an environment of a `PromotionStrategy`. */
export const managedStageSchema = z.object({
  name: z.string(),
  /** Names of the stages in the same pipeline that it gets freight from. */
  after: z.array(z.string()),
  /** It also takes what is new, without a stage before. */
  direct: z.boolean(),
  /** It deploys nothing, and only stands between others. */
  controlFlow: z.boolean(),
  /** What it has now. */
  current: freightSchema.optional(),
  /** Newest first, at most twenty. */
  candidates: z.array(freightCandidateSchema),
  /** Under way, or waiting for its turn. */
  promotion: managedPromotionSchema.optional(),
  lastPromotion: managedPromotionSchema.optional(),
  /** Of what it has now. `phase` is the system's own word. */
  verification: z
    .object({
      phase: z.string(),
      state: z.enum(['waiting', 'running', 'passed', 'failed', 'unknown']),
      message: z.string().optional(),
      startedAt: z.string().optional(),
      finishedAt: z.string().optional(),
    })
    .optional(),
  health: z.object({
    status: healthStatusSchema,
    /** The system's own word. */
    raw: z.string().optional(),
    message: z.string().optional(),
  }),
  /** Why it is not ready, in words. */
  message: z.string().optional(),
  gates: z.array(managedGateSchema),
  /** It takes what is available by itself. */
  automatic: z.boolean(),
  /** Why it does not for the time being. */
  holds: z.array(
    z.object({
      reason: z.string(),
      by: z.string().optional(),
      since: z.string().optional(),
    }),
  ),
  /** Objects of engines that it deploys by: Argo CD Applications. */
  targets: z.array(z.object({ namespace: z.string(), name: z.string() })),
  /** What a person may ask of the system here. */
  actions: z.array(z.enum(['promote', 'approve'])),
});

/** What a promotion system's mapping makes of one object. Small: raw objects are not kept. */
export const managedStagesSchema = z.object({
  /** Id of the system: `kargo`. */
  system: z.string(),
  object: objectRefSchema,
  /** Which pipeline they are of: a Kargo project, a `PromotionStrategy` with its namespace. */
  pipeline: z.string(),
  stages: z.array(managedStageSchema),
  /** Why what is shown may be old although the cluster answers. */
  stale: z.string().optional(),
});

/** See {@link freightSchema}. @public */
export type Freight = z.infer<typeof freightSchema>;
/** See {@link freightCandidateSchema}. @public */
export type FreightCandidate = z.infer<typeof freightCandidateSchema>;
/** See {@link managedPromotionSchema}. @public */
export type ManagedPromotion = z.infer<typeof managedPromotionSchema>;
/** See {@link managedGateSchema}. @public */
export type ManagedGate = z.infer<typeof managedGateSchema>;
/** See {@link managedStageSchema}. @public */
export type ManagedStage = z.infer<typeof managedStageSchema>;
/** See {@link managedStagesSchema}. @public */
export type ManagedStages = z.infer<typeof managedStagesSchema>;
