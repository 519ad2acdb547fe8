import {
  TargetStatus,
  WavesPolicy,
} from '@fairlead/backstage-plugin-gitops-common';
import { minimatch } from 'minimatch';

/**
 * Which targets of an environment are promoted together, in order: ids, each in exactly one wave, no wave empty. The
 * same targets give the same waves, whatever their order. Without a rule all are one wave. Pure.
 */
export function splitIntoWaves(options: {
  targets: ReadonlyArray<{ id: string; status: TargetStatus }>;
  policy: Pick<WavesPolicy, 'percent' | 'clusters'> | undefined;
}): string[][] {
  const { targets, policy } = options;
  const ordered = [...targets].sort((a, b) => (a.id < b.id ? -1 : 1));
  const waves = policy?.clusters
    ? byClusters(ordered, policy.clusters)
    : byShares(ordered, policy?.percent ?? [100]);
  return waves
    .filter(wave => wave.length > 0)
    .map(wave => wave.map(({ id }) => id));
}

type Target = Parameters<typeof splitIntoWaves>[0]['targets'][number];

/** A target belongs to the first list that names its cluster; what none names comes last. */
function byClusters(
  targets: readonly Target[],
  lists: ReadonlyArray<readonly string[]>,
): Target[][] {
  const waves = [...lists, ['*']].map((): Target[] => []);
  for (const target of targets) {
    const names = clusterNames(target);
    const at = lists.findIndex(patterns =>
      patterns.some(pattern => names.some(name => minimatch(name, pattern))),
    );
    waves[at < 0 ? lists.length : at].push(target);
  }
  return waves;
}

/** The engine's own name of the cluster that is deployed to, or the cluster that the engine runs on. */
function clusterNames({ status }: Target): string[] {
  const { destination, object } = status;
  const { name, server } = destination;
  return name || (server && !destination.inCluster)
    ? [name, server].filter(each => each !== undefined)
    : [object.cluster];
}

/** Shares are rounded, but a wave is only left out when there are more waves than targets. */
function byShares(
  targets: readonly Target[],
  shares: readonly number[],
): Target[][] {
  const total = shares.reduce((sum, share) => sum + share, 0);
  let promised = 0;
  let done = 0;
  return shares.map((share, index) => {
    promised += share;
    const later = shares.length - 1 - index;
    const most = later === 0 ? targets.length : targets.length - later;
    const fair = Math.round((targets.length * promised) / total);
    const end = Math.max(done + 1, Math.min(fair, most));
    const wave = targets.slice(done, later === 0 ? targets.length : end);
    done = end;
    return wave;
  });
}
