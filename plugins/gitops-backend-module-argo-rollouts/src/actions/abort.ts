import { unseenReason } from '../mapping/freshness';
import { Rollout } from '../schema';
import { ActionPlan, statusPatch, whyNothingComesIn } from './plan';

/** Back to the stable version, which Git does not declare. */
export function planAbort(rollout: Rollout): ActionPlan {
  const why = whyNothingComesIn(rollout);
  return why ? { why } : { patches: () => [statusPatch({ abort: true })] };
}

/** From the beginning, after an abort. */
export function planRetry(rollout: Rollout): ActionPlan {
  if (!rollout.status?.abort) return { why: 'It is not aborted.' };
  const why = unseenReason(rollout);
  return why ? { why } : { patches: () => [statusPatch({ abort: false })] };
}
