import {
  HealthStatus,
  ManagedGate,
  ManagedStage,
} from '@fairlead/backstage-plugin-gitops-common';
import { Branch } from '../schema';

const states: Record<string, ManagedGate['state']> = {
  success: 'passed',
  pending: 'waiting',
  failure: 'failed',
};

/** The commit statuses of a branch. One that has not been told yet is not there. */
export function gatesOf(branch: Branch): ManagedGate[] {
  return (branch?.commitStatuses ?? []).flatMap(
    ({ key, phase, description, url }) =>
      key
        ? [
            {
              name: key,
              state: states[phase ?? ''] ?? 'unknown',
              ...(description && { message: description }),
              ...(url && { url }),
            },
          ]
        : [],
  );
}

const healths: Record<ManagedGate['state'], HealthStatus> = {
  passed: 'Healthy',
  waiting: 'Progressing',
  failed: 'Degraded',
  unknown: 'Unknown',
};

/** Health of an environment: the worst that the commit statuses of what is active there say. */
export function environmentHealth(branch: Branch): ManagedStage['health'] {
  const gates = gatesOf(branch);
  const worst =
    gates.find(({ state }) => state === 'failed') ??
    gates.find(({ state }) => state === 'unknown') ??
    gates.find(({ state }) => state === 'waiting') ??
    gates[0];
  if (!worst) return { status: 'Unknown' };
  const { state, name, message } = worst;
  return {
    status: healths[state],
    ...(state !== 'passed' && {
      message: message ? `${name}: ${message}` : name,
    }),
  };
}
