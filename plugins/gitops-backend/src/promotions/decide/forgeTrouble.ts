import { refWords } from '../../gates/words/refWords';
import { Decision } from '../Decision';
import { ForgeProblem } from '../Observation';
import { calmed, TrackedPromotion } from '../TrackedPromotion';
import { retryTime } from './backoff';

/** Refusals in a row that are taken for a person who is about to put things right. With the pauses, half an hour. */
const patience = 12;

/**
 * Waits for a forge that does not answer as it should, with a message that says so. Returns undefined when there
 * is no point in waiting any longer.
 */
export function waitForForge(options: {
  promotion: TrackedPromotion;
  now: Date;
  problem: ForgeProblem;
  /** Never give up: nothing would be won by it. */
  patient?: boolean;
}): Decision | undefined {
  const { promotion, now, problem, patient = false } = options;
  const { tracking } = promotion;
  const outage = problem.kind === 'outage';
  const outages = outage ? tracking.outages + 1 : 0;
  const refusals = outage ? tracking.refusals : tracking.refusals + 1;
  if (!patient && problem.kind === 'conflict') return undefined;
  if (!patient && refusals > patience) return undefined;
  const lookAgainAt = retryTime({
    now,
    failures: outage ? outages : refusals,
    problem,
  });
  const until = problem.retryAt ? ` Trying again at ${problem.retryAt}.` : '';
  const doing = tracking.cancel
    ? `Cancelling for ${refWords(tracking.cancel.by)}. `
    : '';
  const message = `${doing}Waiting for the forge: ${problem.message}.${until}`;
  return {
    change: {
      message,
      tracking: {
        ...calmed(tracking),
        outages,
        refusals,
        ...(problem.retryAt && { notBefore: problem.retryAt }),
      },
      // One entry for each bad spell, not for each attempt.
      events:
        tracking.outages + tracking.refusals === 0
          ? [
              {
                key: `waiting:${promotion.revision}`,
                type: 'waiting',
                message,
              },
            ]
          : [],
    },
    lookAgainAt,
  };
}
