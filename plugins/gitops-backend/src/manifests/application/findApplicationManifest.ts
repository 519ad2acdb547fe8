import { FileSet } from '../FileSet';
import { isRecord } from '../isRecord';
import { ManifestProblem } from '../ManifestProblem';
import { YamlFile } from '../yaml/YamlFile';
import { ApplicationManifest } from './ApplicationManifest';

/** Which object to look for. An empty namespace in Git matches any, because kustomize may set it. */
export interface ObjectInGit {
  kind: string;
  name: string;
  namespace?: string;
  /** Tells objects of one name apart, which engines on several clusters may have. */
  destination?: { server?: string; name?: string; namespace?: string };
}

const MAX_LIKELY = 200;
const MAX_OTHERS = 200;

/**
 * Finds the manifest of an object among all files of a repository: first those whose path names it or looks like
 * the place for such objects, then the others. Undefined when it isn't there, or more files have to be read first.
 */
export function findApplicationManifest(
  files: FileSet,
  object: ObjectInGit,
): ApplicationManifest | undefined {
  const manifests = (files.paths('') ?? []).filter(path =>
    /\.(ya?ml|json)$/i.test(path),
  );
  const likely = manifests.filter(path => isLikely(path, object));
  const others = manifests.filter(path => !isLikely(path, object));
  for (const paths of [
    likely.slice(0, MAX_LIKELY),
    others.slice(0, MAX_OTHERS),
  ]) {
    const known = paths.map(path => files.file(path));
    const found = known.flatMap(file =>
      file?.content.includes(object.name) && file.content.includes(object.kind)
        ? matching({ files, path: file.path, object })
        : [],
    );
    if (found.length > 0) {
      return onlyOne(found, object);
    }
    if (files.hasWanted()) {
      return undefined;
    }
  }
  return undefined;
}

function onlyOne(
  found: ApplicationManifest[],
  object: ObjectInGit,
): ApplicationManifest {
  const { destination } = object;
  const sameDestination = found.filter(({ file, document }) => {
    const root = file.valueOf(document);
    const spec = isRecord(root) && isRecord(root.spec) ? root.spec : {};
    const written = isRecord(spec.destination) ? spec.destination : {};
    return (
      destination &&
      written.server === destination.server &&
      written.name === destination.name &&
      written.namespace === destination.namespace
    );
  });
  const [first, second] = found;
  if (found.length === 1) {
    return first;
  }
  if (sameDestination.length === 1) {
    return sameDestination[0];
  }
  const line = second.file.lineOfPath(second.document, []);
  throw new ManifestProblem(
    'ambiguous',
    `${object.kind} ${object.name} is written twice, in ${first.file.path} and in ${second.file.path}:${line}`,
    { file: second.file.path, line },
  );
}

function isLikely(path: string, object: ObjectInGit): boolean {
  return (
    path.includes(object.name) ||
    /(^|[/_-])(argo-?cd|argo|apps?|applications?|applicationsets?|clusters?)([/_.-]|$)/i.test(
      path,
    )
  );
}

function matching(options: {
  files: FileSet;
  path: string;
  object: ObjectInGit;
}): ApplicationManifest[] {
  const { files, path, object } = options;
  let parsed: YamlFile | undefined;
  try {
    parsed = files.yaml(path);
  } catch (error) {
    // Most files of a repository are none of our business, templates among them.
    if (error instanceof ManifestProblem) {
      return [];
    }
    throw error;
  }
  const file = parsed;
  return (file?.documents ?? []).flatMap((_, document) => {
    const root = file?.valueOf(document);
    if (
      !file ||
      !isRecord(root) ||
      root.kind !== object.kind ||
      !isRecord(root.metadata)
    ) {
      return [];
    }
    const { name, namespace } = root.metadata;
    return name === object.name &&
      (!namespace || !object.namespace || namespace === object.namespace)
      ? [{ file, document }]
      : [];
  });
}
