import { gatesInTheWay } from '@fairlead/backstage-plugin-gitops-common';
import { refWords } from '../../gates/words/refWords';
import { Decision, PromotionAct } from '../Decision';
import { calmed, TrackedPromotion, Tracking } from '../TrackedPromotion';
import { ForgeProblem } from '../Observation';
import { retryTime } from './backoff';
import { StillOpenOptions } from './StillOpenOptions';

/** So often a merge that a person asked for is tried. With the pauses, three quarters of an hour. */
const patience = 12;

/** Merges, where that is Fairlead's to do and every gate passes; always exactly the head that was seen. */
export function decideMerge(
  promotion: TrackedPromotion,
  options: StillOpenOptions,
): Decision | undefined {
  const { observation } = options;
  const { now, merging } = observation;
  const { tracking } = promotion;
  if (!merging) {
    const act = wanted(promotion, options);
    const early = Date.parse(tracking.mergeNotBefore ?? '') > now.getTime();
    return act && !early ? { act } : undefined;
  }
  if (merging.kind === 'problem') {
    const { problem } = merging;
    return refused(promotion, { message: problem.message, now, problem });
  }
  const { outcome, message } = merging.answer;
  if (outcome === 'merged') {
    // The forge has not shown it yet.
    return { lookAgainAt: new Date(now.getTime() + 2_000) };
  }
  if (outcome === 'scheduled') {
    const { merge: _, ...rest } = untried(calmed(tracking));
    return {
      change: {
        tracking: { ...rest, scheduledHead: options.pullRequest.headSha },
        events: [
          {
            key: `scheduled:${options.pullRequest.headSha}`,
            type: 'scheduled',
            message: `The forge merges it when it can: ${message}`,
          },
        ],
      },
    };
  }
  return refused(promotion, { message, now });
}

/** What is remembered of attempts to merge is about one head only. */
export function untried(tracking: Tracking): Tracking {
  const {
    mergeRefusals: _refusals,
    mergeRefusal: _refusal,
    mergeNotBefore: _notBefore,
    ...rest
  } = tracking;
  return rest;
}

/** It is tried again with growing pauses, which other news do not cut short; what a person asked for not for ever. */
function refused(
  promotion: TrackedPromotion,
  options: { message: string; now: Date; problem?: ForgeProblem },
): Decision {
  const { message: said, now, problem } = options;
  const { merge, ...tracking } = calmed(promotion.tracking);
  const failures = (tracking.mergeRefusals ?? 0) + 1;
  if (merge && failures > patience) {
    const message = `The merge that ${refWords(merge.by)} asked for is not tried any more: ${said}`;
    const key = `merge-given-up:${promotion.revision}`;
    return {
      change: {
        message,
        tracking: untried(tracking),
        events: [{ key, type: 'merge-given-up', message }],
      },
    };
  }
  const again = retryTime({ now, failures: failures + 1, problem });
  const message = refusalMessage(said);
  return {
    change: {
      message,
      tracking: {
        ...tracking,
        ...(merge && { merge }),
        ...(problem?.retryAt && { notBefore: problem.retryAt }),
        mergeRefusals: failures,
        mergeRefusal: said,
        mergeNotBefore: again.toISOString(),
      },
      events:
        failures === 1
          ? [
              {
                key: `merge-refused:${promotion.revision}`,
                type: 'merge-refused',
                message,
              },
            ]
          : [],
    },
  };
}

/** Why an attempt to merge came to nothing, in the forge's words. */
export function refusalMessage(said: string): string {
  return `The forge does not merge it: ${said}`;
}

function wanted(
  promotion: TrackedPromotion,
  { observation, policy, pullRequest }: StillOpenOptions,
): (PromotionAct & ('merge' | 'schedule')) | undefined {
  const { tracking, conflicts } = promotion;
  // Not known gates are no passed gates.
  const { gates } = observation;
  if (!gates || gatesInTheWay(gates, 'merge').length > 0) return undefined;
  if (conflicts.length > 0 || tracking.updateDue) return undefined;
  if (pullRequest.draft || pullRequest.mergeable === 'conflicting') {
    return undefined;
  }
  const { headSha } = pullRequest;
  if (tracking.merge?.head === headSha) return 'merge';
  // What people have pushed is theirs to merge.
  if (headSha !== tracking.ourHead) return undefined;
  // A merge queue takes what was to be merged at once, too.
  const scheduled =
    pullRequest.autoMerge !== undefined || tracking.scheduledHead === headSha;
  if (scheduled || policy.merge === 'people') return undefined;
  return policy.merge === 'automatic' ? 'merge' : 'schedule';
}
