import {
  Condition,
  DriftEntry,
} from '@fairlead/backstage-plugin-gitops-common';
import { ApplicationStatus } from '../schema';

type Resources = ApplicationStatus['resources'];

/** Resources whose live state differs from Git. Hooks have no sync status and never count. */
export function mapDrift(resources: Resources): DriftEntry[] {
  return (resources ?? [])
    .filter(resource => resource.status === 'OutOfSync' && !resource.hook)
    .map(resource => ({
      group: resource.group ?? '',
      kind: resource.kind ?? '',
      ...(resource.namespace && { namespace: resource.namespace }),
      name: resource.name ?? '',
      difference: differenceOf(resource),
    }));
}

function differenceOf(
  resource: NonNullable<Resources>[number],
): DriftEntry['difference'] {
  if (resource.requiresPruning) return 'extra';
  return resource.health?.status === 'Missing' ? 'missing' : 'changed';
}

/** Conditions of the application, and what its unhealthy resources say where the controller stores that. */
export function mapConditions(status: ApplicationStatus): Condition[] {
  const own = (status.conditions ?? []).map(condition => ({
    type: condition.type ?? 'Unknown',
    severity: severityOf(condition.type ?? ''),
    message: condition.message ?? '',
    ...(condition.lastTransitionTime && {
      since: condition.lastTransitionTime,
    }),
  }));
  const ofResources = (status.resources ?? [])
    .filter(resource => resource.health?.status === 'Degraded')
    .map(resource => ({
      type: 'ResourceDegraded',
      severity: 'error' as const,
      concerns: 'health' as const,
      message: [
        `${resource.kind ?? 'Resource'} ${resource.name ?? ''} is degraded`,
        resource.health?.message,
      ]
        .filter(Boolean)
        .join(': '),
    }));
  const hydration = status.sourceHydrator?.currentOperation;
  const ofHydrator =
    hydration?.phase === 'Failed'
      ? [
          {
            type: 'HydrationFailed',
            severity: 'error' as const,
            message: hydration.message ?? 'the source could not be hydrated',
          },
        ]
      : [];
  return [...own, ...ofResources, ...ofHydrator];
}

// `…Error` and `…Warning` are the two families of Argo CD's condition types.
function severityOf(type: string): Condition['severity'] {
  if (type.endsWith('Error')) return 'error';
  return type.endsWith('Warning') ? 'warning' : 'info';
}
