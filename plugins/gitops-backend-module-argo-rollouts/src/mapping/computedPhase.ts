import { invalidReason } from '../parse';
import { Rollout } from '../schema';
import { hashesOf } from './hashes';

/** A phase, and what there is to say of it. */
export interface PhaseWords {
  word: string;
  message?: string;
}

const bad = ['RolloutAborted', 'ProgressDeadlineExceeded'];

/** What controllers before version 1.0 did not write: the phase, from the rest of the status. */
export function computedPhase(rollout: Rollout): PhaseWords {
  const { spec, status } = rollout;
  const invalid = invalidReason(rollout);
  if (invalid) return { word: 'Degraded', message: `InvalidSpec: ${invalid}` };
  const failed = status?.conditions?.find(({ reason }) =>
    bad.includes(reason ?? ''),
  );
  if (failed) {
    return {
      word: 'Degraded',
      message: `${failed.reason}: ${failed.message ?? ''}`,
    };
  }
  if (isHeld(rollout)) return { word: 'Paused' };
  if (isRestarting(rollout)) return progressing('Its pods are restarted.');
  const { updatedReplicas, availableReplicas } = status ?? {};
  const updated = updatedReplicas ?? 0;
  if (updated < (spec.replicas ?? 1)) {
    return progressing('More pods of the new version are needed.');
  }
  if ((availableReplicas ?? 0) < updated) {
    return progressing('Pods of the new version are not available yet.');
  }
  const pending = pendingCutOver(rollout);
  return pending ? progressing(pending) : { word: 'Healthy' };
}

/** A person or the controller itself has paused it. */
export function isHeld({ spec, status }: Rollout): boolean {
  return spec.paused === true || (status?.pauseConditions ?? []).length > 0;
}

/** Somebody has asked for new pods, and the controller has not replaced all of them. */
export function isRestarting({ spec, status }: Rollout): boolean {
  const asked = Date.parse(spec.restartAt ?? '');
  if (Number.isNaN(asked)) return false;
  return Date.parse(status?.restartedAt ?? '') !== asked;
}

function pendingCutOver(rollout: Rollout): string | undefined {
  const { spec, status } = rollout;
  const { canary, blueGreen } = spec.strategy ?? {};
  const { current, isPromoted } = hashesOf(rollout);
  const active = status?.blueGreen?.activeSelector || undefined;
  if (blueGreen && (!active || active !== current)) {
    return 'The active service does not lead to the new version yet.';
  }
  const others = (status?.replicas ?? 0) > (status?.updatedReplicas ?? 0);
  if (canary && !canary.trafficRouting && others) {
    return 'Pods of the old version are still there.';
  }
  return isPromoted ? undefined : 'The new version is not promoted yet.';
}

function progressing(message: string): PhaseWords {
  return { word: 'Progressing', message };
}
