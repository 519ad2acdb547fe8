import {
  isSynced,
  isUnderWay,
  isUnfinished,
  Version,
} from '@fairlead/backstage-plugin-gitops-common';
import { versionOfTargets } from '../services/compareEnvironments';
import { StoredTarget } from '../targets/StoredTarget';
import { RunningDeployment } from './Lane';
import { sameVersionLive } from './sameVersionLive';

/** What the targets of a lane show together. */
export type Picture =
  /** Not all of them can be seen, or they run different versions. */
  | { kind: 'unclear' }
  /**
   * `mixed`: a target runs more versions of an image than before, old and new side by side. `moving`: a part of what
   * runs has changed, and the rest may follow.
   */
  | { kind: 'mixed' | 'moving'; version: Version; steady: boolean }
  /** All of them run one version. `steady`: synced, healthy, and nothing is under way. */
  | { kind: 'whole'; version: Version; steady: boolean };

const busy: ReadonlySet<string> = new Set([
  'Running',
  'Terminating',
  'WaitingRetry',
]);

/** Looks at the targets of a lane, and at what ran there before. Pure. */
export function pictureOf(options: {
  targets: readonly StoredTarget[];
  running: RunningDeployment | undefined;
}): Picture {
  const { targets, running } = options;
  const telling = targets.filter(
    ({ status }) => status.version.images.length > 0 || status.version.chart,
  );
  if (
    telling.length === 0 ||
    !targets.every(isSeen) ||
    targets.some(target => hasFallenSilent(target, running)) ||
    disagree(telling)
  ) {
    return { kind: 'unclear' };
  }
  const version = versionOfTargets(telling);
  const steady = targets.every(isSteady);
  const before: Parts = running ? partsOf(running.version) : new Map();
  const now = partsOf(version);
  const shared = [...now.keys()].filter(name => before.has(name));
  const relevant = shared.length > 0 ? shared : [...now.keys()];

  const countOf = (parts: Parts, name: string) => parts.get(name)?.size ?? 0;
  if (
    relevant.some(
      name => countOf(now, name) > Math.max(countOf(before, name), 1),
    )
  ) {
    return { kind: 'mixed', version, steady };
  }
  const atRest = targets.every(isAtRest);
  const changed = !running || !sameVersionLive(running.version, version);
  const partly =
    !running ||
    shared.some(name => isSubset(before.get(name), now.get(name) ?? new Set()));
  if (changed && partly && !atRest) return { kind: 'moving', version, steady };
  return { kind: 'whole', version, steady };
}

type Parts = ReadonlyMap<string, ReadonlySet<string>>;

/** Versions by image and chart. */
function partsOf({ images, chart }: Version): Parts {
  const parts = new Map<string, Set<string>>();
  for (const { name, tag, digest } of images) {
    const versions = parts.get(name) ?? new Set();
    parts.set(name, versions.add(tag ?? digest ?? ''));
  }
  if (chart) parts.set(`chart ${chart.name}`, new Set([chart.version]));
  return parts;
}

function isSeen({ unreachable, status }: StoredTarget): boolean {
  return !unreachable && !status.stale && !status.deletingSince;
}

/** It may run anything, or nothing: an engine lists images of pods, and there are none. */
function hasFallenSilent(
  { id, status }: StoredTarget,
  running: RunningDeployment | undefined,
): boolean {
  return (
    status.version.images.length === 0 &&
    running !== undefined &&
    running.imageTargets.includes(id)
  );
}

/** Two targets run different versions of one image. One that runs a part of what another one runs does not disagree. */
function disagree(targets: readonly StoredTarget[]): boolean {
  const all = targets.map(({ status }) => partsOf(status.version));
  const names = new Set(all.flatMap(parts => [...parts.keys()]));
  return [...names].some(name => {
    const sets = all
      .flatMap(parts => parts.get(name) ?? [])
      .sort((a, b) => a.size - b.size);
    return sets.some(
      (set, index) => index > 0 && !isSubset(sets[index - 1], set),
    );
  });
}

function isSubset(
  part: ReadonlySet<string> | undefined,
  whole: ReadonlySet<string>,
): boolean {
  return [...(part ?? [])].every(each => whole.has(each));
}

function isSteady({ status, rollouts = [] }: StoredTarget): boolean {
  const { operation, conditions, health } = status;
  return (
    rollouts.every(each => !isUnfinished(each) && !each.stale) &&
    isSynced(status) &&
    health.status === 'Healthy' &&
    !busy.has(operation?.phase ?? '') &&
    operation?.phase !== 'Failed' &&
    operation?.phase !== 'Error' &&
    !conditions.some(
      ({ severity, concerns }) => severity === 'error' && concerns !== 'health',
    )
  );
}

function isAtRest({ status, rollouts = [] }: StoredTarget): boolean {
  const { operation, health } = status;
  return (
    !rollouts.some(isUnderWay) &&
    !busy.has(operation?.phase ?? '') &&
    health.status !== 'Progressing' &&
    health.status !== 'Missing'
  );
}
