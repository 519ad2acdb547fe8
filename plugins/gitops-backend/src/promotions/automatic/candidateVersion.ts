import {
  isSameVersion,
  isSynced,
  Version,
} from '@fairlead/backstage-plugin-gitops-common';
import { isAhead } from '../../services/isAhead';
import { versionOfTargets } from '../../services/compareEnvironments';
import { StoredTarget } from '../../targets/StoredTarget';

/**
 * What automatic promotion would bring from one environment to another; undefined when there is nothing to bring, or
 * when it can't be told for sure what runs.
 */
export function candidateVersion(options: {
  fromTargets: readonly StoredTarget[];
  toTargets: readonly StoredTarget[];
}): Version | undefined {
  const { fromTargets, toTargets } = options;
  if (fromTargets.length === 0 || toTargets.length === 0) return undefined;
  const all = [...fromTargets, ...toTargets];
  if (all.some(({ unreachable }) => unreachable)) return undefined;
  const isQuiet = fromTargets.every(
    ({ status }) =>
      isSynced(status) &&
      status.health.status === 'Healthy' &&
      status.operation?.phase !== 'Running',
  );
  if (!isQuiet) return undefined;
  const version = versionOfTargets(fromTargets);
  if (version.images.length === 0 && !version.chart) return undefined;
  const here = versionOfTargets(toTargets);
  // Nothing goes back by itself: to an older version somebody has to say so.
  return isSameVersion(version, here) || isAhead(here, version)
    ? undefined
    : version;
}
