import {
  EnvironmentPolicy,
  gatesInTheWay,
  PromotionState,
} from '@fairlead/backstage-plugin-gitops-common';
import { isDeepStrictEqual } from 'util';
import { momentWords } from '../../gates/words/timeWords';
import { DecideOptions } from '../DecideOptions';
import { Decision } from '../Decision';
import { PromotionTiming } from '../Observation';
import { calmed, PromotionChange, TrackedPromotion } from '../TrackedPromotion';
import { decideShow } from './decideShow';
import { deploymentEvents } from './deploymentEvents';
import { calledOff, end } from './endings';
import { gateEvents, gatesLookAt, gatesMessage } from './gateChanges';
import { judgeTarget } from './judgeTarget';
import { TargetJudgement } from './TargetJudgement';

const order: readonly PromotionState[] = ['merged', 'synced', 'settling'];

/** After the merge: every target has to sync, to become healthy, and to stay so. */
export function decideDeployment(
  promotion: TrackedPromotion,
  options: DecideOptions,
): Decision {
  const { observation, timing, policy } = options;
  const { now, targets, revisions } = observation;
  const gates = observation.gates ?? promotion.gates;
  const poll = new Date(now.getTime() + timing.pollMs);
  if (!targets) return { lookAgainAt: poll };
  const judgements = targets.map(sighting =>
    judgeTarget({ promotion, sighting, timing, now }),
  );
  const progress = judgements.map(({ tracked }) => tracked);
  const tracking = {
    ...calmed(promotion.tracking),
    revisions: revisions ?? promotion.tracking.revisions,
  };
  const ending =
    endOf(judgements, { promotion, policy }) ?? replaced(promotion, judgements);
  if (ending) return { change: { ...ending, progress, tracking, gates } };

  const rest = judgements.filter(({ verdict }) => verdict !== 'failed');
  const goal = goalOf(rest);
  const settledAt = settleTime(rest, timing);
  const isSettled =
    promotion.state === 'settling' &&
    goal === 'settling' &&
    settledAt <= now.getTime();
  const inTheWay = gatesInTheWay(gates, 'finish');
  if (isSettled && observation.gates) {
    const last = finish({ judgements, inTheWay, timing });
    if (last) return { change: { ...last, progress, tracking, gates } };
  }

  const state = nextState(promotion.state, goal);
  const message =
    (isSettled && gatesMessage(inTheWay)) || messageOf(rest, goal, settledAt);
  const unchanged =
    state === promotion.state &&
    message === promotion.message &&
    isDeepStrictEqual(progress, promotion.progress) &&
    isDeepStrictEqual(tracking, promotion.tracking) &&
    isDeepStrictEqual(gates, promotion.gates);
  if (!unchanged) {
    return {
      change: {
        ...(state !== promotion.state && { state }),
        message,
        progress,
        tracking,
        gates,
        events: [
          ...deploymentEvents(promotion, { judgements, state }),
          ...gateEvents(promotion, gates),
        ],
      },
    };
  }
  const pollAt =
    goal === 'settling' && settledAt > now.getTime()
      ? new Date(Math.min(settledAt, poll.getTime()))
      : poll;
  return (
    decideShow(promotion, observation) ?? {
      lookAgainAt: gatesLookAt({ inTheWay, now, pollAt }),
    }
  );
}

function endOf(
  judgements: TargetJudgement[],
  {
    promotion,
    policy,
  }: { promotion: TrackedPromotion; policy: EnvironmentPolicy },
): PromotionChange | undefined {
  if (judgements.length === 0) {
    return end({
      state: 'errored',
      message: 'The plan names no target, so nothing can be verified.',
    });
  }
  const failed = judgements.filter(({ verdict }) => verdict === 'failed');
  // Waves go without a few targets, and who brings all of them back may not.
  const limit =
    promotion.kind === 'rollback' ? 0 : (policy.waves?.failureLimit ?? 0);
  if (failed.length > limit || failed.length === judgements.length) {
    const [{ tracked }] = failed;
    const more = failed.length > 1 ? ` (and ${failed.length - 1} more)` : '';
    return end({ state: 'failed', message: `${tracked.message}${more}` });
  }
  for (const state of ['superseded', 'errored'] as const) {
    const found = judgements.find(({ verdict }) => verdict === state);
    if (found) return end({ state, message: found.tracked.message });
  }
  return undefined;
}

/**
 * A newer promotion may be what mends it, and nobody waits for what does not get on by itself; while it goes well, it
 * is left to prove itself.
 */
function replaced(
  promotion: TrackedPromotion,
  judgements: TargetJudgement[],
): PromotionChange | undefined {
  const unwell = judgements.some(
    ({ tracked, stuck }) =>
      stuck ??
      tracked.degradedSince ??
      tracked.syncFailingSince ??
      tracked.missingSince ??
      tracked.revertedSince,
  );
  return promotion.tracking.supersede && unwell
    ? calledOff(promotion)
    : undefined;
}

/** The end, if no gate is in its way; undefined while one waits. */
function finish(options: {
  judgements: TargetJudgement[];
  inTheWay: ReturnType<typeof gatesInTheWay>;
  timing: PromotionTiming;
}): PromotionChange | undefined {
  const { judgements, inTheWay, timing } = options;
  const refusing = inTheWay.find(({ status }) => status === 'failed');
  if (refusing) {
    return end({
      state: 'failed',
      message: `${refusing.title}: ${refusing.message}`,
      ...(refusing.link && { link: refusing.link }),
    });
  }
  if (inTheWay.length > 0) return undefined;
  const failed = judgements.filter(({ verdict }) => verdict === 'failed');
  const [first] = failed;
  return end({
    state: 'succeeded',
    message: first
      ? `All but ${failed.length} targets run the promoted version and have been healthy for ${seconds(timing.settleMs)}; as many may fail. ${first.tracked.message}`
      : `Every target runs the promoted version and has been healthy for ${seconds(timing.settleMs)}.`,
  });
}

function goalOf(judgements: TargetJudgement[]): PromotionState {
  if (judgements.every(({ verdict }) => verdict === 'healthy')) {
    return 'settling';
  }
  return judgements.every(({ tracked }) => tracked.synced)
    ? 'synced'
    : 'merged';
}

/** One state at a time forward, so that each shows in the timeline; back at once. */
function nextState(now: PromotionState, goal: PromotionState): PromotionState {
  return order.indexOf(goal) > order.indexOf(now)
    ? order[order.indexOf(now) + 1]
    : goal;
}

function settleTime(
  judgements: TargetJudgement[],
  timing: PromotionTiming,
): number {
  return Math.max(
    ...judgements.map(({ tracked }) =>
      tracked.healthySince
        ? Date.parse(tracked.healthySince) + timing.settleMs
        : Infinity,
    ),
  );
}

function messageOf(
  judgements: TargetJudgement[],
  goal: PromotionState,
  settledAt: number,
): string {
  if (goal === 'settling') {
    return `Every target is synced and healthy. Settled if it stays so until ${momentWords(new Date(settledAt))}.`;
  }
  const waiting = judgements.filter(({ verdict }) => verdict !== 'healthy');
  const [first] = waiting.filter(
    ({ tracked }) => goal === 'synced' || !tracked.synced,
  );
  const message = (first ?? waiting[0]).tracked.message;
  return waiting.length > 1
    ? `${message} (and ${waiting.length - 1} more)`
    : message;
}

function seconds(ms: number): string {
  const count = Math.round(ms / 1000);
  return count === 1 ? '1 second' : `${count} seconds`;
}
