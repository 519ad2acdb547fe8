import { ImagePart, ImageSlot } from '../ImageSlot';
import { LocatedScalar, locateScalar } from '../yaml/ScalarPlace';
import { YamlFile } from '../yaml/YamlFile';
import { YamlPath } from '../yaml/YamlPath';
import { KustomizationImage } from './Kustomization';

/** Where a list of `images` entries is. */
export interface ImageEntries {
  file: YamlFile;
  document: number;
  path: YamlPath;
  host?: LocatedScalar;
}

/** The slot of an `images:` entry that sets a tag or digest; undefined when it sets neither. */
export function imageEntrySlot(
  { file, document, path, host }: ImageEntries,
  entry: KustomizationImage,
): ImageSlot | undefined {
  const at = (field: string) =>
    locateScalar(file, document, [...path, entry.index, field], host);
  const tag = at('newTag');
  const digest = at('digest');
  const parts: ImagePart[] = [];
  let shown: Pick<ImageSlot, 'tag' | 'digest'> = {};
  if (tag?.text) {
    // A digest may be written into the tag: `newTag: 1.4.2@sha256:…`.
    const [bare, pinned] = tag.text.split('@');
    parts.push({
      scalar: tag,
      what: 'image-tag',
      template: pinned ? '{tag}@{digest}' : '{tag}',
    });
    shown = { tag: bare, ...(pinned ? { digest: pinned } : {}) };
  }
  if (digest?.text) {
    parts.push({ scalar: digest, what: 'image-digest', template: '{digest}' });
    shown = { ...shown, digest: digest.text };
  }
  return parts.length > 0
    ? {
        name: entry.newName ?? entry.name,
        alias: entry.name,
        ...shown,
        parts,
      }
    : undefined;
}
