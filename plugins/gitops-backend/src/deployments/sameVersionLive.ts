import {
  Image,
  Version,
  versionKey,
  versionLabel,
} from '@fairlead/backstage-plugin-gitops-common';

/**
 * Whether what is live is the same version.
 *
 * @remarks
 * Only what both tell is compared: images that come and go with their pods, such as those of a nightly job, make no
 * other version. A tag counts before a digest, and a digest alone finds the image that has it beside its tag. Charts
 * count too, unless `charts` is false, as they have to where only images are promoted.
 */
export function sameVersionLive(
  a: Version,
  b: Version,
  options: { charts?: boolean } = {},
): boolean {
  const { charts = true } = options;
  return sameImages(a, b) && (!charts || sameChart(a, b));
}

/** Names a version for {@link sameVersionLive} where nothing comes and goes. */
export function liveKey(version: Version): string {
  const { chart } = version;
  return [versionKey(version), chart ? `${chart.name}:${chart.version}` : '']
    .filter(Boolean)
    .join('\n');
}

function sameImages(a: Version, b: Version): boolean {
  if (a.images.length === 0 || b.images.length === 0) return true;
  const names = new Set(a.images.map(({ name }) => name));
  const shared = new Set(
    b.images.map(({ name }) => name).filter(name => names.has(name)),
  );
  if (shared.size === 0) return versionLabel(a) === versionLabel(b);
  return [...shared].every(name => {
    const [before, after] = [a, b].map(({ images }) =>
      images.filter(image => image.name === name),
    );
    return (
      before.every(image => after.some(other => isSameImage(image, other))) &&
      after.every(image => before.some(other => isSameImage(image, other)))
    );
  });
}

function sameChart(a: Version, b: Version): boolean {
  return (
    !a.chart ||
    !b.chart ||
    a.chart.name !== b.chart.name ||
    a.chart.version === b.chart.version
  );
}

function isSameImage(a: Image, b: Image): boolean {
  if (a.tag && b.tag) return a.tag === b.tag;
  if (a.digest && b.digest) return a.digest === b.digest;
  return [a, b].every(({ tag, digest }) => !tag && !digest);
}
