import { isEnded } from '@fairlead/backstage-plugin-gitops-common';
import { momentWords } from '../../gates/words/timeWords';
import { DecideOptions } from '../DecideOptions';
import { Decision } from '../Decision';
import { LaneNeighbour } from '../Observation';
import { TrackedPromotion } from '../TrackedPromotion';
import { calledOff, end, isCalledOff } from './endings';

/** It waits for its turn: for the promotion that is under way in its lane, for those before it, for earlier waves. */
export function decideQueued(
  promotion: TrackedPromotion,
  { observation, timing, policy }: DecideOptions,
): Decision {
  const { now, lane } = observation;
  const pollAt = new Date(now.getTime() + timing.pollMs);
  if (isCalledOff(promotion)) return { change: calledOff(promotion) };
  if (!lane) return { lookAgainAt: pollAt };

  const stopped = lane.earlierWaves.find(
    ({ state }) => isEnded(state) && state !== 'succeeded' && state !== 'noop',
  );
  if (stopped) {
    return {
      change: end({
        state: 'cancelled',
        message: `Stopped, because wave ${stopped.wave?.index} was ${stopped.state}.`,
      }),
    };
  }
  const soakEnd = soakEndOf(lane.earlierWaves, policy.waves?.soakMs ?? 0);
  const message = waitingFor(promotion, { ...lane, soakEnd, now });
  if (!message) {
    return {
      change: {
        state: 'planned',
        message: 'It is its turn.',
        events: [
          { key: 'turn', type: 'turn', message: 'The lane is free for it.' },
        ],
      },
    };
  }
  const lookAgainAt = new Date(
    soakEnd > now.getTime()
      ? Math.min(soakEnd, pollAt.getTime())
      : pollAt.getTime(),
  );
  return message === promotion.message
    ? { lookAgainAt }
    : { change: { message }, lookAgainAt };
}

/** In ms since the epoch; 0 when there is no wave before it. */
function soakEndOf(waves: readonly LaneNeighbour[], soakMs: number): number {
  return Math.max(
    0,
    ...waves.map(
      ({ finishedAt }) => Date.parse(finishedAt ?? '') + soakMs || 0,
    ),
  );
}

function waitingFor(
  promotion: TrackedPromotion,
  lane: {
    active?: LaneNeighbour;
    ahead: LaneNeighbour[];
    earlierWaves: LaneNeighbour[];
    soakEnd: number;
    now: Date;
  },
): string | undefined {
  const { active, ahead, earlierWaves, soakEnd, now } = lane;
  const wave = earlierWaves.find(({ state }) => !isEnded(state));
  if (wave) {
    return `Wave ${promotion.wave?.index} of ${promotion.wave?.count}: waiting for wave ${wave.wave?.index}, which is ${wave.state}.`;
  }
  if (earlierWaves.length > 0 && soakEnd > now.getTime()) {
    return `Wave ${promotion.wave?.index} of ${promotion.wave?.count}: the wave before has to stay healthy until ${momentWords(new Date(soakEnd))}.`;
  }
  if (active) {
    return `Waiting for another promotion to ${promotion.to}, which is ${active.state}.`;
  }
  return ahead.length > 0
    ? `Waiting for ${ahead.length === 1 ? 'another promotion' : `${ahead.length} promotions`} to ${promotion.to} that came first.`
    : undefined;
}
