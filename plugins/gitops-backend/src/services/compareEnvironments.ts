import {
  Comparison,
  Version,
  versionLabel,
} from '@fairlead/backstage-plugin-gitops-common';
import { StoredTarget } from '../targets/StoredTarget';

/** What an environment runs, as one version: the images of all of its targets, each once. */
export function versionOfTargets(targets: readonly StoredTarget[]): Version {
  const images = new Map(
    targets
      .flatMap(target => target.status.version.images)
      .map(image => [`${image.name}:${image.tag}@${image.digest}`, image]),
  );
  const chart = targets.find(target => target.status.version.chart)?.status
    .version.chart;
  return { images: [...images.values()], ...(chart && { chart }) };
}

/** How far the environment with `to` is behind the one named `from`, which it takes its versions from. */
export function compareEnvironments(options: {
  from: string;
  fromTargets: readonly StoredTarget[];
  toTargets: readonly StoredTarget[];
}): Comparison {
  const { from, fromTargets, toTargets } = options;
  const before = versionOfTargets(fromTargets);
  const here = versionOfTargets(toTargets);
  const beforeLabel = versionLabel(before);
  const hereLabel = versionLabel(here);
  if (!beforeLabel || !hereLabel) {
    return { from, relation: 'unknown', summary: '' };
  }
  return isSame(before, here)
    ? { from, relation: 'same', summary: beforeLabel }
    : { from, relation: 'behind', summary: `${hereLabel} → ${beforeLabel}` };
}

// Only images that both have are compared: a sidecar in one environment is no version difference.
function isSame(a: Version, b: Version): boolean {
  const shared = new Set(
    a.images
      .map(image => image.name)
      .filter(name => b.images.some(image => image.name === name)),
  );
  if (shared.size === 0) return versionLabel(a) === versionLabel(b);
  const key = (version: Version) =>
    version.images
      .filter(image => shared.has(image.name))
      // A tag names a digest, so a digest only counts where there is no tag.
      .map(image => `${image.name}:${image.tag ?? image.digest}`)
      .sort()
      .join('\n');
  return key(a) === key(b);
}
