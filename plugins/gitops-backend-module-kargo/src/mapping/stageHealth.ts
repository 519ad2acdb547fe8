import {
  HealthStatus,
  ManagedStage,
} from '@fairlead/backstage-plugin-gitops-common';
import { Stage } from '../schema';

const statuses: Record<string, HealthStatus> = {
  Healthy: 'Healthy',
  Progressing: 'Progressing',
  Unhealthy: 'Degraded',
};

/**
 * Health of a stage. Kargo does not know it while a promotion runs, and after one that did not succeed, whatever the
 * Applications do.
 */
export function stageHealth({ status }: Stage): ManagedStage['health'] {
  const { status: raw, issues } = status?.health ?? {};
  if (!raw) return { status: 'Unknown' };
  const message =
    issues?.filter(Boolean).join('; ') ||
    (raw === 'NotApplicable'
      ? 'Its promotion registers no health checks.'
      : '');
  return {
    status: statuses[raw] ?? 'Unknown',
    raw,
    ...(message && { message }),
  };
}

type Verification = NonNullable<ManagedStage['verification']>;

const phases: Record<string, Verification['state']> = {
  Pending: 'waiting',
  Running: 'running',
  Successful: 'passed',
  Failed: 'failed',
  Error: 'failed',
  Aborted: 'failed',
  Inconclusive: 'failed',
};

/** Verification of what the stage has now; undefined when there is none. */
export function verificationOf({
  status,
}: Stage): ManagedStage['verification'] {
  const [latest] = status?.freightHistory?.[0]?.verificationHistory ?? [];
  if (!latest?.phase) return undefined;
  const { phase, message, startTime, finishTime } = latest;
  return {
    phase,
    state: phases[phase] ?? 'unknown',
    ...(message && { message }),
    ...(startTime && { startedAt: startTime }),
    ...(finishTime && { finishedAt: finishTime }),
  };
}
