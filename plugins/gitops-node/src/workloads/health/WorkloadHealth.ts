import { HealthStatus } from '@fairlead/backstage-plugin-gitops-common';
import { Workload } from '../workloadSchema';

/** How a workload is, with what explains it. @public */
export interface WorkloadHealth {
  status: Exclude<HealthStatus, 'Missing'>;
  message?: string;
  /** Where its controller says since when. ISO 8601. */
  since?: string;
}

export function health(
  status: WorkloadHealth['status'],
  { message, since }: { message?: string | null; since?: string | null } = {},
): WorkloadHealth {
  return { status, ...(message && { message }), ...(since && { since }) };
}

export function progressing(message: string): WorkloadHealth {
  return health('Progressing', { message });
}

export const unobserved = progressing(
  'Its controller has not looked at the newest spec yet',
);

/** What its status says is about an older generation. A hash, as the oldest Rollouts write, says nothing of that. */
export function isUnobserved({ metadata, status }: Workload): boolean {
  return Number(status?.observedGeneration ?? 0) < (metadata.generation ?? 0);
}
