import {
  isSynced,
  TargetStatus,
} from '@fairlead/backstage-plugin-gitops-common';
import { StoredTarget } from '../targets/StoredTarget';
import { LaneClock, LaneState, LaneStep, NewDeployment } from './Lane';
import { Picture, pictureOf } from './pictureOf';
import { liveKey, sameVersionLive } from './sameVersionLive';

/** What has looked half done for so long is how it is meant to be. */
export const lastingMs = 60 * 60_000;

type ClearPicture = Exclude<Picture, { kind: 'unclear' }>;

/**
 * What a look at a lane leads to: a version became live, what runs is proven, or nothing but the passing of time.
 *
 * @remarks
 * A version has become live when all targets run it and none runs what was there before. Until then, and while a
 * target can't be seen, what ran goes on running in the log. It is proven when all targets have been synced, healthy
 * and at rest without interruption for the settle time; an interruption that nobody saw shows in the times that
 * engines give. Time in which a target can't be seen never counts. What a promotion has found bad is not proven by
 * being healthy.
 */
export function nextDeployments(options: {
  current: LaneState;
  targets: readonly StoredTarget[];
  now: Date;
  settleMs: number;
}): LaneStep {
  const { current, targets, now, settleMs } = options;
  const { running } = current;
  const picture = pictureOf({ targets, running });
  if (picture.kind === 'unclear') return {};

  const changed =
    !running || !sameVersionLive(running.version, picture.version);
  const clock = clockAt({
    before: current.clock,
    key: liveKey(changed ? picture.version : running.version),
    targets,
    picture,
    now,
  });
  if (picture.kind !== 'whole' && !hasLasted({ picture, clock, now })) {
    return { clock };
  }
  if (!changed && (running.verifiedAt || running.failure)) return {};

  const begins = changed
    ? newDeployment({ picture, targets, now, isFirst: !running })
    : undefined;
  const settledAt = clock.steadySince
    ? Date.parse(clock.steadySince) + settleMs
    : undefined;
  const isSettled = settledAt !== undefined && settledAt <= now.getTime();
  return {
    ...(begins && { begins }),
    clock,
    ...(isSettled && { verifiedAt: now.toISOString() }),
    ...(settledAt !== undefined &&
      !isSettled && { lookAgainAt: new Date(settledAt) }),
  };
}

function clockAt(options: {
  before: LaneClock | undefined;
  key: string;
  targets: readonly StoredTarget[];
  picture: ClearPicture;
  now: Date;
}): LaneClock {
  const { key, targets, picture, now } = options;
  const before = options.before?.key === key ? options.before : undefined;
  const at = now.toISOString();
  const since = before?.since ?? at;
  if (!picture.steady) return { key, since };
  const moments = targets
    .flatMap(({ status }) => [
      status.health.since,
      status.operation?.finishedAt,
    ])
    .map(moment => Date.parse(moment ?? ''))
    .filter(moment => moment <= now.getTime());
  const steadySince = Math.max(
    Date.parse(before?.steadySince ?? at),
    ...moments,
  );
  return { key, since, steadySince: new Date(steadySince).toISOString() };
}

function hasLasted(options: {
  picture: ClearPicture;
  clock: LaneClock;
  now: Date;
}): boolean {
  const { picture, clock, now } = options;
  const since = picture.kind === 'mixed' ? clock.steadySince : clock.since;
  return since !== undefined && now.getTime() - Date.parse(since) >= lastingMs;
}

function newDeployment(options: {
  picture: ClearPicture;
  targets: readonly StoredTarget[];
  now: Date;
  isFirst: boolean;
}): NewDeployment {
  const { picture, targets, now, isFirst } = options;
  const statuses = targets.map(({ status }) => status);
  return {
    version: picture.version,
    revisions: [...new Set(statuses.flatMap(commitsOf))],
    startedAt: (isFirst && toldStart(statuses, now)) || now.toISOString(),
    imageTargets: targets
      .filter(({ status }) => status.version.images.length > 0)
      .map(({ id }) => id),
  };
}

function commitsOf({ sources, revisions }: TargetStatus): string[] {
  return sources.flatMap((source, index) =>
    source.chart
      ? []
      : [revisions.live[index] || revisions.desired[index] || ''].filter(
          Boolean,
        ),
  );
}

/** Since when at the latest, by what the engines remember, everything has run as it does now. */
function toldStart(
  statuses: readonly TargetStatus[],
  now: Date,
): string | undefined {
  const moments = statuses.flatMap(status => {
    const { health, history } = status;
    const deployedAt = history[0]?.deployedAt ?? '';
    return [
      isSynced(status) ? Date.parse(deployedAt) : NaN,
      Date.parse(health.since ?? deployedAt),
    ];
  });
  const latest = Math.max(...moments);
  return latest <= now.getTime() ? new Date(latest).toISOString() : undefined;
}
