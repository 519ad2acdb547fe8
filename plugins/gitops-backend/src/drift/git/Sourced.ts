import { ImageSlot } from '../../manifests/ImageSlot';
import { isRecord } from '../../manifests/isRecord';
import { ManifestText } from '../../manifests/flux/ManifestDocument';
import { YamlPath } from '../../manifests/yaml/YamlPath';

/** Where a value is written in Git, or why there is no single place that it could be changed at. */
export type Origin =
  | ({ type: 'scalar'; document: number; path: YamlPath } & ManifestText)
  /** An entry of kustomize's `images`, that decides about a part of it. */
  | { type: 'image'; slot: ImageSlot }
  | { type: 'none'; why: string };

/** A value in a manifest as it is built from files, each part with the place that it is from. */
export type Sourced = SourcedMap | SourcedList | SourcedLeaf;

export interface SourcedMap {
  type: 'map';
  entries: ReadonlyMap<string, Sourced>;
}

export interface SourcedList {
  type: 'list';
  items: readonly Sourced[];
}

export interface SourcedLeaf {
  type: 'leaf';
  value: unknown;
  origin: Origin;
  /** It names what kustomize generates, so that a hash is added to it. */
  hashed?: boolean;
}

/** A value of a file with its places. */
export function sourcedOf(
  value: unknown,
  place: { text: ManifestText; document: number; path: YamlPath },
): Sourced {
  return annotate(value, place.path, path => ({
    type: 'scalar',
    ...place.text,
    document: place.document,
    path,
  }));
}

/** A value that is written at no place that could be changed. */
export function unsourced(value: unknown, why: string): Sourced {
  return annotate(value, [], () => ({ type: 'none', why }));
}

/** The value alone. */
export function plainOf(sourced: Sourced): unknown {
  switch (sourced.type) {
    case 'map':
      return Object.fromEntries(
        [...sourced.entries].map(([key, each]) => [key, plainOf(each)]),
      );
    case 'list':
      return sourced.items.map(plainOf);
    default:
      return sourced.value;
  }
}

/** The part at a path; undefined when there is none. */
export function sourcedAt(
  sourced: Sourced | undefined,
  path: YamlPath,
): Sourced | undefined {
  return path.reduce<Sourced | undefined>((inner, step) => {
    if (inner?.type === 'map') return inner.entries.get(String(step));
    return inner?.type === 'list' ? inner.items[Number(step)] : undefined;
  }, sourced);
}

/** The text at a path; undefined when there is none. */
export function textAt(sourced: Sourced, path: YamlPath): string | undefined {
  const found = sourcedAt(sourced, path);
  return found?.type === 'leaf' && typeof found.value === 'string'
    ? found.value
    : undefined;
}

/** A copy with another value at a path. Maps on the way are made when they are missing; lists are not. */
export function withSourcedAt(
  sourced: Sourced | undefined,
  path: YamlPath,
  value: Sourced | undefined,
): Sourced | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (sourced?.type === 'list') {
    const index = Number(step);
    const changed = withSourcedAt(sourced.items[index], rest, value);
    return {
      type: 'list',
      items: sourced.items.flatMap((item, at) =>
        at === index ? (changed ?? []) : item,
      ),
    };
  }
  const entries = new Map(sourced?.type === 'map' ? sourced.entries : []);
  const changed = withSourcedAt(entries.get(String(step)), rest, value);
  if (changed) entries.set(String(step), changed);
  else entries.delete(String(step));
  return { type: 'map', entries };
}

/** A copy with other leaves. */
export function mapLeaves(
  sourced: Sourced,
  change: (leaf: SourcedLeaf, path: YamlPath) => SourcedLeaf,
  path: YamlPath = [],
): Sourced {
  switch (sourced.type) {
    case 'map':
      return {
        type: 'map',
        entries: new Map(
          [...sourced.entries].map(([key, each]) => [
            key,
            mapLeaves(each, change, [...path, key]),
          ]),
        ),
      };
    case 'list':
      return {
        type: 'list',
        items: sourced.items.map((each, index) =>
          mapLeaves(each, change, [...path, index]),
        ),
      };
    default:
      return change(sourced, path);
  }
}

function annotate(
  value: unknown,
  path: YamlPath,
  originAt: (path: YamlPath) => Origin,
): Sourced {
  if (Array.isArray(value)) {
    return {
      type: 'list',
      items: value.map((item, index) =>
        annotate(item, [...path, index], originAt),
      ),
    };
  }
  if (isRecord(value)) {
    return {
      type: 'map',
      entries: new Map(
        Object.entries(value).map(([key, item]) => [
          key,
          annotate(item, [...path, key], originAt),
        ]),
      ),
    };
  }
  return { type: 'leaf', value, origin: originAt(path) };
}
