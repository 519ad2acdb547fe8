import { Rollout, RolloutCondition, RolloutStatus } from './Rollout';

/** What a phase is computed from. */
export interface PhaseInput {
  rollout: Rollout;
  /** Everything but the phase. */
  status: RolloutStatus;
  replicas: number;
}

/** The phase of a Rollout and why it is in it. The order of the questions is what users of the real one know. */
export function phaseOf({ rollout, status, replicas }: PhaseInput): {
  phase: string;
  message?: string;
} {
  const bad = status.conditions?.find(isBad);
  if (bad) return degraded(bad);
  if (rollout.spec.paused) {
    return { phase: 'Paused', message: 'manually paused' };
  }
  const [pause] = status.pauseConditions ?? [];
  if (pause) return { phase: 'Paused', message: pause.reason };
  const message = progressOf({ rollout, status, replicas });
  return message ? { phase: 'Progressing', message } : { phase: 'Healthy' };
}

function isBad({ type, status, reason = '' }: RolloutCondition): boolean {
  return (
    (type === 'InvalidSpec' && status === 'True') ||
    (type === 'Progressing' &&
      ['RolloutAborted', 'ProgressDeadlineExceeded'].includes(reason))
  );
}

function degraded({ reason, message }: RolloutCondition) {
  return { phase: 'Degraded', message: `${reason}: ${message}` };
}

function progressOf(options: PhaseInput): string | undefined {
  const { rollout, status, replicas } = options;
  const { updatedReplicas = 0, availableReplicas = 0 } = status;
  const { restartAt, strategy } = rollout.spec;
  if (restartAt && restartAt !== status.restartedAt) {
    return 'rollout is restarting';
  }
  if (updatedReplicas < replicas) return 'more replicas need to be updated';
  if (availableReplicas < updatedReplicas) {
    return 'updated replicas are still becoming available';
  }
  if (strategy?.blueGreen) {
    if (status.blueGreen?.activeSelector !== status.currentPodHash) {
      return 'active service cutover pending';
    }
    if (status.stableRS !== status.currentPodHash) {
      return 'waiting for analysis to complete';
    }
    return undefined;
  }
  const isRouted = strategy?.canary?.trafficRouting !== undefined;
  if (!isRouted && (status.replicas ?? 0) > updatedReplicas) {
    return 'old replicas are pending termination';
  }
  return status.stableRS === status.currentPodHash
    ? undefined
    : 'waiting for all steps to complete';
}
