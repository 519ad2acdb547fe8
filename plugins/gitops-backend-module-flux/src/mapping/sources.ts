import {
  Source,
  SourceOverride,
} from '@fairlead/backstage-plugin-gitops-common';
import { MappingContext } from '@fairlead/backstage-plugin-gitops-node';
import { HelmRelease, Kustomization, KustomizeImages } from '../schema';
import { revisionHash } from './revisionHash';
import { findSource, SourceFacts, targetRevisionOf } from './sourceFacts';

/** The one source of an object, and what Flux would deploy from it now. */
export interface MappedSource {
  source: Source;
  /** As in the artifact: a chart version for charts of a chart repository, a commit or digest for the rest. */
  desired: string;
  /** Version of the newest chart; absent where it isn't known, or where there is no chart. */
  chartVersion?: string;
  /** Of the newest chart, where it comes as an OCI artifact. */
  chartDigest?: string;
  /** The object that the reference names. */
  facts?: SourceFacts;
}

export function kustomizationSource(
  { metadata, spec }: Kustomization,
  context: MappingContext,
): MappedSource {
  const facts = findSource(spec.sourceRef, {
    namespace: metadata.namespace,
    context,
  });
  const overrides = imageOverrides(spec.images, 'spec.images');
  return {
    source: {
      // Flux makes a kustomization where a folder has none, so the files say which it is.
      type: 'unknown',
      ...placeOf(facts),
      path: pathOf(spec.path),
      ...(overrides.length > 0 && { overrides }),
    },
    desired: revisionHash(facts?.revision),
    ...(facts && { facts }),
  };
}

export function helmReleaseSource(
  release: HelmRelease,
  context: MappingContext,
): MappedSource {
  const { metadata, spec } = release;
  const { namespace } = metadata;
  if (spec.chartRef?.kind === 'OCIRepository') {
    const facts = findSource(spec.chartRef, { namespace, context });
    return ociChart(release, facts);
  }
  const declared = spec.chart?.spec;
  const chart = declared
    ? findSource(chartReference(release), { namespace, context })
    : findSource(spec.chartRef, { namespace, context });
  const template = declared ?? chart;
  const repository = findSource(template?.sourceRef, {
    namespace: declared ? namespace : (chart?.namespace ?? namespace),
    context,
  });
  const valueFiles = template?.valuesFiles ?? [];
  const name = template?.chart ?? '';
  const isPath =
    repository !== undefined && repository.kind !== 'HelmRepository';
  const version = template?.version || '*';
  const overrides = helmOverrides(release);
  return {
    source: {
      type: 'helm',
      ...placeOf(repository),
      ...(isPath
        ? { path: pathOf(name) }
        : { ...(name && { chart: name }), targetRevision: version }),
      ...(valueFiles.length > 0 && { valueFiles: [...valueFiles] }),
      ...(overrides.length > 0 && { overrides }),
    },
    desired: isPath
      ? revisionHash(chart?.sourceRevision ?? repository.revision)
      : (chart?.revision ?? ''),
    ...(chart?.revision && { chartVersion: chart.revision }),
    ...factsOf(repository, chart),
  };
}

/** The HelmChart that Flux makes for a release whose chart is declared in it. */
function chartReference({ metadata, spec, status }: HelmRelease) {
  const [namespace, name] = status?.helmChart?.split('/') ?? [];
  return namespace && name
    ? { kind: 'HelmChart', namespace, name }
    : {
        kind: 'HelmChart',
        namespace: spec.chart?.spec?.sourceRef?.namespace || metadata.namespace,
        name: `${metadata.namespace}-${metadata.name}`,
      };
}

// What is wrong with the chart says more than that nothing is wrong with its repository.
function factsOf(
  repository: SourceFacts | undefined,
  chart: SourceFacts | undefined,
): Pick<MappedSource, 'facts'> {
  if (chart?.problem && !repository?.problem) return { facts: chart };
  const facts = repository ?? chart;
  return facts ? { facts } : {};
}

function ociChart(
  release: HelmRelease,
  facts: SourceFacts | undefined,
): MappedSource {
  const url = facts?.url ?? '';
  const slash = url.lastIndexOf('/');
  const overrides = helmOverrides(release);
  const revision = facts?.revision ?? '';
  const at = revision.indexOf('@');
  const digest = revisionHash(revision);
  return {
    source: {
      type: 'helm',
      ...placeOf(facts),
      repoUrl: url.slice(0, Math.max(slash, 0)),
      ...(url && { chart: url.slice(slash + 1) }),
      ...(overrides.length > 0 && { overrides }),
    },
    desired: digest,
    // Any other tag says nothing of the version that the chart has.
    ...(/^v?\d+\.\d+/.test(revision) &&
      at > 0 && {
        chartVersion: `${revision.slice(0, at)}+${digest.slice(0, 12)}`,
      }),
    ...(digest && { chartDigest: `sha256:${digest}` }),
    ...(facts && { facts }),
  };
}

function placeOf(
  facts: SourceFacts | undefined,
): Pick<Source, 'repoUrl' | 'targetRevision'> {
  const targetRevision = facts && targetRevisionOf(facts);
  return {
    repoUrl: facts?.url ?? '',
    ...(targetRevision && { targetRevision }),
  };
}

function pathOf(path: string | null | undefined): string {
  return (path ?? '').replace(/^(\.?\/)+/, '').replace(/\/+$/, '') || '.';
}

function helmOverrides({ spec }: HelmRelease): SourceOverride[] {
  const images = (spec.postRenderers ?? []).flatMap(({ kustomize }, index) =>
    imageOverrides(
      kustomize?.images,
      `spec.postRenderers[${index}].kustomize.images`,
    ),
  );
  // Values may hold credentials: that there are some is all that is kept.
  const hidden = { kind: 'helm-values' as const, value: '' };
  const referenced = (spec.valuesFrom ?? []).flatMap(({ kind, name }, index) =>
    kind && name
      ? [
          {
            ...hidden,
            pointer: `spec.valuesFrom[${index}]`,
            name: `${kind} ${name}`,
          },
        ]
      : [],
  );
  const hasValues = Object.keys(spec.values ?? {}).length > 0;
  return [
    ...referenced,
    ...(hasValues ? [{ ...hidden, pointer: 'spec.values' }] : []),
    ...images,
  ];
}

function imageOverrides(
  images: KustomizeImages,
  pointer: string,
): SourceOverride[] {
  return (images ?? []).flatMap(({ name, newName, newTag, digest }, index) =>
    name
      ? [
          {
            pointer: `${pointer}[${index}]`,
            kind: 'kustomize-image' as const,
            name,
            value: [
              newName && newName !== name ? `${name}=${newName}` : name,
              newTag ? `:${newTag}` : '',
              digest ? `@${digest}` : '',
            ].join(''),
          },
        ]
      : [],
  );
}
