import { hashesOf } from '../mapping/hashes';
import { Rollout } from '../schema';
import { ActionPlan, specPatch } from './plan';

/** Not on by itself until it is resumed; also ahead of the next version. */
export function planPause(rollout: Rollout): ActionPlan {
  const { spec, status } = rollout;
  if (spec.paused) return { why: 'It is paused.' };
  if (status?.abort && hashesOf(rollout).comesIn) {
    return { why: 'It is aborted, so there is nothing to pause.' };
  }
  return { patches: () => [specPatch({ paused: true })] };
}

export function planResume({ spec, status }: Rollout): ActionPlan {
  if (spec.paused) return { patches: () => [specPatch({ paused: false })] };
  return {
    why: status?.pauseConditions?.length
      ? 'Nobody has paused it: it has come to a pause by itself. Promote it.'
      : 'It is not paused.',
  };
}
