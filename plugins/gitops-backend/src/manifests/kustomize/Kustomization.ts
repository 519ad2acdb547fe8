import { posix } from 'node:path';
import { FileSet } from '../FileSet';
import { isRecord } from '../isRecord';
import { YamlFile } from '../yaml/YamlFile';

const fileNames = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** A kustomization file, and the things in it that decide about images. */
export interface Kustomization {
  directory: string;
  file: YamlFile;
  /** Files and directories of this repository that are built first; remote ones are left out. */
  resources: string[];
  components: string[];
  /** Patch files, and inline patches by their place. */
  patches: KustomizationPatch[];
  images: KustomizationImage[];
  /** Files that become a key of a generated ConfigMap. */
  configMaps: Array<{ name: string; key: string; path: string }>;
}

/** An entry of `images:` with its index. */
export interface KustomizationImage {
  index: number;
  name: string;
  newName?: string;
}

/** One patch: a file, or a text inside the kustomization file. */
export interface KustomizationPatch {
  file?: string;
  inline?: Array<string | number>;
  target?: { kind?: string; name?: string };
}

/** Reads the kustomization of a directory; undefined when there is none or it was not read yet. */
export function readKustomization(
  files: FileSet,
  directory: string,
): Kustomization | undefined {
  const [usual, ...unusual] = fileNames.map(name =>
    posix.join(directory, name),
  );
  // Asks for all of them before looking at any, unless the usual one is there.
  const path = files.file(usual)
    ? usual
    : (unusual
        .map(other => ({ other, exists: files.file(other) }))
        .find(({ exists }) => exists)?.other ?? usual);
  const file = files.yaml(path);
  const root = file?.valueOf(0);
  if (!file || !isRecord(root)) {
    return undefined;
  }
  const local = (field: string) =>
    listOf(root[field]).flatMap(entry =>
      typeof entry === 'string' && isLocal(entry)
        ? [resolvePath(directory, entry)]
        : [],
    );
  return {
    directory,
    file,
    resources: [...local('resources'), ...local('bases')],
    components: local('components'),
    patches: readPatches(root, directory),
    configMaps: readConfigMaps(root, directory),
    images: listOf(root.images).flatMap((entry, index) =>
      isRecord(entry) && typeof entry.name === 'string'
        ? [
            {
              index,
              name: entry.name,
              ...(typeof entry.newName === 'string'
                ? { newName: entry.newName }
                : {}),
            },
          ]
        : [],
    ),
  };
}

/** Whether a resource entry names a file, rather than a directory with a kustomization of its own. */
export function isManifestPath(path: string): boolean {
  return /\.(ya?ml|json)$/i.test(path);
}

function readPatches(
  root: Record<string, unknown>,
  directory: string,
): KustomizationPatch[] {
  const legacy = listOf(root.patchesStrategicMerge).map((entry, index) =>
    typeof entry === 'string' && !entry.includes('\n')
      ? { file: resolvePath(directory, entry) }
      : { inline: ['patchesStrategicMerge', index] },
  );
  const modern = ['patches', 'patchesJson6902'].flatMap(field =>
    listOf(root[field]).flatMap((entry, index) => {
      if (!isRecord(entry)) {
        return [];
      }
      const target = isRecord(entry.target)
        ? {
            ...textField('kind', entry.target.kind),
            ...textField('name', entry.target.name),
          }
        : undefined;
      return [
        {
          ...(typeof entry.path === 'string'
            ? { file: resolvePath(directory, entry.path) }
            : { inline: [field, index, 'patch'] }),
          ...(target ? { target } : {}),
        },
      ];
    }),
  );
  return [...legacy, ...modern];
}

/** `files` entries are paths, or `key=path`. */
function readConfigMaps(
  root: Record<string, unknown>,
  directory: string,
): Kustomization['configMaps'] {
  return listOf(root.configMapGenerator).flatMap(generator => {
    const { name, files } = isRecord(generator) ? generator : {};
    return listOf(files).flatMap(entry => {
      if (typeof name !== 'string' || typeof entry !== 'string') {
        return [];
      }
      const equals = entry.indexOf('=');
      const path = entry.slice(equals + 1);
      const key = equals < 0 ? posix.basename(path) : entry.slice(0, equals);
      return isManifestPath(path)
        ? [{ name, key, path: resolvePath(directory, path) }]
        : [];
    });
  });
}

function textField<K extends string>(key: K, value: unknown) {
  return typeof value === 'string' ? { [key]: value } : {};
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function isLocal(entry: string): boolean {
  return !/:\/\/|^git@|^[\w.-]+\.[a-z]+\/|[?&]ref=/.test(entry);
}

function resolvePath(directory: string, entry: string): string {
  return posix.normalize(posix.join(directory, entry)).replace(/\/$/, '');
}
