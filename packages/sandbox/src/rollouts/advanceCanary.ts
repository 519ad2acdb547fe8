import { Canary, stepsOf } from './Rollout';
import { RolloutLook } from './RolloutLook';
import { countOf, wantedOf } from './RolloutSets';
import { podsAt, titleOf, weightAt } from './steps';

/** Brings a canary as far as it can get now. */
export function advanceCanary(look: RolloutLook, canary: Canary): void {
  const total = stepsOf(look.rollout).length;
  const { status } = look;
  if (!status.stableRS || look.isPromoted) {
    beStable(look, canary);
    return;
  }
  look.point(canary.canaryService, look.hash);
  if (!look.isAborted) followInBackground(look, canary);
  if (look.isAborted) {
    goBack(look, canary);
    return;
  }
  if (status.promoteFull && status.currentStepIndex !== total) {
    look.resume();
    look.analyses.terminate();
    if (total > 0) status.currentStepIndex = total;
  }
  while (isStepDone(look, canary)) {
    const index = status.currentStepIndex ?? 0;
    look.say({
      type: 'Normal',
      reason: 'RolloutStepCompleted',
      message: `Rollout step ${index + 1}/${total} completed (${titleOf(stepsOf(look.rollout)[index])})`,
    });
    status.currentStepIndex = index + 1;
    delete status.canary?.currentStepAnalysisRunStatus;
  }
  // A step may have failed.
  if (look.isAborted) goBack(look, canary);
  else if ((status.currentStepIndex ?? 0) >= total) finish(look, canary);
}

/** The first version of all, and one that is stable already, skip the steps. */
function beStable(look: RolloutLook, canary: Canary): void {
  const { status, replicas } = look;
  const total = stepsOf(look.rollout).length;
  if (total > 0) status.currentStepIndex = total;
  look.scale(look.newSet, replicas);
  look.point(canary.canaryService, look.hash);
  look.point(canary.stableService, look.hash);
  setWeights(look, { canary, weight: 0 });
  if (!status.stableRS) {
    if (look.isAvailable()) look.complete('Initial deploy');
    return;
  }
  for (const set of look.others()) {
    if (canary.trafficRouting) {
      look.retire(set, canary.scaleDownDelaySeconds ?? 30);
    } else look.scale(set, 0);
  }
}

function goBack(look: RolloutLook, canary: Canary): void {
  look.scale(look.stableSet, look.replicas);
  look.scale(look.newSet, 0);
  for (const set of look.others()) look.scale(set, 0);
  look.point(canary.stableService, look.status.stableRS ?? look.hash);
  look.point(canary.canaryService, look.status.stableRS ?? look.hash);
  setWeights(look, { canary, weight: 0 });
}

function finish(look: RolloutLook, canary: Canary): void {
  const total = stepsOf(look.rollout).length;
  look.scale(look.newSet, look.replicas);
  if (!look.isAvailable()) return;
  setWeights(look, { canary, weight: 100 });
  if (!canary.trafficRouting) look.scale(look.stableSet, 0);
  for (const set of look.others()) look.scale(set, 0);
  const isAlone =
    canary.trafficRouting || countOf(look.stableSet, 'replicas') === 0;
  if (!isAlone) return;
  look.complete(
    look.status.promoteFull
      ? 'Full promotion requested'
      : `Completed all ${total} canary steps`,
  );
  beStable(look, canary);
}

function isStepDone(look: RolloutLook, canary: Canary): boolean {
  const { status } = look;
  const index = status.currentStepIndex ?? 0;
  const step = stepsOf(look.rollout)[index];
  if (!step || look.isAborted) return false;
  if (look.isUnclear && !step.analysis) return false;
  if (!step.analysis && status.canary?.currentStepAnalysisRunStatus) {
    look.analyses.terminate('Step');
    delete status.canary.currentStepAnalysisRunStatus;
  }
  if (step.pause) {
    divide(look, canary);
    return look.isPauseOver('CanaryPauseStep', step.pause.duration);
  }
  if (step.analysis) {
    divide(look, canary);
    const run = look.analyse({
      analysis: step.analysis,
      type: 'Step',
      known: status.canary?.currentStepAnalysisRunStatus,
      stepIndex: index,
    });
    status.canary = { ...status.canary, currentStepAnalysisRunStatus: run };
    return look.hasPassed(run);
  }
  return divide(look, canary);
}

/** Divides pods and traffic as the step wants it; returns whether that is so. */
function divide(look: RolloutLook, canary: Canary): boolean {
  const { status, replicas } = look;
  const steps = stepsOf(look.rollout);
  const index = status.currentStepIndex ?? 0;
  const routed = canary.trafficRouting !== undefined;
  const wanted = podsAt({ steps, index, replicas, routed });
  look.scale(look.newSet, wanted.canary);
  for (const set of look.others()) look.scale(set, 0);
  // What serves goes only when what takes its place is there, and comes back at once.
  const isThere = look.isAvailable(wanted.canary);
  if (isThere || wantedOf(look.stableSet) < wanted.stable) {
    look.scale(look.stableSet, wanted.stable);
  }
  if (!isThere) return false;
  setWeights(look, { canary, weight: weightAt(steps, index) });
  look.point(canary.stableService, status.stableRS ?? look.hash);
  return (
    countOf(look.newSet, 'replicas') === wanted.canary &&
    countOf(look.stableSet, 'replicas') === wanted.stable
  );
}

function followInBackground(look: RolloutLook, canary: Canary): void {
  const { status } = look;
  const { analysis } = canary;
  const total = stepsOf(look.rollout).length;
  const index = status.currentStepIndex ?? 0;
  if (!analysis || index >= total || index < (analysis.startingStep ?? 0)) {
    return;
  }
  const run = look.analyse({
    analysis,
    type: 'Background',
    known: status.canary?.currentBackgroundAnalysisRunStatus,
  });
  status.canary = {
    ...status.canary,
    currentBackgroundAnalysisRunStatus: run,
  };
}

function setWeights(
  look: RolloutLook,
  { canary, weight }: { canary: Canary; weight: number },
): void {
  const { status, hash } = look;
  if (!canary.trafficRouting) return;
  status.canary = {
    ...status.canary,
    weights: {
      canary: {
        podTemplateHash: hash,
        serviceName: canary.canaryService,
        weight,
      },
      stable: {
        podTemplateHash: status.stableRS ?? hash,
        serviceName: canary.stableService,
        weight: 100 - weight,
      },
    },
  };
}
