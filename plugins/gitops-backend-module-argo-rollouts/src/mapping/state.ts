import {
  RolloutState,
  RolloutStatus,
} from '@fairlead/backstage-plugin-gitops-common';
import { conditionOf } from '../parse';
import { Rollout } from '../schema';
import { timeOf } from '../times';
import { abortedSince } from './abortedSince';
import { hashesOf } from './hashes';
import { Phase } from './phase';

/** One word for the phase. */
export function stateOf(
  rollout: Rollout,
  { phase, pause }: { phase: Phase; pause: RolloutStatus['pause'] },
): RolloutState {
  switch (phase.word) {
    case 'Healthy':
      return 'stable';
    case 'Progressing':
      return 'progressing';
    case 'Paused':
      return pause?.until || rollout.spec.paused ? 'paused' : 'waiting';
    case 'Degraded':
      return isGivenUp(rollout) ? 'aborted' : 'degraded';
    default:
      return 'unknown';
  }
}

/** Since when it is in its phase. */
export function sinceOf(
  rollout: Rollout,
  options: { phase: Phase; state: RolloutState; pause: RolloutStatus['pause'] },
): string | undefined {
  const { phase, state, pause } = options;
  if (phase.unseen) return undefined;
  const since = (type: string, status: string) => {
    const condition = conditionOf(rollout, type);
    return condition?.status === status
      ? timeOf(condition.lastTransitionTime)
      : undefined;
  };
  switch (state) {
    case 'stable':
      return since('Healthy', 'True') ?? since('Completed', 'True');
    case 'paused':
    case 'waiting':
      return pause?.since ?? since('Paused', 'True');
    case 'aborted':
      return abortedSince(rollout);
    case 'degraded':
      return since('InvalidSpec', 'True') ?? since('Progressing', 'False');
    case 'progressing':
      return since('Completed', 'False') ?? since('Progressing', 'True');
    default:
      return undefined;
  }
}

/** The first version of all has none before it that the controller could have gone back to. */
function isGivenUp(rollout: Rollout): boolean {
  const { comesIn, isFirst } = hashesOf(rollout);
  return rollout.status?.abort === true && comesIn && !isFirst;
}
