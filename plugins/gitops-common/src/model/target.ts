import { z } from 'zod';
import { sourceSchema } from './source';
import { versionSchema } from './version';

/** The engine's words, kept as they are. A word we do not know becomes `Unknown` and its text goes to `raw`. */
export const syncStatusSchema = z.enum(['Synced', 'OutOfSync', 'Unknown']);
/** See {@link syncStatusSchema}. */
export const healthStatusSchema = z.enum([
  'Healthy',
  'Progressing',
  'Degraded',
  'Suspended',
  'Missing',
  'Unknown',
]);

/** Names one object on one cluster. `cluster` is the name in the portal's config. */
export const objectRefSchema = z.object({
  cluster: z.string(),
  apiVersion: z.string(),
  kind: z.string(),
  namespace: z.string(),
  name: z.string(),
});

/** A resource whose live state differs from Git. */
export const driftEntrySchema = z.object({
  group: z.string(),
  kind: z.string(),
  namespace: z.string().optional(),
  name: z.string(),
  /** `extra`: live, no longer in Git. `missing`: in Git, not live. */
  difference: z.enum(['changed', 'missing', 'extra']),
});

/** One thing an engine says about a target that is not well. */
export const conditionSchema = z.object({
  type: z.string(),
  severity: z.enum(['error', 'warning', 'info']),
  message: z.string(),
  since: z.string().optional(),
  /** `health`: it says why the target is not healthy, and nothing of whether it is synced. */
  concerns: z.literal('health').optional(),
});

/** What the engine is doing, or did last. */
export const operationSchema = z.object({
  phase: z.enum([
    'Running',
    'Terminating',
    'Succeeded',
    'Failed',
    'Error',
    'WaitingRetry',
    'Unknown',
  ]),
  message: z.string().optional(),
  startedAt: z.string().optional(),
  finishedAt: z.string().optional(),
  retryCount: z.number().optional(),
  initiatedBy: z.string().optional(),
  automated: z.boolean().optional(),
  /** Resources and hooks that failed, in the engine's words. */
  failures: z.array(z.string()).optional(),
});

/** A version became live, as the engine remembers it (engines keep few of these; ours are in the deployment log). */
export const historyEntrySchema = z.object({
  id: z.string(),
  revisions: z.array(z.string()),
  deployedAt: z.string(),
  startedAt: z.string().optional(),
  initiatedBy: z.string().optional(),
});

/**
 * Revisions, parallel to `sources`. An empty string stands for "not known" at that place.
 * `desired` is what the target was compared at, `live` what was last deployed as a whole:
 * they may differ while the target is Synced, when a newer commit changed nothing here.
 */
export const revisionsSchema = z.object({
  desired: z.array(z.string()),
  live: z.array(z.string()),
  deploying: z.array(z.string()).optional(),
});

/** What an engine's mapping makes of one object. Small: raw objects are not kept. */
export const targetStatusSchema = z.object({
  engine: z.string(),
  object: objectRefSchema,
  uid: z.string().optional(),
  labels: z.record(z.string(), z.string()),
  /** Only those that Fairlead reads. */
  annotations: z.record(z.string(), z.string()),
  /** Where the engine deploys to. `server` is a URL, `name` the engine's own name of the cluster. */
  destination: z.object({
    server: z.string().optional(),
    name: z.string().optional(),
    namespace: z.string().optional(),
    /** The destination is the cluster the engine runs on. */
    inCluster: z.boolean(),
  }),
  sources: z.array(sourceSchema),
  version: versionSchema,
  revisions: revisionsSchema,
  sync: z.object({
    status: syncStatusSchema,
    raw: z.string().optional(),
  }),
  health: z.object({
    status: healthStatusSchema,
    raw: z.string().optional(),
    message: z.string().optional(),
    since: z.string().optional(),
  }),
  operation: operationSchema.optional(),
  autoSync: z.object({
    enabled: z.boolean(),
    prune: z.boolean(),
    selfHeal: z.boolean(),
  }),
  drift: z.array(driftEntrySchema),
  conditions: z.array(conditionSchema),
  /** Newest first. */
  history: z.array(historyEntrySchema),
  resourceCount: z.number(),
  /** The object that generates this one, such as an ApplicationSet: edits to the spec would be reverted by it. */
  generatedBy: z.object({ kind: z.string(), name: z.string() }).optional(),
  /** Why what is shown may be old although the cluster answers. */
  stale: z.string().optional(),
  deletingSince: z.string().optional(),
  links: z.array(z.object({ title: z.string(), url: z.string() })),
  /** The engine leaves it alone until somebody resumes it. */
  suspended: z.boolean().optional(),
  /** What a person may ask of the engine here; absent: `sync` and `refresh`. */
  actions: z.array(z.enum(['sync', 'refresh', 'suspend', 'resume'])).optional(),
  /** Stages of other promotion systems that its object says it belongs to. */
  stageRefs: z
    .array(
      z.object({ system: z.string(), pipeline: z.string(), stage: z.string() }),
    )
    .optional(),
  /**
   * Resources of this target, on the cluster that it deploys to, that a rollout controller may look after: `Rollout`
   * and `Canary` objects.
   */
  rolloutRefs: z
    .array(
      z.object({ kind: z.string(), namespace: z.string(), name: z.string() }),
    )
    .optional(),
  /** When the engine last compared live state with Git. */
  reconciledAt: z.string().optional(),
});

/** @public */
export type SyncStatus = z.infer<typeof syncStatusSchema>;
/** @public */
export type HealthStatus = z.infer<typeof healthStatusSchema>;
/** @public */
export type ObjectRef = z.infer<typeof objectRefSchema>;
/** @public */
export type DriftEntry = z.infer<typeof driftEntrySchema>;
/** @public */
export type Condition = z.infer<typeof conditionSchema>;
/** @public */
export type Operation = z.infer<typeof operationSchema>;
/** @public */
export type HistoryEntry = z.infer<typeof historyEntrySchema>;
/** @public */
export type Revisions = z.infer<typeof revisionsSchema>;
/** @public */
export type TargetStatus = z.infer<typeof targetStatusSchema>;
