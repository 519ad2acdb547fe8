import { isRecord } from '../isRecord';
import { LocatedScalar, locateScalar } from '../yaml/ScalarPlace';
import { valueAt } from '../valueAt';
import { YamlFile } from '../yaml/YamlFile';
import { YamlPath } from '../yaml/YamlPath';

/** Helm values at a place in a file; a later layer overrides an earlier one. */
export interface ValueLayer {
  /** `parameters`: a list of `{name: 'image.tag', value: …}`, as `helm.parameters` or `--set`. */
  kind: 'values' | 'parameters';
  file: YamlFile;
  document?: number;
  /** Where the values begin: empty for a values file, `spec…helm.valuesObject` in an Application. */
  base: YamlPath;
  /** Set when the values are text inside another file. */
  host?: LocatedScalar;
}

/** A value of the merged values, and where the layer that decided it has it written. */
export interface MergedValue {
  path: YamlPath;
  value: unknown;
  locate(): LocatedScalar | undefined;
}

/** Merges layers as Helm does: maps are merged, everything else is replaced, null deletes. Only scalars are kept. */
export function mergeValueLayers(layers: readonly ValueLayer[]): MergedValue[] {
  const root: Branch = new Map();
  for (const layer of layers) {
    const document = layer.document ?? 0;
    const value = valueAt(layer.file.valueOf(document), layer.base);
    const leaf = (options: { path: YamlPath; value: unknown; at: YamlPath }) =>
      put(root, {
        path: options.path,
        value: options.value,
        locate: () =>
          locateScalar(
            layer.file,
            document,
            [...layer.base, ...options.at],
            layer.host,
          ),
      });
    if (layer.kind === 'parameters') {
      (Array.isArray(value) ? value : []).forEach((item: unknown, index) => {
        if (isRecord(item) && typeof item.name === 'string') {
          leaf({
            path: parameterPath(item.name),
            value: item.value,
            at: [index, 'value'],
          });
        }
      });
      continue;
    }
    const visit = (item: unknown, path: YamlPath): void => {
      if (isRecord(item)) {
        Object.entries(item).forEach(([key, inner]) =>
          visit(inner, [...path, key]),
        );
      } else if (Array.isArray(item)) {
        remove(root, path);
        item.forEach((inner, index) => visit(inner, [...path, index]));
      } else if (item === null || item === undefined) {
        remove(root, path);
      } else {
        leaf({ path, value: item, at: path });
      }
    };
    visit(value, []);
  }
  return leavesOf(root);
}

type Branch = Map<string, Branch | MergedValue>;

function put(root: Branch, entry: MergedValue): void {
  let branch = root;
  for (const step of entry.path.slice(0, -1)) {
    const next = branch.get(String(step));
    if (next instanceof Map) {
      branch = next;
    } else {
      const created: Branch = new Map();
      branch.set(String(step), created);
      branch = created;
    }
  }
  branch.set(String(entry.path.at(-1)), entry);
}

function remove(root: Branch, path: YamlPath): void {
  let branch: Branch | MergedValue | undefined = root;
  for (const step of path.slice(0, -1)) {
    branch = branch instanceof Map ? branch.get(String(step)) : undefined;
  }
  if (branch instanceof Map) {
    branch.delete(String(path.at(-1)));
  }
}

function leavesOf(branch: Branch): MergedValue[] {
  return [...branch.values()].flatMap(item =>
    item instanceof Map ? leavesOf(item) : item,
  );
}

/** `a.b\.c[0].d` as Helm's `--set` reads it. */
function parameterPath(name: string): YamlPath {
  return name.split(/(?<!\\)\./).flatMap(part => {
    const [key, ...indexes] = part.replaceAll('\\.', '.').split('[');
    return [key, ...indexes.map(index => Number(index.replace(']', '')))];
  });
}
