import { isUpdatedOnDelete } from '../updateStrategy';
import { Workload } from '../workloadSchema';
import {
  health,
  isUnobserved,
  progressing,
  unobserved,
  WorkloadHealth,
} from './WorkloadHealth';

export function daemonSetHealth(workload: Workload): WorkloadHealth {
  const { status } = workload;
  if (isUnobserved(workload)) return unobserved;
  const desired = status?.desiredNumberScheduled ?? 0;
  const updated = status?.updatedNumberScheduled ?? 0;
  const available = status?.numberAvailable ?? 0;
  if (updated < desired && !isUpdatedOnDelete(workload)) {
    return progressing(`${updated} of ${desired} pods have the newest version`);
  }
  if (available < desired) {
    return progressing(`${available} of ${desired} pods are available`);
  }
  return health('Healthy', {
    message: desired === 0 ? 'No node is to run it' : undefined,
  });
}
