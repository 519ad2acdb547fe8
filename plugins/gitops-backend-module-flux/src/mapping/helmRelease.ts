import {
  HistoryEntry,
  TargetStatus,
} from '@fairlead/backstage-plugin-gitops-common';
import { HelmRelease } from '../schema';
import { conditionOf, isTrue } from './conditions';
import { FluxState } from './FluxState';
import { isBehind } from './freshness';
import { mapHealth } from './health';
import { mapDrift } from './inventory';
import { MappedSource } from './sources';

/** Helm revisions that were live at some time. */
const wasLive = ['deployed', 'superseded'];
/** The chart was installed; what is wrong came after. */
const afterRelease = ['TestFailed'];

export function mapHelmRelease(
  release: HelmRelease,
  mapped: MappedSource,
): FluxState {
  const { spec, status } = release;
  const { source, desired } = mapped;
  const [last] = status?.history ?? [];
  const deployed = status?.history?.find(each => each.status === 'deployed');
  const isChart = source.path === undefined;
  const attempted = status?.lastAttemptedRevision ?? '';
  const chartName = deployed?.chartName ?? source.chart;
  const noWait =
    last && last.version !== 1
      ? spec.upgrade?.disableWait
      : spec.install?.disableWait;
  return {
    sync: syncOf(release, mapped),
    health: mapHealth(release, {
      wasHealthy: deployed !== undefined && !isTrue(release, 'Stalled'),
    }),
    version: {
      images: [],
      ...(deployed &&
        chartName && {
          chart: {
            name: chartName,
            version: deployed.chartVersion ?? '',
            ...(source.repoUrl && { repository: source.repoUrl }),
          },
        }),
    },
    revisions: {
      desired: [isChart ? (mapped.chartVersion ?? attempted) : desired],
      // Of a chart in Git, Helm keeps the version and not the commit.
      live: [isChart ? (deployed?.chartVersion ?? '') : ''],
      ...(isChart &&
        attempted &&
        attempted !== deployed?.chartVersion &&
        isTrue(release, 'Reconciling') && { deploying: [attempted] }),
    },
    autoSync: {
      enabled: !spec.suspend,
      prune: true,
      selfHeal: spec.driftDetection?.mode === 'enabled',
    },
    drift: mapDrift(release),
    history: historyOf(release, isChart),
    unknown: [
      ...(noWait && isTrue(release, 'Ready')
        ? [
            'Helm does not wait for what this release deploys (disableWait): healthy means that it could be applied.',
          ]
        : []),
    ],
    ...(status?.failures && { retryCount: status.failures }),
  };
}

function syncOf(
  release: HelmRelease,
  { chartDigest, chartVersion }: MappedSource,
): TargetStatus['sync'] {
  const ready = conditionOf(release, 'Ready');
  const { status } = release;
  if (!ready) return { status: 'Unknown' };
  if (isBehind(release) || isTrue(release, 'Drifted')) {
    return { status: 'OutOfSync' };
  }
  const [last] = status?.history ?? [];
  // At the first installation, the condition is written before the rest.
  if (!last && status?.observedGeneration === -1) {
    return { status: 'OutOfSync' };
  }
  if (chartDigest && last?.ociDigest && chartDigest !== last.ociDigest) {
    return { status: 'OutOfSync' };
  }
  const wanted = chartVersion || status?.lastAttemptedRevision;
  if (last && wanted && !isSameChart(last.chartVersion ?? '', wanted)) {
    return { status: 'OutOfSync' };
  }
  const values = status?.lastAttemptedConfigDigest;
  if (values && last?.configDigest && values !== last.configDigest) {
    return { status: 'OutOfSync' };
  }
  if (ready.status === 'True') return { status: 'Synced' };
  const released = last?.status === 'deployed';
  return afterRelease.includes(ready.reason ?? '') && released
    ? { status: 'Synced' }
    : { status: 'OutOfSync' };
}

// Helm knows a chart of an OCI artifact by its version alone where the chart's own version has no build metadata.
function isSameChart(live: string, wanted: string): boolean {
  const base = (version: string) => version.split('+')[0];
  const bothNameBuilds = live.includes('+') && wanted.includes('+');
  return bothNameBuilds ? live === wanted : base(live) === base(wanted);
}

function historyOf(release: HelmRelease, isChart: boolean): HistoryEntry[] {
  return (release.status?.history ?? []).flatMap(entry =>
    wasLive.includes(entry.status ?? '') && entry.lastDeployed
      ? [
          {
            id: `${entry.version ?? 0}`,
            revisions: [isChart ? (entry.chartVersion ?? '') : ''],
            deployedAt: entry.lastDeployed,
          },
        ]
      : [],
  );
}
