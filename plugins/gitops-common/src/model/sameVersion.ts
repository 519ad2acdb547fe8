import { Image, Version } from './version';
import { versionLabel } from './versionLabel';

/**
 * Whether two environments run the same version. Only images that both have are compared: a sidecar in one of them is
 * no difference. Where they share none, what people read is.
 *
 * @public
 */
export function isSameVersion(a: Version, b: Version): boolean {
  const shared = new Set(
    a.images
      .map(image => image.name)
      .filter(name => b.images.some(image => image.name === name)),
  );
  if (shared.size === 0) return versionLabel(a) === versionLabel(b);
  const [one, other] = [a, b].map(({ images }) =>
    images.filter(({ name }) => shared.has(name)),
  );
  return areAmong(one, other) && areAmong(other, one);
}

/**
 * The same text for the same version of one service in one environment, to find it again. Between environments use
 * {@link isSameVersion}.
 *
 * @public
 */
export function versionKey(version: Version): string {
  const { images, chart } = version;
  if (images.length > 0) return imageKeys(images);
  return chart ? `${chart.name}:${chart.version}` : '';
}

function areAmong(images: readonly Image[], others: readonly Image[]): boolean {
  return images.every(image => others.some(other => isSameImage(image, other)));
}

/** By tag where both have one. Who writes the digest alone means the same image as who writes the tag as well. */
function isSameImage(a: Image, b: Image): boolean {
  if (a.name !== b.name) return false;
  if (a.tag && b.tag) return a.tag === b.tag;
  if (a.digest && b.digest) return a.digest === b.digest;
  return [a, b].every(({ tag, digest }) => !tag && !digest);
}

// A tag names a digest, so a digest only counts where there is no tag.
function imageKeys(images: readonly Image[]): string {
  return [
    ...new Set(
      images.map(({ name, tag, digest }) => `${name}:${tag ?? digest}`),
    ),
  ]
    .sort()
    .join('\n');
}
