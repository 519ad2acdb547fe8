import { Workload } from './workloadSchema';

/** Whether pods of a StatefulSet or DaemonSet keep the version before until somebody deletes them. @public */
export function isUpdatedOnDelete({ spec }: Pick<Workload, 'spec'>): boolean {
  return spec?.updateStrategy?.type === 'OnDelete';
}

/** So many pods of a StatefulSet keep the version before: the first ones. @public */
export function partitionOf({ spec }: Pick<Workload, 'spec'>): number {
  const { partition } = spec?.updateStrategy?.rollingUpdate ?? {};
  return Math.min(Math.max(0, partition ?? 0), spec?.replicas ?? 1);
}
