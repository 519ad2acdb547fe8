import { DaemonSet } from '../schema';
import { health, Health } from './Health';

export function daemonSetHealth(workload: DaemonSet): Health {
  const { status } = workload;
  const desired = status?.desiredNumberScheduled ?? 0;
  const updated = status?.updatedNumberScheduled ?? 0;
  const available = status?.numberAvailable ?? 0;
  if (updated < desired && !isOnDelete(workload)) {
    return health(
      'Progressing',
      `${updated} of ${desired} pods have the newest version`,
    );
  }
  return available < desired
    ? health('Progressing', `${available} of ${desired} pods are available`)
    : health('Healthy', desired === 0 ? 'No node is to run it' : undefined);
}

/** Why pods of the version before stay, although nothing is under way; undefined when none do. */
export function keptOnNodes(workload: DaemonSet): string | undefined {
  const { status } = workload;
  return isOnDelete(workload) &&
    (status?.updatedNumberScheduled ?? 0) <
      (status?.desiredNumberScheduled ?? 0)
    ? 'Pods keep the version before until somebody deletes them (updateStrategy OnDelete).'
    : undefined;
}

function isOnDelete({ spec }: DaemonSet): boolean {
  return spec.updateStrategy?.type === 'OnDelete';
}
