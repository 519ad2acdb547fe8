import { gatesInTheWay } from '@fairlead/backstage-plugin-gitops-common';
import { Decision, PromotionAct } from '../Decision';
import { calmed, TrackedPromotion } from '../TrackedPromotion';
import { retryTime } from './backoff';
import { StillOpenOptions } from './StillOpenOptions';
import { waitForForge } from './forgeTrouble';

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
    return waitForForge({
      promotion,
      now,
      problem: merging.problem,
      patient: true,
    });
  }
  const { outcome, message } = merging.answer;
  const { mergeRefusals = 0, mergeNotBefore: _, ...rest } = calmed(tracking);
  if (outcome === 'merged') {
    // The forge has not shown it yet.
    return { lookAgainAt: new Date(now.getTime() + 2_000) };
  }
  if (outcome === 'scheduled') {
    const { merge: _asked, ...scheduled } = rest;
    return {
      change: {
        tracking: { ...scheduled, scheduledHead: options.pullRequest.headSha },
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
  const failures = mergeRefusals + 1;
  const lookAgainAt = retryTime({ now, failures: failures + 1 });
  return {
    change: {
      message: `The forge does not merge it: ${message}`,
      tracking: {
        ...rest,
        mergeRefusals: failures,
        mergeNotBefore: lookAgainAt.toISOString(),
      },
      events:
        failures === 1
          ? [
              {
                key: `merge-refused:${promotion.revision}`,
                type: 'merge-refused',
                message: `The forge does not merge it: ${message}`,
              },
            ]
          : [],
    },
    lookAgainAt,
  };
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
