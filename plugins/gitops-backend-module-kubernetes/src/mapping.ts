import {
  pushedSync,
  TargetStatus,
} from '@fairlead/backstage-plugin-gitops-common';
import {
  MappingContext,
  workloadHealth,
} from '@fairlead/backstage-plugin-gitops-node';
import { conditionsOf } from './mapping/conditions';
import { historyOf } from './mapping/history';
import { isLookedAfter } from './mapping/ownership';
import { rolloutRefsOf } from './mapping/rolloutRefs';
import { sourcesOf } from './mapping/source';
import { versionOf } from './mapping/version';
import { parseWorkload } from './parse';

/**
 * Undefined for what an engine or a controller looks after. Throws InputError naming the field when the object is
 * none of the workloads that are read.
 */
export function mapWorkload(
  raw: unknown,
  context: MappingContext,
): TargetStatus | undefined {
  const workload = parseWorkload(raw);
  const { apiVersion, kind, metadata } = workload;
  if (isLookedAfter(metadata)) return undefined;
  const rolloutRefs = rolloutRefsOf(workload, context);
  return {
    engine: 'kubernetes',
    object: {
      cluster: context.cluster,
      apiVersion,
      kind,
      namespace: metadata.namespace,
      name: metadata.name,
    },
    ...(metadata.uid && { uid: metadata.uid }),
    labels: metadata.labels ?? {},
    annotations: annotationsOf(metadata.annotations ?? {}),
    destination: { inCluster: true, namespace: metadata.namespace },
    sources: sourcesOf(metadata.annotations),
    version: versionOf(workload),
    revisions: { desired: [], live: [] },
    sync: { status: 'Unknown', raw: pushedSync },
    health: workloadHealth(workload) ?? { status: 'Unknown' },
    autoSync: { enabled: false, prune: false, selfHeal: false },
    drift: [],
    conditions: conditionsOf(workload),
    history: historyOf(workload),
    resourceCount: 1,
    ...(metadata.deletionTimestamp && {
      deletingSince: metadata.deletionTimestamp,
    }),
    links: [],
    actions: [],
    ...(rolloutRefs.length > 0 && { rolloutRefs }),
  };
}

function annotationsOf(annotations: Record<string, string>) {
  return Object.fromEntries(
    Object.entries(annotations).filter(([key]) =>
      /^(fairlead|backstage\.io|meta\.helm\.sh)\//.test(key),
    ),
  );
}
