import { PinField, VersionPin } from '../VersionPin';
import { lastScalar, ManifestDocument, objectsOf } from './ManifestDocument';

const source = 'source.toolkit.fluxcd.io';

/** The versions of charts and sources that Flux's objects in Git name. Branches are none: they move by themselves. */
export function fluxPins(documents: readonly ManifestDocument[]): VersionPin[] {
  return [
    ...objectsOf(documents, {
      group: 'helm.toolkit.fluxcd.io',
      kind: 'HelmRelease',
    }).flatMap(({ name, layers }) =>
      chartPin({
        kind: 'HelmRelease',
        name,
        layers,
        base: ['spec', 'chart', 'spec'],
      }),
    ),
    ...objectsOf(documents, { group: source, kind: 'HelmChart' }).flatMap(
      ({ name, layers }) =>
        chartPin({ kind: 'HelmChart', name, layers, base: ['spec'] }),
    ),
    ...objectsOf(documents, { group: source, kind: 'OCIRepository' }).flatMap(
      object => ociPin(object, documents),
    ),
    ...objectsOf(documents, { group: source, kind: 'GitRepository' }).flatMap(
      gitPin,
    ),
  ];
}

interface FluxObject {
  name: string;
  layers: ManifestDocument[];
}

/** Only charts of Helm repositories have a version; those of Git and buckets are what is there. */
function chartPin(
  options: FluxObject & { kind: string; base: string[] },
): VersionPin[] {
  const { kind, name, layers, base } = options;
  const chart = lastScalar(layers, [...base, 'chart'])?.text;
  const from = lastScalar(layers, [...base, 'sourceRef', 'kind'])?.text;
  const version = lastScalar(layers, [...base, 'version']);
  if (!version || (from && from !== 'HelmRepository')) {
    return [];
  }
  const repository = lastScalar(layers, [...base, 'sourceRef', 'name'])?.text;
  return [
    {
      what: 'chart-version',
      object: { kind, name },
      // A patch alone doesn't say which chart it is.
      subject: chart ?? name,
      ...(repository && { repository }),
      fields: { version },
    },
  ];
}

function ociPin(
  { name, layers }: FluxObject,
  documents: readonly ManifestDocument[],
): VersionPin[] {
  const url = lastScalar(layers, ['spec', 'url'])?.text;
  const isChart = objectsOf(documents, {
    group: 'helm.toolkit.fluxcd.io',
    kind: 'HelmRelease',
  }).some(
    release =>
      lastScalar(release.layers, ['spec', 'chartRef', 'kind'])?.text ===
        'OCIRepository' &&
      lastScalar(release.layers, ['spec', 'chartRef', 'name'])?.text === name,
  );
  const fields = fieldsOf(layers, ['tag', 'semver', 'digest']);
  return Object.keys(fields).length === 0
    ? []
    : [
        {
          what: isChart ? 'chart-version' : 'target-revision',
          object: { kind: 'OCIRepository', name },
          subject: (isChart ? url?.split('/').pop() : url) ?? name,
          ...(url && { repository: url }),
          fields,
        },
      ];
}

function gitPin({ name, layers }: FluxObject): VersionPin[] {
  const url = lastScalar(layers, ['spec', 'url'])?.text;
  const fields = fieldsOf(layers, ['tag', 'semver', 'commit']);
  return Object.keys(fields).length === 0
    ? []
    : [
        {
          what: 'target-revision',
          object: { kind: 'GitRepository', name },
          subject: url ?? name,
          ...(url && { repository: url }),
          fields,
        },
      ];
}

function fieldsOf(
  layers: readonly ManifestDocument[],
  names: readonly PinField[],
): VersionPin['fields'] {
  return Object.fromEntries(
    names.flatMap(name => {
      const scalar = lastScalar(layers, ['spec', 'ref', name]);
      return scalar?.text ? [[name, scalar]] : [];
    }),
  );
}
