import {
  Promotion,
  promotionTargetProgressSchema,
  PromotionState,
  PromotionTargetProgress,
  PullRequest,
} from '@fairlead/backstage-plugin-gitops-common';
import { z } from 'zod';

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
  /** Refusals in a row. */
  refusals: z.number(),
  /** Outages in a row. */
  outages: z.number(),
  /** The forge wants to be left alone until then. */
  notBefore: moment,
  cancel: z
    .object({ by: z.string(), reason: z.string(), at: z.string() })
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
