import {
  HistoryEntry,
  TargetStatus,
} from '@fairlead/backstage-plugin-gitops-common';
import { Kustomization } from '../schema';
import { conditionOf, isTrue } from './conditions';
import { FluxState } from './FluxState';
import { isBehind } from './freshness';
import { mapHealth } from './health';
import { revisionHash } from './revisionHash';
import { MappedSource } from './sources';

const succeeded = 'ReconciliationSucceeded';

export function mapKustomization(
  kustomization: Kustomization,
  { desired }: MappedSource,
): FluxState {
  const { spec, status } = kustomization;
  const live = revisionHash(status?.lastAppliedRevision);
  const attempted = revisionHash(status?.lastAttemptedRevision);
  const ready = conditionOf(kustomization, 'Ready');
  const deploying = attempted && attempted !== live ? [attempted] : undefined;
  const checks = Boolean(
    spec.wait || spec.healthChecks?.length || spec.healthCheckExprs?.length,
  );
  const sync = syncOf(kustomization, desired || attempted || live);
  const [last] = status?.history ?? [];
  return {
    sync,
    health: mapHealth(kustomization, {
      wasHealthy: isTrue(kustomization, 'Healthy'),
    }),
    version: { images: imagesOf(kustomization, sync) },
    revisions: {
      desired: [desired || attempted || live],
      live: [live],
      ...(deploying && isTrue(kustomization, 'Reconciling') && { deploying }),
    },
    autoSync: {
      enabled: !spec.suspend,
      prune: spec.prune ?? false,
      // Each time that it looks, Flux applies what Git says.
      selfHeal: true,
    },
    drift: [],
    history: historyOf(kustomization),
    unknown:
      checks || ready?.status !== 'True'
        ? []
        : [
            'Flux does not check the health of what this Kustomization applies, because it has neither wait nor healthChecks: healthy means that it could be applied.',
          ],
    ...laterOf(last?.lastReconciled, ready?.lastTransitionTime),
  };
}

function syncOf(
  kustomization: Kustomization,
  desired: string,
): TargetStatus['sync'] {
  const { status } = kustomization;
  const live = revisionHash(status?.lastAppliedRevision);
  const attempted = revisionHash(status?.lastAttemptedRevision);
  const ready = conditionOf(kustomization, 'Ready');
  if (!ready || (!live && !attempted)) return { status: 'Unknown' };
  if (isBehind(kustomization)) return { status: 'OutOfSync' };
  // Health is checked after everything was applied; only then the revision is written to the status.
  const healthOnly =
    ready.reason === 'HealthCheckFailed' ||
    (isTrue(kustomization, 'Reconciling') &&
      conditionOf(kustomization, 'Healthy')?.status === 'Unknown');
  const applied = healthOnly ? attempted : live;
  const failed = ready.status === 'False' && !healthOnly;
  const underWay = ready.status === 'Unknown' && !healthOnly;
  return applied === desired && !failed && !(underWay && attempted !== live)
    ? { status: 'Synced' }
    : { status: 'OutOfSync' };
}

// What the object itself sets, once it was applied. What is in the files and in the cluster, it does not tell.
function imagesOf(
  { spec }: Kustomization,
  sync: TargetStatus['sync'],
): FluxState['version']['images'] {
  if (sync.status !== 'Synced') return [];
  return (spec.images ?? []).flatMap(({ name, newName, newTag, digest }) =>
    name && (newTag || digest)
      ? [
          {
            name: newName || name,
            ...(newTag && { tag: newTag }),
            ...(digest && { digest }),
          },
        ]
      : [],
  );
}

function historyOf({ status }: Kustomization): HistoryEntry[] {
  return (status?.history ?? []).flatMap(entry =>
    entry.lastReconciledStatus === succeeded && entry.firstReconciled
      ? [
          {
            id: entry.digest ?? entry.firstReconciled,
            revisions: [revisionHash(entry.metadata?.revision)],
            deployedAt: entry.firstReconciled,
          },
        ]
      : [],
  );
}

function laterOf(
  ...times: Array<string | null | undefined>
): Pick<FluxState, 'reconciledAt'> {
  const [latest] = times
    .flatMap(time => (time && Date.parse(time) > 0 ? [time] : []))
    .sort((a, b) => Date.parse(b) - Date.parse(a));
  return latest ? { reconciledAt: latest } : {};
}
