import {
  gatesInTheWay,
  PullRequest,
} from '@fairlead/backstage-plugin-gitops-common';
import { isDeepStrictEqual } from 'util';
import { Decision } from '../Decision';
import { calmed, TrackedPromotion, Tracking } from '../TrackedPromotion';
import { conflictMessage } from './conflictWords';
import { decideMerge } from './decideMerge';
import { decideRebase } from './decideRebase';
import { decideShow } from './decideShow';
import { gateEvents, gatesLookAt, gatesMessage } from './gateChanges';
import { StillOpenOptions } from './StillOpenOptions';
import { pullRequestChanges, pullRequestMessage } from './pullRequestWords';

const unscheduledMs = 5 * 60_000;

/**
 * It is open and shall be merged: take in what is new, keep the plan good for the base branch, merge where that is
 * ours to do, show the gates. One thing at a time, each decided again after the one before.
 */
export function decideStillOpen(
  promotion: TrackedPromotion,
  options: StillOpenOptions,
): Decision {
  const { observation, timing } = options;
  const { now } = observation;
  const gates = observation.gates ?? promotion.gates;
  const inTheWay = gatesInTheWay(gates, 'merge');
  const pollAt = new Date(now.getTime() + timing.pollMs);
  return (
    takeOutcome(promotion, options) ??
    takeIn(promotion, options) ??
    decideRebase(promotion, options) ??
    decideMerge(promotion, options) ??
    decideShow(promotion, observation) ?? {
      lookAgainAt: gatesLookAt({ inTheWay, now, pollAt }),
    }
  );
}

/** What came of our own action comes before what it shows, or that would look as if others had done it. */
function takeOutcome(
  promotion: TrackedPromotion,
  options: StillOpenOptions,
): Decision | undefined {
  const { updating, merging } = options.observation;
  if (updating) return decideRebase(promotion, options);
  return merging && decideMerge(promotion, options);
}

/** Writes down how the pull request and its gates are now. */
function takeIn(
  promotion: TrackedPromotion,
  { observation, pullRequest }: StillOpenOptions,
): Decision | undefined {
  const { tracking } = promotion;
  const gates = observation.gates ?? promotion.gates;
  const message = messageOf(promotion, { gates, pullRequest, observation });
  const unchanged =
    message === promotion.message &&
    tracking.outages + tracking.refusals === 0 &&
    isDeepStrictEqual(pullRequest, promotion.pullRequest) &&
    isDeepStrictEqual(gates, promotion.gates);
  if (unchanged) return undefined;
  return {
    change: {
      message,
      pullRequest,
      gates,
      tracking: isDropped(promotion, pullRequest)
        ? unscheduled(calmed(tracking), observation.now)
        : calmed(tracking),
      events: [
        ...pullRequestChanges({
          before: promotion.pullRequest,
          after: pullRequest,
          revision: promotion.revision,
          ourHead: tracking.ourHead,
        }),
        ...gateEvents(promotion, gates),
      ],
    },
  };
}

function messageOf(
  promotion: TrackedPromotion,
  options: Pick<StillOpenOptions, 'observation' | 'pullRequest'> & {
    gates: TrackedPromotion['gates'];
  },
): string {
  const { gates, pullRequest } = options;
  if (promotion.conflicts.length > 0) {
    return conflictMessage(promotion.conflicts);
  }
  if (promotion.tracking.mergeRefusals) return promotion.message;
  const waiting = gatesMessage(gatesInTheWay(gates, 'merge'));
  return waiting && pullRequest.mergeable !== 'conflicting'
    ? `Pull request #${pullRequest.number} is open. ${waiting}`
    : pullRequestMessage(pullRequest, promotion.plan.baseBranch);
}

/** The forge does not mean to merge it any more: a queue has thrown it out, or a person has. */
function isDropped(
  { pullRequest: before }: TrackedPromotion,
  after: PullRequest,
): boolean {
  return before?.autoMerge !== undefined && after.autoMerge === undefined;
}

/** It is tried again, but not at once: whatever threw it out may need some time to pass. */
function unscheduled(tracking: Tracking, now: Date): Tracking {
  const { scheduledHead: _, ...rest } = tracking;
  const pause = now.getTime() + unscheduledMs;
  return { ...rest, mergeNotBefore: new Date(pause).toISOString() };
}
