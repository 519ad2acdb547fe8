import { isUpdatedOnDelete, partitionOf } from '../updateStrategy';
import { Workload } from '../workloadSchema';
import {
  health,
  isUnobserved,
  progressing,
  unobserved,
  WorkloadHealth,
} from './WorkloadHealth';

export function statefulSetHealth(workload: Workload): WorkloadHealth {
  const { spec, status } = workload;
  if (isUnobserved(workload)) return unobserved;
  const desired = spec?.replicas ?? 1;
  const ready = status?.readyReplicas ?? 0;
  if (ready < desired) {
    return progressing(`${ready} of ${desired} pods are ready`);
  }
  const updated = status?.updatedReplicas ?? 0;
  const wanted = desired - partitionOf(workload);
  if (!isUpdatedOnDelete(workload) && !isUpdated({ workload, wanted })) {
    return progressing(`${updated} of ${wanted} pods have the newest version`);
  }
  return health('Healthy', {
    message: desired === 0 ? 'It is scaled to zero' : undefined,
  });
}

/** Where no partition is declared, not even none, the revisions tell. */
function isUpdated(options: { workload: Workload; wanted: number }): boolean {
  const { spec, status } = options.workload;
  const { partition } = spec?.updateStrategy?.rollingUpdate ?? {};
  return typeof partition === 'number'
    ? (status?.updatedReplicas ?? 0) >= options.wanted
    : status?.updateRevision === status?.currentRevision;
}
