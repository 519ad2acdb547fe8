import { PromotionState } from '@fairlead/backstage-plugin-gitops-common';
import { isDeepStrictEqual } from 'util';
import { Decision } from '../Decision';
import { Observation, PromotionTiming } from '../Observation';
import { calmed, TrackedPromotion } from '../TrackedPromotion';
import { deploymentEvents } from './deploymentEvents';
import { end } from './endings';
import { judgeTarget, TargetJudgement } from './judgeTarget';

const order: readonly PromotionState[] = ['merged', 'synced', 'settling'];

/** After the merge: every target has to sync, to become healthy, and to stay so. */
export function decideDeployment(
  promotion: TrackedPromotion,
  options: { observation: Observation; timing: PromotionTiming },
): Decision {
  const { observation, timing } = options;
  const { now, targets, revisions } = observation;
  if (!targets) return { lookAgainAt: new Date(now.getTime() + timing.pollMs) };
  const judgements = targets.map(sighting =>
    judgeTarget({ promotion, sighting, timing, now }),
  );
  const progress = judgements.map(({ tracked }) => tracked);
  const tracking = {
    ...calmed(promotion.tracking),
    revisions: revisions ?? promotion.tracking.revisions,
  };

  const ending = endOf(judgements);
  if (ending) return { change: { ...ending, progress, tracking } };

  const goal = goalOf(judgements);
  const settledAt = settleTime(judgements, timing);
  if (
    promotion.state === 'settling' &&
    goal === 'settling' &&
    settledAt <= now.getTime()
  ) {
    const change = end({
      state: 'succeeded',
      message: `Every target runs the promoted version and has been healthy for ${seconds(timing.settleMs)}.`,
    });
    return { change: { ...change, progress, tracking } };
  }

  const state = nextState(promotion.state, goal);
  const message = messageOf(judgements, goal, settledAt);
  const pollAt = now.getTime() + timing.pollMs;
  const lookAgainAt = new Date(
    goal === 'settling' && settledAt > now.getTime()
      ? Math.min(settledAt, pollAt)
      : pollAt,
  );
  const unchanged =
    state === promotion.state &&
    message === promotion.message &&
    isDeepStrictEqual(progress, promotion.progress) &&
    isDeepStrictEqual(tracking, promotion.tracking);
  if (unchanged) return { lookAgainAt };
  return {
    change: {
      ...(state !== promotion.state && { state }),
      message,
      progress,
      tracking,
      events: deploymentEvents(promotion, { judgements, state }),
    },
    lookAgainAt,
  };
}

function endOf(judgements: TargetJudgement[]) {
  if (judgements.length === 0) {
    return end({
      state: 'errored',
      message: 'The plan names no target, so nothing can be verified.',
    });
  }
  for (const state of ['failed', 'superseded', 'errored'] as const) {
    const found = judgements.find(({ verdict }) => verdict === state);
    if (found) return end({ state, message: found.tracked.message });
  }
  return undefined;
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
    return `Every target is synced and healthy. Settled if it stays so until ${new Date(settledAt).toISOString()}.`;
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
