import { z } from 'zod';
import { gateStatusSchema } from './gate';
import { versionSchema } from './version';

/**
 * Where a promotion stands. `queued` (waits for its turn in the lane) → `planned` (waits for the gates before opening)
 * → `opening` → `open` → `merged` → `synced` → `settling` → `succeeded`; the others are ends: `noop` (nothing to change), `closed` (by a person, unmerged), `cancelled`, `superseded`,
 * `failed` (the outcome is bad) and `errored` (we could not tell or act).
 */
export const promotionStateSchema = z.enum([
  'queued',
  'planned',
  'opening',
  'open',
  'merged',
  'synced',
  'settling',
  'succeeded',
  'noop',
  'closed',
  'cancelled',
  'superseded',
  'failed',
  'errored',
]);

/** One value in one file, from what to what. `line` is 1-based, in the file before the edit. */
export const plannedEditSchema = z.object({
  file: z.string(),
  line: z.number(),
  /** Where in the document: `images[0].newTag`, `spec.source.helm.parameters[1].value`. Empty for a directory. */
  pointer: z.string(),
  what: z.enum([
    'image-tag',
    'image-digest',
    'image-name',
    'image-reference',
    'chart-version',
    'target-revision',
    'helm-value',
    'value',
    'directory',
  ]),
  /** The image or chart that this value belongs to. */
  subject: z.string(),
  from: z.string(),
  to: z.string(),
  /** It is written without quotes: a number or a boolean. */
  literal: z.boolean().optional(),
});

/** A file that the plan changes, with the exact unified diff and the blob it was computed from. */
export const plannedFileSchema = z.object({
  path: z.string(),
  blobSha: z.string(),
  diff: z.string(),
});

/** Why a plan, or a part of it, can't be carried out. */
export const planBlockerSchema = z.object({
  code: z.string(),
  message: z.string(),
  file: z.string().optional(),
  line: z.number().optional(),
});

/** What a promotion will write, as data: shown before the click, stored, written to Git and printed in the pull request. */
export const promotionPlanSchema = z.object({
  entityRef: z.string(),
  from: z.string(),
  to: z.string(),
  /** Of the GitOps repository. */
  repoUrl: z.string(),
  baseBranch: z.string(),
  baseSha: z.string(),
  /** Target ids that the plan changes. */
  targets: z.array(z.string()),
  /** What the environment `to` has now: the version that is replaced. */
  fromVersion: versionSchema,
  /** What it will have, from the environment `from`: the version that is promoted. */
  toVersion: versionSchema,
  edits: z.array(plannedEditSchema),
  files: z.array(plannedFileSchema),
  blockers: z.array(planBlockerSchema),
  /** Hash over repository, base content and edits: the same plan has the same fingerprint. */
  fingerprint: z.string(),
});

/** The pull request as last seen on the forge. */
export const pullRequestSchema = z.object({
  number: z.number(),
  url: z.string(),
  title: z.string(),
  state: z.enum(['open', 'merged', 'closed']),
  headBranch: z.string(),
  headSha: z.string(),
  mergeSha: z.string().optional(),
  closedBy: z.string().optional(),
  mergedBy: z.string().optional(),
  mergedAt: z.string().optional(),
  mergeable: z.enum(['mergeable', 'conflicting', 'unknown']),
  checks: z.enum(['none', 'pending', 'passing', 'failing']),
  review: z.enum(['none', 'required', 'approved', 'changes-requested']),
  /** How many people approve of it as it is. Absent where the forge was not asked. */
  approvals: z.number().optional(),
  /** Commit of the base branch that it would be merged onto, where the forge tells. */
  baseSha: z.string().optional(),
  draft: z.boolean().optional(),
  /** The forge merges it by itself when it can (auto-merge), or it stands in its merge queue. */
  autoMerge: z.enum(['enabled', 'queued']).optional(),
});

/** One step in a promotion's life, for the timeline. */
export const promotionEventSchema = z.object({
  id: z.string(),
  at: z.string(),
  type: z.string(),
  message: z.string(),
  /** Entity ref of a user, a forge login, or absent for Fairlead itself. */
  actor: z.string().optional(),
  link: z.string().optional(),
});

/** How one target of a promotion is doing after the merge. */
export const promotionTargetProgressSchema = z.object({
  targetId: z.string(),
  synced: z.boolean(),
  healthySince: z.string().optional(),
  message: z.string(),
});

/**
 * What a promotion is for: `promotion` brings a version on, `rollback` brings the last verified one back, `hotfix`
 * skips environments, and `backfill` brings a hotfix to an environment that it skipped.
 */
export const promotionKindSchema = z.enum([
  'promotion',
  'rollback',
  'hotfix',
  'backfill',
]);

/** One of several promotions that together bring a version to an environment with many targets. */
export const promotionWaveSchema = z.object({
  /** The same for all waves of one request. */
  group: z.string(),
  /** 1-based. */
  index: z.number(),
  count: z.number(),
});

/** Other promotions that this one has to do with, by id. */
export const promotionLinksSchema = z.object({
  supersededBy: z.string().optional(),
  supersedes: z.string().optional(),
  /** Of a rollback: the promotion that went wrong. */
  rollsBack: z.string().optional(),
  rolledBackBy: z.string().optional(),
  /** Of a backfill: the hotfix. */
  backfills: z.string().optional(),
});

/** A value that somebody else has changed to a third one since the plan was made. */
export const promotionConflictSchema = z.object({
  file: z.string(),
  pointer: z.string(),
  from: z.string(),
  to: z.string(),
  /** What it is now; absent when the place is gone. */
  now: z.string().optional(),
  /** Why it can't be changed any more although it is still the old value: an anchor, a block of text. */
  reason: z.string().optional(),
});

/** A request to bring a version from one environment to another. */
export const promotionSchema = z.object({
  id: z.string(),
  entityRef: z.string(),
  from: z.string(),
  to: z.string(),
  state: promotionStateSchema,
  /** What it is doing or waiting for now, or how it ended, in plain words. */
  message: z.string(),
  reason: z.string(),
  /** Entity ref of a user, or `fairlead` for what Fairlead began by itself. */
  requestedBy: z.string(),
  kind: promotionKindSchema,
  /** Fairlead began it by itself: automatic promotion, or automatic rollback. */
  automatic: z.boolean(),
  /** Environments that a hotfix skips. */
  skips: z.array(z.string()),
  wave: promotionWaveSchema.optional(),
  links: promotionLinksSchema,
  /** As last evaluated, in the order in which they are shown. */
  gates: z.array(gateStatusSchema),
  /** Set while only a person can say which value is right. */
  conflicts: z.array(promotionConflictSchema),
  createdAt: z.string(),
  updatedAt: z.string(),
  finishedAt: z.string().optional(),
  plan: promotionPlanSchema,
  pullRequest: pullRequestSchema.optional(),
  progress: z.array(promotionTargetProgressSchema),
});

/** @public */
export type PromotionState = z.infer<typeof promotionStateSchema>;
/** @public */
export type PlannedEdit = z.infer<typeof plannedEditSchema>;
/** @public */
export type PlannedFile = z.infer<typeof plannedFileSchema>;
/** @public */
export type PlanBlocker = z.infer<typeof planBlockerSchema>;
/** @public */
export type PromotionPlan = z.infer<typeof promotionPlanSchema>;
/** @public */
export type PullRequest = z.infer<typeof pullRequestSchema>;
/** @public */
export type PromotionEvent = z.infer<typeof promotionEventSchema>;
/** @public */
export type PromotionTargetProgress = z.infer<
  typeof promotionTargetProgressSchema
>;
/** @public */
export type Promotion = z.infer<typeof promotionSchema>;
/** See {@link promotionKindSchema}. @public */
export type PromotionKind = z.infer<typeof promotionKindSchema>;
/** See {@link promotionWaveSchema}. @public */
export type PromotionWave = z.infer<typeof promotionWaveSchema>;
/** See {@link promotionLinksSchema}. @public */
export type PromotionLinks = z.infer<typeof promotionLinksSchema>;
/** See {@link promotionConflictSchema}. @public */
export type PromotionConflict = z.infer<typeof promotionConflictSchema>;

const ended: ReadonlySet<PromotionState> = new Set([
  'succeeded',
  'noop',
  'closed',
  'cancelled',
  'superseded',
  'failed',
  'errored',
]);

/** Whether nothing more will happen to a promotion in this state. @public */
export function isEnded(state: PromotionState): boolean {
  return ended.has(state);
}
