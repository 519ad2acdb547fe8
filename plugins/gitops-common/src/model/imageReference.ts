import { Image } from './version';

/**
 * Reads an image reference as container runtimes write it: `[registry[:port]/]name[:tag][@digest]`.
 *
 * @remarks
 * A colon belongs to the tag only after the last slash, otherwise it is the registry's port.
 *
 * @public
 */
export function parseImageReference(reference: string): Image {
  const [withoutDigest, digest] = splitOnce(reference.trim(), '@');
  const slash = withoutDigest.lastIndexOf('/');
  const colon = withoutDigest.indexOf(':', slash + 1);
  return {
    name: colon < 0 ? withoutDigest : withoutDigest.slice(0, colon),
    ...(colon < 0 ? {} : { tag: withoutDigest.slice(colon + 1) }),
    ...(digest ? { digest } : {}),
  };
}

/** The inverse of {@link parseImageReference}. @public */
export function formatImageReference(image: Image): string {
  return [
    image.name,
    image.tag ? `:${image.tag}` : '',
    image.digest ? `@${image.digest}` : '',
  ].join('');
}

function splitOnce(text: string, separator: string): [string, string?] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
