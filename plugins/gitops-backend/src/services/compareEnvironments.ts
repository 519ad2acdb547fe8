import {
  Comparison,
  Image,
  isSameVersion,
  Version,
  versionLabel,
} from '@fairlead/backstage-plugin-gitops-common';
import { StoredTarget } from '../targets/StoredTarget';
import { isAhead } from './isAhead';

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
  if (!versionLabel(before) || !versionLabel(here)) {
    return { from, relation: 'unknown', summary: '' };
  }
  if (isSameVersion(before, here)) {
    const charts = chartsApart(here, before);
    return charts
      ? { from, relation: 'behind', summary: charts }
      : { from, relation: 'same', summary: versionLabel(before) };
  }
  const old = versionLabel(without(here, before));
  const next = versionLabel(without(before, here));
  return isAhead(here, before)
    ? { from, relation: 'ahead', summary: `${old}, not ${next}` }
    : { from, relation: 'behind', summary: `${old} → ${next}` };
}

/** The same images may come with another version of their chart. Undefined where that is the same, or not known. */
function chartsApart(here: Version, before: Version): string | undefined {
  const [old, next] = [here.chart, before.chart];
  if (!old || !next || old.name !== next.name) return undefined;
  return old.version === next.version
    ? undefined
    : `chart ${old.version} → ${next.version}`;
}

/**
 * While a rollout runs, and when only some targets have a version, an image runs in several versions. Those of them
 * that the other side has too are no difference.
 */
function without(version: Version, other: Version): Version {
  const isElsewhere = (image: Image) =>
    other.images.some(
      ({ name, tag, digest }) =>
        name === image.name && (tag ?? digest) === (image.tag ?? image.digest),
    );
  const images = version.images.filter(image => {
    const apart = version.images.filter(
      each => each.name === image.name && !isElsewhere(each),
    );
    return apart.length === 0 || apart.includes(image);
  });
  return { ...version, images };
}
