import { Decision } from '../Decision';
import { RebaseSighting } from '../Observation';
import { calmed, PromotionChange, TrackedPromotion } from '../TrackedPromotion';
import { conflictMessage } from './conflictWords';
import { StillOpenOptions } from './StillOpenOptions';
import { waitForForge } from './forgeTrouble';

/**
 * The base branch has moved: the plan is made again on it, and the pull request follows if that gives other files.
 * Only a value that somebody else has changed to a third one is left to a person.
 */
export function decideRebase(
  promotion: TrackedPromotion,
  options: StillOpenOptions,
): Decision | undefined {
  const { pullRequest } = options;
  const { tracking, plan } = promotion;
  if (tracking.updateDue) return decideUpdate(promotion, options);
  const base = baseOf(promotion, options);
  if (!base || base === (tracking.base ?? plan.baseSha)) return undefined;
  const { rebase, now } = options.observation;
  if (!rebase) return { act: 'rebase' };
  if (rebase.kind === 'problem') {
    return waitForForge({
      promotion,
      now,
      problem: rebase.problem,
      patient: true,
    });
  }
  // What was asked for stays noted, even where the branch has moved on meanwhile: the next look tells.
  const done = { ...calmed(tracking), base };
  if (rebase.kind === 'same') {
    return promotion.conflicts.length > 0
      ? { change: { tracking: done, conflicts: [] } }
      : { change: { tracking: done } };
  }
  if (rebase.kind === 'conflict') {
    return { change: conflicting(promotion, { rebase, tracking: done }) };
  }
  // Closing it would throw away what somebody else has put there.
  const isOurs = pullRequest.headSha === tracking.ourHead;
  if (isOurs && rebase.plan.edits.length === 0) {
    return { change: obsolete(promotion, done) };
  }
  if (!isOurs) {
    return {
      change: {
        tracking: done,
        events: [
          {
            key: `not-updated:${base}`,
            type: 'not-updated',
            message: `${plan.baseBranch} has changed the same files, but somebody pushed to ${pullRequest.headBranch}, so it is left as it is.`,
          },
        ],
      },
    };
  }
  return {
    change: {
      plan: rebase.plan,
      contents: rebase.contents,
      conflicts: [],
      tracking: { ...done, updateDue: true },
      events: [
        {
          key: `replanned:${base}`,
          type: 'replanned',
          message: `${plan.baseBranch} has changed the same files: the plan was made again on ${base.slice(0, 7)}.`,
        },
      ],
    },
  };
}

/** What tells one state of the base branch from another, where the forge doesn't name its commit. */
function baseOf(
  { conflicts }: TrackedPromotion,
  { pullRequest }: StillOpenOptions,
): string | undefined {
  const { baseSha, headSha, mergeable } = pullRequest;
  if (baseSha) return baseSha;
  if (mergeable === 'conflicting') return `conflict of ${headSha}`;
  return conflicts.length > 0 ? `no conflict of ${headSha}` : undefined;
}

function conflicting(
  promotion: TrackedPromotion,
  options: {
    rebase: RebaseSighting & { kind: 'conflict' };
    tracking: TrackedPromotion['tracking'];
  },
): PromotionChange {
  const { rebase, tracking } = options;
  const message = conflictMessage(rebase.conflicts);
  return {
    message,
    conflicts: rebase.conflicts,
    tracking,
    events: [
      { key: `conflict:${promotion.revision}`, type: 'conflict', message },
    ],
  };
}

/** Git has every value already. Closing is what remains, as if a newer promotion had done it. */
function obsolete(
  promotion: TrackedPromotion,
  tracking: TrackedPromotion['tracking'],
): PromotionChange {
  const message = `${promotion.plan.baseBranch} has the promoted version already, by another change.`;
  return {
    message,
    tracking: {
      ...tracking,
      cancel: {
        by: 'fairlead',
        reason: message,
        at: promotion.updatedAt,
      },
    },
    events: [{ key: 'obsolete', type: 'obsolete', message }],
  };
}

function decideUpdate(
  promotion: TrackedPromotion,
  { observation }: StillOpenOptions,
): Decision | undefined {
  const { updating, now } = observation;
  if (!updating) return { act: 'update' };
  if (updating.kind === 'problem') {
    return waitForForge({
      promotion,
      now,
      problem: updating.problem,
      patient: true,
    });
  }
  const { pullRequest } = updating;
  const { updateDue: _, ...tracking } = calmed(promotion.tracking);
  if (updating.kind === 'pushed-by-others') {
    return {
      change: {
        pullRequest,
        contents: null,
        tracking,
        events: [
          {
            key: `not-updated:${pullRequest.headSha}`,
            type: 'not-updated',
            message: `Somebody pushed to ${pullRequest.headBranch}, so it is left as it is.`,
          },
        ],
      },
    };
  }
  return {
    change: {
      pullRequest,
      contents: null,
      tracking: { ...tracking, ourHead: pullRequest.headSha },
      events: [
        {
          key: `updated:${pullRequest.headSha}`,
          type: 'updated',
          message: `The pull request was updated: it is at ${pullRequest.headSha.slice(0, 7)} now.`,
          link: pullRequest.url,
        },
      ],
    },
  };
}
