import { ImagePart, ImageSlot } from '../ImageSlot';
import { imageReferenceSlot } from '../imageReferenceSlot';
import { MergedValue, mergeValueLayers, ValueLayer } from './ValueLayer';

type Fields = ReadonlyMap<string, MergedValue>;

/**
 * The images in Helm values, in the forms that charts use: a map with `repository` (and `registry`) and `tag` or
 * `digest`, a string `image: repo:tag`, a string `image` with `imageTag` beside it, and a lone `image.tag`, whose
 * repository only the chart knows.
 */
export function helmImages(layers: readonly ValueLayer[]): ImageSlot[] {
  const maps = new Map<
    string,
    { key: string; fields: Map<string, MergedValue> }
  >();
  for (const entry of mergeValueLayers(layers)) {
    const parent = entry.path.slice(0, -1);
    const id = parent.join('\u0000');
    const map = maps.get(id) ?? {
      key: String(
        [...parent].reverse().find(step => typeof step === 'string') ?? '',
      ),
      fields: new Map(),
    };
    map.fields.set(String(entry.path.at(-1)), entry);
    maps.set(id, map);
  }
  return [...maps.values()].flatMap(({ key, fields }) => [
    ...structured(key, fields),
    ...inOneString(fields),
  ]);
}

function structured(key: string, fields: Fields): ImageSlot[] {
  const called = /image$/i.test(key);
  const repository =
    text(fields, 'repository') ?? (called ? text(fields, 'name') : undefined);
  const versioned = fields.has('tag') || fields.has('digest');
  if (repository?.includes('://') || (!versioned && !(called && repository))) {
    return [];
  }
  if (!repository) {
    return called ? withParts(undefined, fields, 'tag') : [];
  }
  const written = fields.get('repository')?.locate();
  if (!versioned && written && /[^/]:[^/]+$|@/.test(repository)) {
    return [withRegistry(imageReferenceSlot(written), fields)];
  }
  return withParts(repository, fields, 'tag').map(slot =>
    withRegistry(slot, fields),
  );
}

function inOneString(fields: Fields): ImageSlot[] {
  return [...fields].flatMap(([key, entry]) => {
    if (!/^image$|[a-z]Image$|_image$/.test(key)) {
      return key === 'imageTag' && !fields.has('image')
        ? withParts(undefined, fields, key)
        : [];
    }
    const reference = text(fields, key);
    if (!reference || /\s|:\/\//.test(reference)) {
      return [];
    }
    if (/[^/]:[^/]+$|@/.test(reference)) {
      const scalar = entry.locate();
      return scalar ? [imageReferenceSlot(scalar)] : [];
    }
    const beside = [`${key}Tag`, `${key}_tag`, 'tag'].find(name =>
      fields.has(name),
    );
    return beside
      ? withParts(reference, fields, beside)
      : [{ name: reference, parts: [] }];
  });
}

function withParts(
  name: string | undefined,
  fields: Fields,
  tagField: string,
): ImageSlot[] {
  const parts: ImagePart[] = [];
  const tag = fields.get(tagField)?.locate();
  const digest = fields.get('digest')?.locate();
  const [bare, pinned] = (tag?.text ?? '').split('@');
  if (tag) {
    parts.push({
      scalar: tag,
      what: 'image-tag',
      template: pinned ? '{tag}@{digest}' : '{tag}',
    });
  }
  if (digest?.text) {
    parts.push({ scalar: digest, what: 'image-digest', template: '{digest}' });
  }
  const pin = digest?.text || pinned;
  return [
    {
      ...(name ? { name } : {}),
      ...(bare ? { tag: bare } : {}),
      ...(pin ? { digest: pin } : {}),
      parts,
    },
  ];
}

function withRegistry(slot: ImageSlot, fields: Fields): ImageSlot {
  const registry = text(fields, 'registry');
  if (registry) {
    return { ...slot, name: `${registry.replace(/\/$/, '')}/${slot.name}` };
  }
  const [first] = slot.name?.split('/') ?? [];
  return /[.:]|^localhost$/.test(first)
    ? slot
    : { ...slot, registryUnknown: true };
}

function text(fields: Fields, key: string): string | undefined {
  const value = fields.get(key)?.value;
  return typeof value === 'string' && value ? value : undefined;
}
