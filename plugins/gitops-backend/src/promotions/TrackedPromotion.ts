import {
  GateStatus,
  Promotion,
  PromotionConflict,
  PromotionLinks,
  PromotionPlan,
  promotionTargetProgressSchema,
  PromotionState,
  PromotionTargetProgress,
  PullRequest,
} from '@fairlead/backstage-plugin-gitops-common';
import { z } from 'zod';
import { PlannedContents } from './plan/PromotionPlanner';

const moment = z.string().optional();

/** How one target is doing, and since when, so that waiting has an end. */
export const trackedTargetSchema = promotionTargetProgressSchema.extend({
  /** Readable and not synced to the merge. */
  waitingSince: moment,
  /** The engine failed to sync. */
  syncFailingSince: moment,
  /** Synced, and neither healthy nor degraded. */
  unsettledSince: moment,
  degradedSince: moment,
  /** Not in the store, or being deleted. */
  missingSince: moment,
  /** The promoted version ran here. */
  shownSince: moment,
  /** It ran, and the one before runs again, although Git says otherwise. */
  revertedSince: moment,
});

/** What the forge says of a revision that a target is at. It never changes for the same two commits. */
export const revisionAnswerSchema = z.object({
  containsMerge: z.boolean(),
  /** Whether the promoted values are in Git there; `unclear` when the place in the file can't be found again. */
  value: z.enum(['promoted', 'reverted', 'replaced', 'unclear']),
  /** In words: `newTag is 1.6.0`. */
  detail: z.string().optional(),
});

/** What the reconciler remembers between two looks, and nobody else needs. */
export const trackingSchema = z.object({
  /** Head of the branch as we made it: only then it is ours to delete. */
  ourHead: z.string().optional(),
  /** A forge token of the user came with the request, to open the pull request with. */
  asUser: z.boolean().optional(),
  /** Refusals in a row. */
  refusals: z.number(),
  /** Outages in a row. */
  outages: z.number(),
  /** The forge wants to be left alone until then. */
  notBefore: moment,
  cancel: z
    .object({ by: z.string(), reason: z.string(), at: z.string() })
    .optional(),
  /** A newer promotion shall take its place. */
  supersede: z.object({ by: z.string(), at: z.string() }).optional(),
  /** Base commit on which the plan was last made, or found to be good. */
  base: z.string().optional(),
  /** The plan is another one by now, and the pull request has to follow. */
  updateDue: z.boolean().optional(),
  /** A person asked in the portal for this head to be merged. */
  merge: z
    .object({ by: z.string(), head: z.string(), at: z.string() })
    .optional(),
  /** The forge was asked to merge this head when it can. */
  scheduledHead: z.string().optional(),
  /** Refusals to merge in a row. */
  mergeRefusals: z.number().optional(),
  /** What the forge said at the last of them. */
  mergeRefusal: z.string().optional(),
  /** Not to be merged before. */
  mergeNotBefore: moment,
  /** What the pull request shows of the gates: see `displayOf`. */
  shown: z
    .object({ status: z.string().optional(), comment: z.string().optional() })
    .optional(),
  revisions: z.record(z.string(), revisionAnswerSchema),
});

export type TrackedTarget = z.infer<typeof trackedTargetSchema>;
export type RevisionAnswer = z.infer<typeof revisionAnswerSchema>;
export type Tracking = z.infer<typeof trackingSchema>;

/** What is remembered once the forge answers as it should. */
export function calmed(tracking: Tracking): Tracking {
  const { notBefore: _, ...rest } = tracking;
  return { ...rest, outages: 0, refusals: 0 };
}

/** A promotion as it is stored. */
export interface TrackedPromotion extends Omit<Promotion, 'progress'> {
  progress: TrackedTarget[];
  tracking: Tracking;
  /** Counts the writes. */
  revision: number;
}

/** A step for the timeline. The same key is written once, whatever is retried. */
export interface NewPromotionEvent {
  key: string;
  type: string;
  message: string;
  actor?: string;
  link?: string;
}

/** What one step changes. Written as a whole or not at all. */
export interface PromotionChange {
  state?: PromotionState;
  message?: string;
  pullRequest?: PullRequest;
  progress?: TrackedTarget[];
  tracking?: Tracking;
  plan?: PromotionPlan;
  /** What the plan writes. Null: not needed any more. */
  contents?: PlannedContents | null;
  gates?: GateStatus[];
  conflicts?: PromotionConflict[];
  links?: PromotionLinks;
  events?: NewPromotionEvent[];
}

/** As others see it. */
export function toPromotion(tracked: TrackedPromotion): Promotion {
  const { tracking: _, revision: __, progress, ...promotion } = tracked;
  return { ...promotion, progress: progress.map(toProgress) };
}

function toProgress(tracked: TrackedTarget): PromotionTargetProgress {
  const { targetId, synced, healthySince, message } = tracked;
  return { targetId, synced, ...(healthySince && { healthySince }), message };
}
