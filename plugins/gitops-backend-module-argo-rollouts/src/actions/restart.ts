import { isRestarting } from '../mapping/computedPhase';
import { invalidReason } from '../parse';
import { Rollout } from '../schema';
import { kubeTime } from '../times';
import { ActionPlan, specPatch } from './plan';

/** New pods in place of those that are there, of the same versions. */
export function planRestart(rollout: Rollout): ActionPlan {
  if (invalidReason(rollout)) {
    return { why: 'Its spec is not valid, so the controller does nothing.' };
  }
  return isRestarting(rollout)
    ? { why: 'Its pods are being restarted.' }
    : { patches: now => [specPatch({ restartAt: kubeTime(now) })] };
}
