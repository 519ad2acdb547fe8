import {
  RolloutStatus,
  RolloutStep,
} from '@fairlead/backstage-plugin-gitops-common';
import { Rollout } from '../schema';
import { hashesOf } from './hashes';
import { isAbortReported, Phase } from './phase';
import { stepInWords } from './stepWords';
import { canaryStepsOf, wholeWeight } from './strategy';

/** The steps of a canary, and where it is. */
export function stepsOf(
  rollout: Rollout,
  phase: Phase,
): Pick<RolloutStatus, 'steps' | 'step'> {
  const declared = canaryStepsOf(rollout);
  const whole = wholeWeight(rollout);
  const index = phase.unseen ? undefined : stepIndexOf(rollout);
  return {
    steps: declared.map((step, at) => ({
      ...stepInWords(step, whole),
      state: stateAt(at, index),
    })),
    ...(index !== undefined &&
      declared.length > 0 && {
        step: { index, total: declared.length },
      }),
  };
}

/**
 * 0-based, of the step that is carried out; the number of steps when all are done. Undefined when none is: without
 * steps, before the controller has looked, and after an abort, which sets the index back although nothing goes on.
 */
export function stepIndexOf(rollout: Rollout): number | undefined {
  const total = canaryStepsOf(rollout).length;
  const { current, isPromoted, isFirst } = hashesOf(rollout);
  if (total === 0 || !current) return undefined;
  if (isPromoted || isFirst) return total;
  if (rollout.status?.abort && isAbortReported(rollout)) return undefined;
  const index = rollout.status?.currentStepIndex ?? 0;
  return Math.min(Math.max(Math.trunc(index), 0), total);
}

function stateAt(at: number, index: number | undefined): RolloutStep['state'] {
  if (at === index) return 'current';
  return index !== undefined && at < index ? 'done' : 'upcoming';
}
