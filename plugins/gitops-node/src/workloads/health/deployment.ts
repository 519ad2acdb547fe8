import { Workload } from '../workloadSchema';
import {
  health,
  isUnobserved,
  progressing,
  unobserved,
  WorkloadHealth,
} from './WorkloadHealth';

export function deploymentHealth(workload: Workload): WorkloadHealth {
  const { spec, status } = workload;
  if (spec?.paused) {
    return health('Suspended', { message: 'The Deployment is paused' });
  }
  if (isUnobserved(workload)) return unobserved;
  const exceeded = status?.conditions?.find(
    ({ type, reason }) =>
      type === 'Progressing' && reason === 'ProgressDeadlineExceeded',
  );
  if (exceeded) {
    return health('Degraded', {
      message:
        exceeded.message || 'The Deployment exceeded its progress deadline',
      since: exceeded.lastTransitionTime,
    });
  }
  const desired = spec?.replicas ?? 1;
  const updated = status?.updatedReplicas ?? 0;
  const available = status?.availableReplicas ?? 0;
  const old = (status?.replicas ?? 0) - updated;
  if (updated < desired) {
    return progressing(`${updated} of ${desired} pods have the newest version`);
  }
  if (old > 0) return progressing(`${old} old pods have yet to end`);
  if (available < updated) {
    return progressing(`${available} of ${updated} pods are available`);
  }
  return health('Healthy', {
    message: desired === 0 ? 'It is scaled to zero' : undefined,
  });
}
