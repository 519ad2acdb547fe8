import { isRecord } from '../isRecord';
import { LocatedScalar, locateScalar } from '../yaml/ScalarPlace';
import { YamlFile } from '../yaml/YamlFile';
import { YamlPath } from '../yaml/YamlPath';

/** A file of manifests, or a patch that is written inside of one. */
export interface ManifestText {
  file: YamlFile;
  host?: LocatedScalar;
}

/** One object in a file, or what a patch says about it. */
export interface ManifestDocument extends ManifestText {
  document: number;
  group: string;
  kind: string;
  name: string;
  root: Record<string, unknown>;
}

/** The objects in files, in their order; what is no object is left out. */
export function documentsOf(
  texts: readonly ManifestText[],
): ManifestDocument[] {
  return texts.flatMap(text =>
    text.file.documents.flatMap((_, document): ManifestDocument[] => {
      const root = text.file.valueOf(document);
      if (!isRecord(root) || !isRecord(root.metadata)) {
        return [];
      }
      const { apiVersion, kind, metadata } = root;
      const { name } = metadata;
      return typeof apiVersion === 'string' &&
        typeof kind === 'string' &&
        typeof name === 'string'
        ? [
            {
              ...text,
              document,
              group: apiVersion.split('/')[0],
              kind,
              name,
              root,
            },
          ]
        : [];
    }),
  );
}

/** An object and what is patched into it, by kind and name: a later one wins. */
export function objectsOf(
  documents: readonly ManifestDocument[],
  wanted: { group: string; kind: string },
): Array<{ name: string; layers: ManifestDocument[] }> {
  const objects = new Map<string, ManifestDocument[]>();
  for (const each of documents) {
    if (each.group === wanted.group && each.kind === wanted.kind) {
      objects.set(each.name, [...(objects.get(each.name) ?? []), each]);
    }
  }
  return [...objects].map(([name, layers]) => ({ name, layers }));
}

/** The scalar at a path in the last layer that has one there. */
export function lastScalar(
  layers: readonly ManifestDocument[],
  path: YamlPath,
): LocatedScalar | undefined {
  return layers
    .map(({ file, document, host }) => locateScalar(file, document, path, host))
    .findLast(scalar => scalar !== undefined);
}
