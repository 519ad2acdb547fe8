import { JsonObject } from '@backstage/types';
import {
  imagesOfPodTemplate,
  ReferencedKind,
} from '@fairlead/backstage-plugin-gitops-node';
import { Workload, workloadSchema } from './schema';
import { templateDigest } from './templateDigest';

/** What a Canary brings in, and what serves until then. */
export const workloadReferences: readonly ReferencedKind[] = [
  { kind: 'Deployment', plural: 'deployments' },
  { kind: 'DaemonSet', plural: 'daemonsets' },
].map(kind => ({
  ...kind,
  group: 'apps',
  version: 'v1',
  reduce: reduceWorkload,
}));

/** See `workloadFactsSchema` for the form. */
function reduceWorkload(object: unknown): JsonObject {
  const workload = workloadSchema.parse(object);
  const { spec, status } = workload;
  const { metadata: podMetadata, spec: podSpec } = spec.template ?? {};
  const desired = spec.replicas ?? status?.desiredNumberScheduled;
  const changedAt = templateChangedAt(workload);
  const template = templateDigest({
    annotations: podMetadata?.annotations,
    podSpec,
  });
  return {
    images: imagesOfPodTemplate(spec.template),
    ...(typeof desired === 'number' && { desired }),
    ready: status?.readyReplicas ?? status?.numberReady ?? 0,
    ...(template && { template }),
    ...(changedAt && { changedAt }),
  };
}

/**
 * When somebody last wrote the pod template, which is the latest that it can have changed. Flagger itself writes only
 * the number of pods.
 */
function templateChangedAt({ metadata }: Workload): string | undefined {
  return (metadata.managedFields ?? [])
    .flatMap(({ manager, time, fieldsV1 }) =>
      manager !== 'flagger' && time && fieldsV1?.['f:spec']?.['f:template']
        ? [time]
        : [],
    )
    .sort()
    .at(-1);
}
