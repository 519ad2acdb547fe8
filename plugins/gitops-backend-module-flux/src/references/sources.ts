import { ReferencedKind } from '@fairlead/backstage-plugin-gitops-node';
import { withoutCredentials } from '../mapping/withoutCredentials';
import { sourceObjectSchema } from '../schema';
import { compact } from './compact';
import { problemOf } from './problemOf';

const group = 'source.toolkit.fluxcd.io';
const version = 'v1';

/** What Kustomizations and HelmReleases take their manifests from. */
export const sourceReferences: readonly ReferencedKind[] = [
  { kind: 'GitRepository', plural: 'gitrepositories' },
  { kind: 'OCIRepository', plural: 'ocirepositories' },
  { kind: 'HelmRepository', plural: 'helmrepositories' },
  { kind: 'HelmChart', plural: 'helmcharts' },
  { kind: 'Bucket', plural: 'buckets' },
  { kind: 'ExternalArtifact', plural: 'externalartifacts' },
].map(kind => ({ ...kind, group, version, reduce: reduceSource }));

/** See `storedSourceSchema` for the form. Without the times, which move on at each look that Flux takes. */
function reduceSource(object: unknown) {
  const { spec: declared, status } = sourceObjectSchema.parse(object);
  const spec = declared ?? {};
  const { sourceRef } = spec;
  const origin = status?.artifact?.metadata ?? {};
  const problem = problemOf(status?.conditions ?? []);
  return compact({
    url: withoutCredentials(spec.url ?? bucketUrl(spec)),
    ref: compact({ ...spec.ref }),
    suspended: spec.suspend === true ? true : undefined,
    revision: status?.artifact?.revision,
    sourceRevision: status?.observedSourceArtifactRevision,
    problem,
    chart: spec.chart,
    version: spec.version,
    valuesFiles: spec.valuesFiles,
    sourceRef: sourceRef && compact({ ...pick(sourceRef) }),
    originUrl: withoutCredentials(origin['org.opencontainers.image.source']),
  });
}

function pick({ kind, name, namespace }: Record<string, unknown>) {
  return { kind, name, namespace };
}

function bucketUrl(spec: {
  endpoint?: string | null;
  bucketName?: string | null;
}): string | undefined {
  return spec.bucketName
    ? `https://${spec.endpoint ?? ''}/${spec.bucketName}`
    : undefined;
}
