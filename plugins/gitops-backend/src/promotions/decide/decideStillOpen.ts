import {
  gatesInTheWay,
  PullRequest,
} from '@fairlead/backstage-plugin-gitops-common';
import { isDeepStrictEqual } from 'util';
import { Decision } from '../Decision';
import { calmed, TrackedPromotion, Tracking } from '../TrackedPromotion';
import { conflictMessage } from './conflictWords';
import { coveredGates } from './coveredGates';
import { decideMerge, refusalMessage, untried } from './decideMerge';
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
  seen: StillOpenOptions,
): Decision {
  const options = { ...seen, observation: coveredGates(promotion, seen) };
  const { observation, timing } = options;
  const { now } = observation;
  const gates = observation.gates ?? promotion.gates;
  const inTheWay = gatesInTheWay(gates, 'merge');
  const mergeAt = Date.parse(promotion.tracking.mergeNotBefore ?? '');
  const pollMs = now.getTime() + timing.pollMs;
  const pollAt = new Date(
    mergeAt > now.getTime() ? Math.min(mergeAt, pollMs) : pollMs,
  );
  return (
    takeOutcome(promotion, options) ??
    takeIn(promotion, options) ??
    decideRebase(promotion, options) ??
    decideMerge(promotion, options) ??
    calm(promotion) ??
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

/** Everything that the forge was asked for at this look was answered. */
function calm({ tracking }: TrackedPromotion): Decision | undefined {
  return tracking.outages + tracking.refusals > 0
    ? { change: { tracking: calmed(tracking) } }
    : undefined;
}

/** Writes down how the pull request and its gates are now. */
function takeIn(
  promotion: TrackedPromotion,
  { observation, pullRequest }: StillOpenOptions,
): Decision | undefined {
  const { tracking } = promotion;
  const gates = observation.gates ?? promotion.gates;
  // That it can be read does not end a trouble with something else that it is asked for.
  const isTroubled = tracking.outages + tracking.refusals > 0;
  const message = isTroubled
    ? promotion.message
    : messageOf(promotion, { gates, pullRequest });
  const unchanged =
    message === promotion.message &&
    isDeepStrictEqual(pullRequest, promotion.pullRequest) &&
    isDeepStrictEqual(gates, promotion.gates);
  if (unchanged) return undefined;
  return {
    change: {
      message,
      pullRequest,
      gates,
      tracking: trackingOf(promotion, { pullRequest, now: observation.now }),
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
  options: { pullRequest: PullRequest; gates: TrackedPromotion['gates'] },
): string {
  const { gates, pullRequest } = options;
  const { number, mergeable, draft, headSha } = pullRequest;
  const { conflicts, plan, tracking } = promotion;
  if (conflicts.length > 0) return conflictMessage(conflicts);
  const waiting = gatesMessage(gatesInTheWay(gates, 'merge'));
  if (waiting && mergeable !== 'conflicting') {
    return `Pull request #${number} is open. ${waiting}`;
  }
  const isRefused =
    tracking.mergeRefusal !== undefined &&
    headSha === promotion.pullRequest?.headSha &&
    mergeable !== 'conflicting' &&
    !draft;
  return isRefused
    ? refusalMessage(tracking.mergeRefusal ?? '')
    : pullRequestMessage(pullRequest, plan.baseBranch);
}

function trackingOf(
  promotion: TrackedPromotion,
  { pullRequest, now }: { pullRequest: PullRequest; now: Date },
): Tracking {
  const { tracking, pullRequest: before } = promotion;
  if (isDropped(promotion, pullRequest)) return unscheduled(tracking, now);
  return before?.headSha === pullRequest.headSha ? tracking : untried(tracking);
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
