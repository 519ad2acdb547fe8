import {
  DriftEntry,
  isPushed,
  ResourceRef,
  TargetStatus,
} from '@fairlead/backstage-plugin-gitops-common';
import { ManagedResource } from '@fairlead/backstage-plugin-gitops-node';

/** A resource that is to be looked at. */
export interface Candidate extends DriftEntry {
  version?: string;
  /** The engine says so itself, so it is shown even where no field is found. */
  reported: boolean;
}

/** No more are read for one question. */
const mostLooked = 40;

/** Kinds that people change by hand, the likeliest first; the rest are jobs, definitions and what controllers make. */
const kinds = [
  'apps/Deployment',
  'argoproj.io/Rollout',
  'apps/StatefulSet',
  'apps/DaemonSet',
  'batch/CronJob',
  '/ConfigMap',
  'autoscaling/HorizontalPodAutoscaler',
  '/Service',
  'networking.k8s.io/Ingress',
  '/Secret',
  'gateway.networking.k8s.io/HTTPRoute',
  'policy/PodDisruptionBudget',
  'networking.k8s.io/NetworkPolicy',
  '/ServiceAccount',
  'rbac.authorization.k8s.io/Role',
  'rbac.authorization.k8s.io/RoleBinding',
  '/PersistentVolumeClaim',
  '/Namespace',
];

/**
 * What may have drifted: what the engine says or, where it keeps no account of drift, what it has applied of the
 * kinds that people change. `left`: how many of those are too many to be looked at.
 */
export function candidatesOf(options: {
  status: Pick<TargetStatus, 'engine' | 'object' | 'drift' | 'sync'>;
  managed: readonly ManagedResource[] | undefined;
}): { candidates: Candidate[]; left: number } {
  const { status, managed = [] } = options;
  const reported = status.drift.map(entry => ({
    ...entry,
    ...versionOf(entry, managed),
    reported: true,
  }));
  if (!keepsNoAccount(status)) return { candidates: reported, left: 0 };
  const known = new Set(reported.map(resourceKey));
  const likely = managed
    .map(each => ({ each, rank: kinds.indexOf(`${each.group}/${each.kind}`) }))
    .filter(({ each, rank }) => rank >= 0 && !known.has(resourceKey(each)))
    .sort((a, b) => a.rank - b.rank)
    .map(({ each: { group, kind, namespace, name, version } }) => ({
      group,
      kind,
      name,
      ...(namespace && { namespace }),
      ...(version && { version }),
      difference: 'changed' as const,
      reported: false,
    }));
  return {
    candidates: [...reported, ...likely.slice(0, mostLooked)],
    left: Math.max(0, likely.length - mostLooked),
  };
}

/** Whether nobody says that there was drift: the engine corrects it in silence, or there is no engine. */
export function keepsNoAccount({
  engine,
  object,
  sync,
}: Pick<TargetStatus, 'engine' | 'object' | 'sync'>): boolean {
  return (
    isPushed({ sync }) || (engine === 'flux' && object.kind === 'Kustomization')
  );
}

/** Tells resources apart. */
export function resourceKey({ group, kind, namespace, name }: ResourceRef) {
  return [group, kind, namespace ?? '', name].join('/');
}

function versionOf(
  entry: DriftEntry,
  managed: readonly ManagedResource[],
): { version?: string } {
  const key = resourceKey(entry);
  const found = managed.find(each => resourceKey(each) === key);
  return found?.version ? { version: found.version } : {};
}
