import {
  isUpdatedOnDelete,
  partitionOf,
} from '@fairlead/backstage-plugin-gitops-node';
import { Workload } from '../schema';

const untilDeleted =
  'Pods keep the version before until somebody deletes them (updateStrategy OnDelete).';

/** Why pods of the version before stay, although nothing is under way; undefined when none do. */
export function keptVersion(workload: Workload): string | undefined {
  const { kind, status } = workload;
  if (kind !== 'StatefulSet' && kind !== 'DaemonSet') return undefined;
  if (isUpdatedOnDelete(workload)) {
    const isBehind =
      kind === 'StatefulSet'
        ? status?.updateRevision !== status?.currentRevision
        : (status?.updatedNumberScheduled ?? 0) <
          (status?.desiredNumberScheduled ?? 0);
    return isBehind ? untilDeleted : undefined;
  }
  const partition = kind === 'StatefulSet' ? partitionOf(workload) : 0;
  return partition > 0
    ? `The first ${partition} pods keep the version before (updateStrategy.rollingUpdate.partition).`
    : undefined;
}
