import { StatefulSet } from '../schema';
import { health, Health } from './Health';

export function statefulSetHealth(workload: StatefulSet): Health {
  const { spec, status } = workload;
  const desired = spec.replicas ?? 1;
  const ready = status?.readyReplicas ?? 0;
  const updated = status?.updatedReplicas ?? 0;
  if (ready < desired) {
    return health('Progressing', `${ready} of ${desired} pods are ready`);
  }
  if (isOnDelete(workload)) return health('Healthy');
  const wanted = desired - partitionOf(workload);
  if (partitionOf(workload) > 0) {
    return updated < wanted
      ? health(
          'Progressing',
          `${updated} of ${wanted} pods have the newest version`,
        )
      : health('Healthy');
  }
  return status?.updateRevision !== status?.currentRevision
    ? health(
        'Progressing',
        `${updated} of ${desired} pods have the newest version`,
      )
    : health('Healthy', desired === 0 ? 'It is scaled to zero' : undefined);
}

/** Why pods of the version before stay, although nothing is under way; undefined when none do. */
export function keptBack(workload: StatefulSet): string | undefined {
  const { spec, status } = workload;
  if (isOnDelete(workload)) {
    return status?.updateRevision !== status?.currentRevision
      ? 'Pods keep the version before until somebody deletes them (updateStrategy OnDelete).'
      : undefined;
  }
  const partition = Math.min(partitionOf(workload), spec.replicas ?? 1);
  return partition > 0
    ? `The first ${partition} pods keep the version before (updateStrategy.rollingUpdate.partition).`
    : undefined;
}

function isOnDelete({ spec }: StatefulSet): boolean {
  return spec.updateStrategy?.type === 'OnDelete';
}

function partitionOf({ spec }: StatefulSet): number {
  return Math.max(0, spec.updateStrategy?.rollingUpdate?.partition ?? 0);
}
