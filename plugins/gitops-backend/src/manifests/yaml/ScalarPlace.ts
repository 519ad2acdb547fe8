import {
  Alias,
  isAlias,
  isMap,
  isScalar,
  Node,
  Pair,
  Scalar,
  visit,
} from 'yaml';
import { ManifestProblem } from '../ManifestProblem';
import { YamlFile } from './YamlFile';
import { formatPointer, YamlPath } from './YamlPath';

/** One scalar value in a file: the smallest thing that is edited. */
export interface ScalarPlace {
  file: YamlFile;
  document: number;
  path: YamlPath;
  line: number;
  /** As a string, exactly as written: `1.10` stays `1.10`, never 1.1. */
  text: string;
  /** Bytes of the value in `file.content`, quotes included. */
  range: readonly [number, number];
  /** Set when the file is YAML inside a block scalar of another file. */
  host?: ScalarPlace;
}

/** Why a place that was found may not be edited is told when it is edited, not when it is found. */
export interface LocatedScalar extends ScalarPlace {
  node: Scalar;
}

/**
 * Finds the scalar at a path, through aliases and merge keys too; undefined when there is none or it is no scalar
 * (a missing value, as in `tag:`, counts as none).
 */
export function locateScalar(
  file: YamlFile,
  document: number,
  path: YamlPath,
  host?: ScalarPlace,
): LocatedScalar | undefined {
  const parsed = file.documents[document];
  let node: unknown = parsed?.contents;
  for (const step of path) {
    node = child(resolve(node, file, document), step, file, document);
  }
  const scalar = resolve(node, file, document);
  if (!isScalar(scalar) || !scalar.range || scalar.value === null) {
    return undefined;
  }
  return {
    file,
    document,
    path,
    line: file.lineOf(scalar.range[0]),
    text: textOf(scalar),
    range: [scalar.range[0], scalar.range[1]],
    node: scalar,
    ...(host ? { host } : {}),
  };
}

/** Throws when changing this scalar would change something else as well, or it isn't written at this place. */
export function refuseIndirect(place: LocatedScalar): void {
  const { file, document, path } = place;
  const parsed = file.documents[document];
  const where = `${file.path}:${place.line} ${formatPointer(path)}`;
  const location = { file: file.path, line: place.line };
  let node: unknown = parsed.contents;
  const ancestors: Node[] = isNode(node) ? [node] : [];
  for (const step of path) {
    const next = ownChild(node, step);
    if (next === undefined) {
      throw new ManifestProblem(
        'merge-key',
        `${where} is not written here but merged in with "<<" from an anchor, so changing it would change every map that merges it`,
        location,
      );
    }
    if (isAlias(next)) {
      throw new ManifestProblem(
        'alias',
        `${where} is the alias *${next.source}: the value is written elsewhere in the file and other places use it too`,
        location,
      );
    }
    node = next;
    if (isNode(next)) {
      ancestors.push(next);
    }
  }
  for (const ancestor of ancestors) {
    const user = aliasOf(parsed.contents, ancestor);
    if (user) {
      const line = file.lineOf(user.range?.[0] ?? 0);
      throw new ManifestProblem(
        'shared-anchor',
        `${where} belongs to the anchor &${user.source}, which line ${line} uses too: changing it would change both`,
        location,
      );
    }
  }
}

function textOf(scalar: Scalar): string {
  if (typeof scalar.value === 'string') {
    return scalar.value;
  }
  return scalar.source ?? String(scalar.value);
}

function resolve(node: unknown, file: YamlFile, document: number): unknown {
  return isAlias(node) ? node.resolve(file.documents[document]) : node;
}

function ownChild(node: unknown, step: string | number): unknown {
  if (isMap(node)) {
    return pairOf(node.items, step)?.value ?? undefined;
  }
  return typeof node === 'object' && node && 'items' in node
    ? asList(node.items)?.[Number(step)]
    : undefined;
}

function child(
  node: unknown,
  step: string | number,
  file: YamlFile,
  document: number,
): unknown {
  const own = ownChild(node, step);
  if (own !== undefined || !isMap(node)) {
    return own;
  }
  const merged = node.items.filter(pair => keyText(pair) === '<<');
  for (const pair of merged) {
    const source = resolve(pair.value, file, document);
    const maps = isMap(source)
      ? [source]
      : (asList(
          typeof source === 'object' && source && 'items' in source
            ? source.items
            : undefined,
        ) ?? []);
    for (const map of maps) {
      const found = child(resolve(map, file, document), step, file, document);
      if (found !== undefined) {
        return found;
      }
    }
  }
  return undefined;
}

function pairOf(pairs: readonly Pair[], step: string | number) {
  return pairs.find(pair => keyText(pair) === String(step));
}

function keyText(pair: Pair): string | undefined {
  const { key } = pair;
  if (isScalar(key)) {
    return typeof key.value === 'symbol' ? '<<' : textOf(key);
  }
  return typeof key === 'string' ? key : undefined;
}

function asList(items: unknown): readonly unknown[] | undefined {
  return Array.isArray(items) ? items : undefined;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'range' in value;
}

function aliasOf(root: unknown, node: Node): Alias | undefined {
  const anchor = 'anchor' in node ? node.anchor : undefined;
  if (!anchor || !isNode(root)) {
    return undefined;
  }
  let user: Alias | undefined;
  visit(root, {
    Alias(_key, alias) {
      if (alias.source === anchor) {
        user ??= alias;
      }
    },
  });
  return user;
}
