import { isUnpausing } from '../mapping/phase';
import { stepIndexOf } from '../mapping/steps';
import { stepInWords } from '../mapping/stepWords';
import { canaryStepsOf, strategyOf, wholeWeight } from '../mapping/strategy';
import { CanaryStep, Rollout } from '../schema';
import { ActionPlan, specPatch, statusPatch, whyNothingComesIn } from './plan';

/**
 * On by one step.
 *
 * @remarks
 * A pause is ended by taking its reason away; the controller then takes the next step itself, so that raising the index
 * as well would leave a step out. An analysis or an experiment, also one that could not tell, is ended by raising the
 * index. Nothing else is: a weight that is being set is not waited for by anybody.
 */
export function planPromote(rollout: Rollout): ActionPlan {
  const why = whyNothingComesIn(rollout) ?? whyNotPromoted(rollout);
  if (why) return { why };
  const check = checkUnderWay(rollout);
  const isPaused = pausesOf(rollout).length > 0;
  const passes = check && (!isPaused || isInconclusive(rollout, check));
  const status = {
    pauseConditions: null,
    ...(passes && isPaused && { controllerPause: false }),
    ...(passes && { currentStepIndex: check.index + 1 }),
  };
  return {
    patches: () => [
      statusPatch(status, versionOf(rollout)),
      ...(rollout.spec.paused ? [specPatch({ paused: false })] : []),
    ],
  };
}

/** On to the end, past all steps, pauses and analyses. */
export function planPromoteFull(rollout: Rollout): ActionPlan {
  const why =
    whyNothingComesIn(rollout) ??
    (rollout.status?.promoteFull
      ? 'It was told to promote to the end.'
      : undefined);
  if (why) return { why };
  return {
    patches: () => [
      statusPatch({ promoteFull: true }),
      ...(rollout.spec.paused ? [specPatch({ paused: false })] : []),
    ],
  };
}

function whyNotPromoted(rollout: Rollout): string | undefined {
  if (rollout.status?.promoteFull) {
    return 'It was told to promote to the end.';
  }
  if (isUnpausing(rollout)) return 'It was told to go on.';
  if (pausesOf(rollout).length > 0 || checkUnderWay(rollout)) return undefined;
  if (rollout.spec.paused) return 'It was paused. Resume it.';
  if (strategyOf(rollout) !== 'canary') {
    return 'It does not wait for anybody. Promote it to the end to leave analyses out.';
  }
  const steps = canaryStepsOf(rollout);
  const index = stepIndexOf(rollout) ?? steps.length;
  const step = steps.at(index);
  return index < steps.length && step
    ? `It does not wait for anybody: the controller is at step ${index + 1} of ${steps.length}, "${stepInWords(step, wholeWeight(rollout)).title}".`
    : 'It does not wait for anybody: it has no step left.';
}

/** The analysis or experiment that the current step is. */
function checkUnderWay(
  rollout: Rollout,
): { index: number; step: CanaryStep } | undefined {
  const index = stepIndexOf(rollout);
  const step = index === undefined ? undefined : canaryStepsOf(rollout)[index];
  return index !== undefined && step && (step.analysis || step.experiment)
    ? { index, step }
    : undefined;
}

/** Whether it is paused because of what the step has found, and not because of another analysis in the background. */
function isInconclusive(
  { status }: Rollout,
  { step }: { step: CanaryStep },
): boolean {
  const reasons = (status?.pauseConditions ?? []).map(each => each.reason);
  return step.analysis
    ? reasons.includes('InconclusiveAnalysisRun') &&
        status?.canary?.currentStepAnalysisRunStatus?.status === 'Inconclusive'
    : reasons.includes('InconclusiveExperiment');
}

function pausesOf({ status }: Rollout) {
  return status?.pauseConditions ?? [];
}

/** The controller may go on by itself at any time, and nobody has asked to pass what comes then. */
function versionOf({ metadata }: Rollout): Record<string, unknown> | undefined {
  const { resourceVersion } = metadata;
  return resourceVersion ? { resourceVersion } : undefined;
}
