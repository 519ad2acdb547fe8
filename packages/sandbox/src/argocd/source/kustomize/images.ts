import { isRecord, recordsAt } from '../../../json';
import { KustomizeImage } from './kustomizationSchema';

/** Rewrites the image of every container below a value, wherever the list of containers is. */
export function replaceImages(
  value: unknown,
  images: readonly KustomizeImage[],
): void {
  if (images.length === 0) return;
  if (Array.isArray(value)) {
    for (const item of value) replaceImages(item, images);
  }
  if (!isRecord(value)) return;
  for (const list of ['containers', 'initContainers']) {
    for (const container of recordsAt(value, list)) {
      if (typeof container.image === 'string') {
        container.image = images.reduce(replaced, container.image);
      }
    }
  }
  for (const child of Object.values(value)) replaceImages(child, images);
}

function replaced(reference: string, image: KustomizeImage): string {
  const { name, rest } = splitImage(reference);
  if (name !== image.name) return reference;
  const newName = image.newName || name;
  if (image.digest) {
    const tag = image.newTag ? `:${image.newTag}` : '';
    return `${newName}${tag}@${image.digest}`;
  }
  return image.newTag ? `${newName}:${image.newTag}` : `${newName}${rest}`;
}

/** The name of an image, and its tag and digest with their separators. */
export function splitImage(reference: string): { name: string; rest: string } {
  const match = /^(.*?)((?::[^/:@]+)?(?:@[^/@]+)?)$/.exec(reference);
  return { name: match?.[1] ?? reference, rest: match?.[2] ?? '' };
}

/** Reads an override in the form `[old=]name[:tag][@digest]`, as an Application's `kustomize.images` has it. */
export function parseImageOverride(override: string): KustomizeImage {
  const equals = override.indexOf('=');
  const old = equals >= 0 ? override.slice(0, equals) : undefined;
  const { name, rest } = splitImage(override.slice(equals + 1));
  const [tag, digest] = rest.split('@');
  return {
    name: old ?? name,
    newName: name,
    ...(tag && { newTag: tag.slice(1) }),
    ...(digest && { digest }),
  };
}
