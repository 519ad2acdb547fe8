import { ConflictError } from '@backstage/errors';
import {
  RolloutActionId,
  rolloutActionIdSchema,
  RolloutStatus,
} from '@fairlead/backstage-plugin-gitops-common';
import { ObjectPatch } from '@fairlead/backstage-plugin-gitops-node';
import { planAbort, planRetry } from './actions/abort';
import { planPause, planResume } from './actions/pause';
import { ActionPlan } from './actions/plan';
import { planPromote, planPromoteFull } from './actions/promote';
import { planRestart } from './actions/restart';
import { parseRollout } from './parse';
import { Rollout } from './schema';

const plans: Record<RolloutActionId, (rollout: Rollout) => ActionPlan> = {
  promote: planPromote,
  'promote-full': planPromoteFull,
  pause: planPause,
  resume: planResume,
  abort: planAbort,
  retry: planRetry,
  restart: planRestart,
};

/** What a person may ask of the controller, with the reason where not now. */
export function offeredActions(rollout: Rollout): RolloutStatus['actions'] {
  return rolloutActionIdSchema.options.map(action => {
    const plan = planOf(action, rollout);
    return { action, ...('why' in plan && { why: plan.why }) };
  });
}

/** Throws ConflictError when the object's state forbids the action. */
export function prepareRolloutAction(
  action: RolloutActionId,
  options: { object: unknown; now: Date },
): ObjectPatch[] {
  const rollout = parseRollout(options.object);
  const plan = planOf(action, rollout);
  if ('why' in plan) throw new ConflictError(plan.why);
  const { apiVersion, kind, metadata } = rollout;
  return plan.patches(options.now).map(({ subresource, body }) => ({
    apiVersion,
    kind,
    plural: 'rollouts',
    namespace: metadata.namespace,
    name: metadata.name,
    ...(subresource && { subresource }),
    body,
  }));
}

function planOf(action: RolloutActionId, rollout: Rollout): ActionPlan {
  const { metadata } = rollout;
  return metadata.deletionTimestamp
    ? { why: `The Rollout ${metadata.name} is being deleted.` }
    : plans[action](rollout);
}
