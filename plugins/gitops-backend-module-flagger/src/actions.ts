import { ConflictError, NotImplementedError } from '@backstage/errors';
import {
  RolloutActionId,
  RolloutStatus,
} from '@fairlead/backstage-plugin-gitops-common';
import { ObjectPatch } from '@fairlead/backstage-plugin-gitops-node';
import { parseCanary } from './parse';
import { Canary } from './schema';

/**
 * What a person may ask of Flagger, with the reason where not now.
 *
 * @remarks
 * Flagger has no field to promote, abort, try again or restart. `spec.skipAnalysis` would promote, but it is no verb:
 * it stays set, so that every version after this one goes live unchecked and past its gates. Who wants that says so
 * in Git.
 */
export function offeredActions({
  metadata,
  spec,
}: Canary): RolloutStatus['actions'] {
  const deleting =
    metadata.deletionTimestamp &&
    `The Canary ${metadata.name} is being deleted.`;
  const pause =
    deleting || (spec.suspend && `The Canary ${metadata.name} is suspended.`);
  const resume =
    deleting ||
    (!spec.suspend && `The Canary ${metadata.name} is not suspended.`);
  return [
    { action: 'pause', ...(pause && { why: pause }) },
    { action: 'resume', ...(resume && { why: resume }) },
  ];
}

const instead: Partial<Record<RolloutActionId, string>> = {
  promote: 'open the gate that it waits for where that gate is kept',
  'promote-full':
    'set spec.skipAnalysis in Git, and take it away again afterwards',
  abort: 'roll back in Git',
  retry: 'change the pod template in Git',
  restart: 'change the pod template in Git',
};

/**
 * Throws ConflictError when the object's state forbids the action, NotImplementedError for actions that Flagger does
 * not have.
 */
export function prepareCanaryAction(
  action: RolloutActionId,
  options: { object: unknown },
): ObjectPatch[] {
  const canary = parseCanary(options.object);
  const offered = offeredActions(canary).find(each => each.action === action);
  if (!offered) {
    throw new NotImplementedError(
      `Flagger can't be asked to ${action.replace('-', ' ')}: ${instead[action]}.`,
    );
  }
  if (offered.why) throw new ConflictError(offered.why);
  const { apiVersion, kind, metadata } = canary;
  return [
    {
      apiVersion,
      kind,
      plural: 'canaries',
      namespace: metadata.namespace,
      name: metadata.name,
      body: { spec: { suspend: action === 'pause' } },
    },
  ];
}
