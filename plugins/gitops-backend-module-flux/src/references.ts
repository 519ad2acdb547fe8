import { JsonObject } from '@backstage/types';
import { ReferencedKind } from '@fairlead/backstage-plugin-gitops-node';
import { z } from 'zod';
import { FluxCondition, sourceObjectSchema } from './schema';
import { withoutCredentials } from './mapping/withoutCredentials';

const group = 'source.toolkit.fluxcd.io';
const version = 'v1';

const partSchema = z.union([
  z.string().min(1),
  z.literal(true),
  z.array(z.string()),
  z.record(z.string(), z.string()),
]);

/** What Kustomizations and HelmReleases take their manifests from. */
export const fluxReferences: readonly ReferencedKind[] = [
  { kind: 'GitRepository', plural: 'gitrepositories' },
  { kind: 'OCIRepository', plural: 'ocirepositories' },
  { kind: 'HelmRepository', plural: 'helmrepositories' },
  { kind: 'HelmChart', plural: 'helmcharts' },
  { kind: 'Bucket', plural: 'buckets' },
].map(kind => ({ ...kind, group, version, reduce: reduceSource }));

/** See `storedSourceSchema` for the form. Without the times, which move on at each look that Flux takes. */
function reduceSource(object: unknown) {
  const { spec, status } = sourceObjectSchema.parse(object);
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

/** A source that was never looked at, and an OCI HelmRepository, which Flux never looks at, have no conditions. */
function problemOf(conditions: readonly FluxCondition[]): string | undefined {
  const ready = conditions.find(({ type }) => type === 'Ready');
  const failed =
    conditions.find(
      ({ type, status }) => type === 'FetchFailed' && status === 'True',
    ) ?? (ready?.status === 'False' ? ready : undefined);
  return failed && (failed.message || failed.reason || 'no reason is given');
}

/** Only texts, lists of texts, flags and records of those: a value of JSON. */
function compact(values: Record<string, unknown>): JsonObject {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => {
      const parsed = partSchema.safeParse(value);
      return parsed.success ? [[key, parsed.data]] : [];
    }),
  );
}
