import { helmImages } from '../helm/helmImages';
import { ValueLayer } from '../helm/ValueLayer';
import { ImageSlot } from '../ImageSlot';
import { isRecord } from '../isRecord';
import { imageEntrySlot } from '../kustomize/imageEntrySlot';
import { valueAt } from '../valueAt';
import { parseEmbedded } from '../yaml/embeddedYaml';
import { locateScalar } from '../yaml/ScalarPlace';
import { YamlFile } from '../yaml/YamlFile';
import { YamlPath } from '../yaml/YamlPath';
import { lastScalar, ManifestDocument, objectsOf } from './ManifestDocument';

/** A values file that kustomize puts into a ConfigMap. */
export interface GeneratedValues {
  /** Of the ConfigMap. */
  name: string;
  key: string;
  file: YamlFile;
}

/**
 * The images that Flux's objects set: in the values of HelmReleases, ConfigMaps in Git that they take values from
 * included, and in the `images` of Kustomizations and of HelmReleases' post-renderers.
 */
export function fluxImages(
  documents: readonly ManifestDocument[],
  generated: readonly GeneratedValues[] = [],
): ImageSlot[] {
  const releases = objectsOf(documents, {
    group: 'helm.toolkit.fluxcd.io',
    kind: 'HelmRelease',
  });
  const kustomizations = objectsOf(documents, {
    group: 'kustomize.toolkit.fluxcd.io',
    kind: 'Kustomization',
  });
  return [
    ...releases.flatMap(({ layers }) => {
      const values = helmImages([
        ...layers.flatMap(layer => valuesFrom(layer, { documents, generated })),
        ...layers.map(({ file, document, host }): ValueLayer => ({
          kind: 'values',
          file,
          document,
          base: ['spec', 'values'],
          ...(host && { host }),
        })),
      ]);
      return postRendererPaths(layers).reduce(
        (slots, path) => withEntries({ slots, layers, path }),
        values,
      );
    }),
    ...kustomizations.flatMap(({ layers }) =>
      withEntries({ slots: [], layers, path: ['spec', 'images'] }),
    ),
  ];
}

/** ConfigMaps only: Secrets are none of Fairlead's business. */
function valuesFrom(
  { root }: ManifestDocument,
  known: {
    documents: readonly ManifestDocument[];
    generated: readonly GeneratedValues[];
  },
): ValueLayer[] {
  const references = valueAt(root, ['spec', 'valuesFrom']);
  return (Array.isArray(references) ? references : []).flatMap(
    (reference: unknown): ValueLayer[] => {
      if (
        !isRecord(reference) ||
        reference.kind !== 'ConfigMap' ||
        reference.targetPath
      ) {
        return [];
      }
      const key = String(reference.valuesKey ?? 'values.yaml');
      const made = known.generated
        .filter(each => each.name === reference.name && each.key === key)
        .map(({ file }): ValueLayer => ({ kind: 'values', file, base: [] }));
      const written = known.documents
        .filter(
          ({ kind, name, host }) =>
            kind === 'ConfigMap' && name === reference.name && !host,
        )
        .flatMap(({ file, document }): ValueLayer[] => {
          const host = locateScalar(file, document, ['data', key]);
          return host
            ? [{ kind: 'values', file: parseEmbedded(host), base: [], host }]
            : [];
        });
      return [...made, ...written];
    },
  );
}

function postRendererPaths(layers: readonly ManifestDocument[]): YamlPath[] {
  const path = ['spec', 'postRenderers'];
  const renderers = layers
    .map(({ root }) => valueAt(root, path))
    .findLast(Array.isArray);
  return (Array.isArray(renderers) ? renderers : []).map((_, index) => [
    ...path,
    index,
    'kustomize',
    'images',
  ]);
}

/** The slots after a list of `images` entries; a list replaces that of an earlier layer. */
function withEntries(options: {
  slots: readonly ImageSlot[];
  layers: readonly ManifestDocument[];
  path: YamlPath;
}): ImageSlot[] {
  const { slots, path } = options;
  const layer = options.layers.findLast(({ root }) =>
    Array.isArray(valueAt(root, path)),
  );
  const entries = layer && valueAt(layer.root, path);
  return (Array.isArray(entries) ? entries : []).reduce<ImageSlot[]>(
    (before, _, index) => {
      const text = (field: string) =>
        layer && lastScalar([layer], [...path, index, field])?.text;
      const name = text('name');
      const newName = text('newName');
      const own =
        name && layer
          ? imageEntrySlot(
              {
                file: layer.file,
                document: layer.document,
                path,
                ...(layer.host && { host: layer.host }),
              },
              { index, name, ...(newName && { newName }) },
            )
          : undefined;
      return own ? [...before.filter(slot => slot.name !== name), own] : before;
    },
    [...slots],
  );
}
