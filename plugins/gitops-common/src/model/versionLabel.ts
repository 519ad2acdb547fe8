import { Image, Version } from './version';

/**
 * A version in a few characters: the tag where there is one image, or where all images carry the same tag;
 * otherwise each image with its tag; the chart's version where no image is known. Empty when nothing is known.
 *
 * @public
 */
export function versionLabel(version: Version): string {
  const labels = [...new Set(version.images.map(imageVersion))];
  if (labels.length === 1) return labels[0];
  if (labels.length > 1) {
    const names = new Set(version.images.map(image => image.name));
    return names.size === 1
      ? labels.join(', ')
      : version.images
          .map(image => `${shortImageName(image)} ${imageVersion(image)}`)
          .join(', ');
  }
  return version.chart
    ? [version.chart.name, version.chart.version].filter(Boolean).join(' ')
    : '';
}

/** Tag, or the beginning of the digest, or `latest`, which is what no tag means. @public */
export function imageVersion(image: Image): string {
  if (image.tag) return image.tag;
  return image.digest
    ? image.digest.replace(/^sha256:/, '').slice(0, 12)
    : 'latest';
}

/** Last segment of the image's name. @public */
export function shortImageName(image: Image): string {
  return image.name.slice(image.name.lastIndexOf('/') + 1);
}
