import { RolloutStatus } from '@fairlead/backstage-plugin-gitops-common';
import { analysisOf, kindOf, phaseOf, primaryOf } from '../parse';
import { Canary } from '../schema';
import { phaseSince, promotedCondition } from './condition';
import { gatesInWords, webhooksOf } from './gates';
import { CanaryState } from './state';
import { Strategy } from './strategy';

/** For a status without the condition in which Flagger says it. */
const plainWords = new Map([
  ['Progressing', 'The new version is being checked.'],
  ['Promoting', 'The checks have passed, and the new version is promoted.'],
  ['Finalising', 'The new version is promoted, and gets all traffic.'],
  ['Terminating', 'Flagger gives the workload back as it was.'],
]);

/** What its state means, in words. */
export function messageOf(
  canary: Canary,
  { state, strategy }: { state: CanaryState; strategy: Strategy },
): string | undefined {
  return (
    pauseOf(canary, state)?.message ??
    wordsOf(canary, { state, strategy }) ??
    (promotedCondition(canary)?.message || plainWords.get(phaseOf(canary)))
  );
}

/** Why it does not go on by itself. */
export function pauseOf(
  canary: Canary,
  { state, unseen }: CanaryState,
): RolloutStatus['pause'] {
  if (state === 'paused') {
    return {
      reason: 'suspend',
      message: unseen
        ? 'It is suspended: Flagger does not bring the new version in until it is resumed.'
        : 'It is suspended: Flagger does nothing until it is resumed, and traffic stays divided as it is.',
    };
  }
  if (state !== 'waiting') return undefined;
  const reason =
    phaseOf(canary) === 'Waiting' ? 'confirm-rollout' : 'confirm-promotion';
  const gates = gatesInWords(webhooksOf(canary, reason));
  const since = phaseSince(canary);
  return {
    reason,
    message:
      reason === 'confirm-rollout'
        ? `Waiting for ${gates} to let the new version in.`
        : `The checks have passed. Waiting for ${gates} to let the new version be promoted.`,
    ...(since && { since }),
  };
}

/** What to say of a canary that Flagger has given up. */
export function abortedOf(
  canary: Canary,
  { state }: CanaryState,
): RolloutStatus['aborted'] {
  if (state !== 'aborted') return undefined;
  const since = phaseSince(canary);
  const said =
    promotedCondition(canary)?.message || 'Flagger has given the canary up.';
  return {
    ...(since && { since }),
    message: `${said} Why is in the events of the Canary.`,
  };
}

function wordsOf(
  canary: Canary,
  { state, strategy }: { state: CanaryState; strategy: Strategy },
): string | undefined {
  const target = `${kindOf(canary)} ${canary.spec.targetRef.name}`;
  if (state.unseen) {
    return `The ${target} has changed, and Flagger has not looked at it yet.`;
  }
  switch (phaseOf(canary)) {
    case '':
      return 'Flagger has not looked at it yet.';
    case 'Initializing':
      return `Flagger makes ${primaryOf(canary)}, which will serve, from the ${target}.`;
    case 'Progressing':
      return progressInWords(canary, strategy);
    case 'Failed':
      return state.state === 'stable'
        ? 'The last new version has failed, and Git has gone back to what serves.'
        : abortedOf(canary, state)?.message;
    default:
      return undefined;
  }
}

function progressInWords(
  canary: Canary,
  strategy: Strategy,
): string | undefined {
  if (!analysisOf(canary)) {
    return 'The new version is promoted without an analysis as soon as it is ready.';
  }
  if (strategy.name === 'unknown') {
    return 'The analysis declares neither weights nor iterations, so Flagger will not go on.';
  }
  const gates = webhooksOf(canary, 'confirm-traffic-increase');
  return gates.length > 0 && strategy.weights.length > 0
    ? `The new version is being checked. It gets more traffic only when ${gatesInWords(gates)} agrees, which Flagger does not tell here.`
    : undefined;
}
