import { conditionOf } from '../parse';
import { WorkloadFacts } from '../referenceSchema';
import { Rollout } from '../schema';
import { shortened } from '../shortened';
import {
  computedPhase,
  isHeld,
  isRestarting,
  PhaseWords,
} from './computedPhase';
import { unseenReason } from './freshness';
import { hashesOf } from './hashes';

/** The phase of a Rollout, once it is known whether the one in its status can be believed. */
export interface Phase extends PhaseWords {
  /** Why the status is about an older state of it. */
  unseen?: string;
}

/**
 * The phase in the status is believed only when it is about what is declared now, and when nobody has asked the
 * controller for something since that it has not done.
 */
export function phaseOf(rollout: Rollout, workload?: WorkloadFacts): Phase {
  const unseen = unseenReason(rollout, workload);
  if (unseen) return { word: 'Progressing', message: unseen, unseen };
  const said = saidPhase(rollout);
  const pending = pendingRequest(rollout, said);
  if (pending) return { word: 'Progressing', message: pending };
  if (said.word !== 'Healthy') return said;
  if (isHeld(rollout)) return { word: 'Paused' };
  if (isRestarting(rollout)) {
    return { word: 'Progressing', message: 'Its pods are restarted.' };
  }
  return hashesOf(rollout).isPromoted
    ? said
    : {
        word: 'Progressing',
        message: 'The new version is not promoted yet.',
      };
}

/** Whether the controller was told to go on, and has not done so. */
export function isUnpausing({ status }: Rollout): boolean {
  return (
    status?.controllerPause === true &&
    (status.pauseConditions ?? []).length === 0
  );
}

function saidPhase(rollout: Rollout): PhaseWords {
  const { status } = rollout;
  if (!status?.phase) return computedPhase(rollout);
  const message = shortened(status.message);
  return { word: status.phase, ...(message && { message }) };
}

function pendingRequest(
  rollout: Rollout,
  { word }: PhaseWords,
): string | undefined {
  const { status } = rollout;
  const { comesIn } = hashesOf(rollout);
  if (isUnpausing(rollout)) {
    return 'It was told to go on, and the controller has not done so yet.';
  }
  if (status?.abort && !isAbortReported(rollout)) {
    return 'It was told to abort, and the controller has not done so yet.';
  }
  if (
    word === 'Degraded' &&
    !status?.abort &&
    comesIn &&
    isAbortReported(rollout)
  ) {
    return 'It was told to try again, and the controller has not done so yet.';
  }
  if (word !== 'Paused') return undefined;
  if (status?.promoteFull && comesIn) {
    return 'It was told to promote to the end, and the controller has not done so yet.';
  }
  return isHeld(rollout) ? undefined : 'It goes on.';
}

/** Whether the controller itself has noted that it was aborted. `abortedAt` stays when it is tried again. */
export function isAbortReported(rollout: Rollout): boolean {
  return conditionOf(rollout, 'Progressing')?.reason === 'RolloutAborted';
}
