import {
  imageVersion,
  isSynced,
  isUnfinished,
} from '@fairlead/backstage-plugin-gitops-common';
import { GateTarget } from '@fairlead/backstage-plugin-gitops-node';

/**
 * Why a target can't vouch for the version that it runs, in one sentence; undefined when it can: it is read, at rest,
 * what Git says, and healthy.
 */
export function targetTrouble(target: GateTarget): string | undefined {
  const { status, unreachable } = target;
  const { name } = status.object;
  if (unreachable) {
    return `${name} can't be read since ${unreachable.since}: ${unreachable.message}.`;
  }
  if (status.deletingSince) return `${name} is being deleted.`;
  if (status.stale) {
    return `The status of ${name} may be old: ${status.stale}.`;
  }
  return (
    operationTrouble(target) ??
    driftTrouble(target) ??
    healthTrouble(target) ??
    rolloutTrouble(target)
  );
}

function operationTrouble({ status }: GateTarget): string | undefined {
  const { object, operation } = status;
  switch (operation?.phase) {
    case 'Running':
    case 'Terminating':
    case 'WaitingRetry':
      return `${object.name} is syncing.`;
    case 'Failed':
    case 'Error':
      return `The last sync of ${object.name} failed${because(operation.failures?.[0] ?? operation.message)}.`;
    default:
      return undefined;
  }
}

function driftTrouble({ status }: GateTarget): string | undefined {
  const { object, sync, drift, conditions } = status;
  if (!isSynced(status) || drift.length > 0) {
    const [first] = drift;
    const more = drift.length > 1 ? ` and ${drift.length - 1} more` : '';
    return first
      ? `What runs in ${object.name} is not what Git says: ${first.kind} ${first.name}${more} ${drift.length > 1 ? 'differ' : 'differs'}.`
      : `${object.name} is ${sync.status}, so what runs may not be what Git says.`;
  }
  const error = conditions.find(
    ({ severity, concerns }) => severity === 'error' && concerns !== 'health',
  );
  return error && `${object.name} reports ${error.type}: ${error.message}.`;
}

function healthTrouble({ status }: GateTarget): string | undefined {
  const { object, health, conditions } = status;
  if (health.status === 'Healthy') return undefined;
  const condition = conditions.find(({ severity }) => severity === 'error');
  return `${object.name} is ${health.status}${because(condition?.message ?? health.message)}.`;
}

/** A rollout shows both versions of an image for as long as it goes on. */
function rolloutTrouble({
  status,
  rollouts = [],
}: GateTarget): string | undefined {
  const { object, version } = status;
  const stale = rollouts.find(each => each.stale);
  if (stale) {
    return `The status of the rollout ${stale.object.name} of ${object.name} may be old${because(stale.stale)}.`;
  }
  const rollout = rollouts.find(isUnfinished);
  if (rollout) {
    return `The rollout ${rollout.object.name} of ${object.name} is ${rollout.phase}${because(rollout.message)}.`;
  }
  for (const { name } of version.images) {
    const tags = version.images
      .filter(image => image.name === name)
      .map(imageVersion);
    const distinct = [...new Set(tags)];
    if (distinct.length > 1) {
      return `${object.name} is rolling out: it runs ${distinct.join(' and ')} of ${name}.`;
    }
  }
  return undefined;
}

function because(words: string | undefined): string {
  return words ? `: ${words.replace(/[.\s]+$/, '')}` : '';
}
