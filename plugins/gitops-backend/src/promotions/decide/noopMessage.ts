import {
  Version,
  versionLabel,
} from '@fairlead/backstage-plugin-gitops-common';
import { sameVersionLive } from '../../deployments/sameVersionLive';
import { StoredTarget } from '../../targets/StoredTarget';
import { explainTarget } from './explainTarget';

/** Why there is nothing to change, and whether what Git has is what runs, and well: nobody follows that any further. */
export function noopMessage(options: {
  /** Of the environment, as people call it. */
  title: string;
  version: Version;
  targets: ReadonlyArray<Pick<StoredTarget, 'status' | 'unreachable'>>;
}): string {
  const { title, version, targets } = options;
  const nothing = `Nothing to change: Git has this version for ${title} already.`;
  if (targets.length === 0) return nothing;
  const troubles = targets.flatMap(target => troubleOf(target, version) ?? []);
  const [first, ...others] = troubles;
  if (!first) return `${nothing} It is live and healthy there.`;
  const more = others.length > 0 ? ` (and ${others.length} more)` : '';
  return `${nothing} But ${first}${more}.`;
}

function troubleOf(
  target: Pick<StoredTarget, 'status' | 'unreachable'>,
  wanted: Version,
): string | undefined {
  const { status, unreachable } = target;
  const { object, sync, health, operation, stale, version } = status;
  const { name } = object;
  if (unreachable) {
    return `${name} can't be read since ${unreachable.since}, so it is not known whether it is live`;
  }
  const why = explainTarget(status);
  const because = why ? `: ${why}` : '';
  if (stale) return `what ${name} shows may be old`;
  if (operation?.phase === 'Running') return `${name} is still syncing`;
  // Only charts that are promoted would say something, and those show in whether it is synced.
  if (!sameVersionLive(version, wanted, { charts: false })) {
    return `${name} runs ${versionLabel(version)} instead of ${versionLabel(wanted)}${because}`;
  }
  if (sync.status !== 'Synced') return `${name} is ${sync.status}${because}`;
  return health.status === 'Healthy'
    ? undefined
    : `${name} is ${health.status}${because}`;
}
