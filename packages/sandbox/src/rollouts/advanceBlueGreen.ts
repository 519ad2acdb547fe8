import { BlueGreen } from './Rollout';
import { RolloutLook } from './RolloutLook';

/** Brings a blue-green rollout as far as it can get now. */
export function advanceBlueGreen(look: RolloutLook, plan: BlueGreen): void {
  const { status, hash } = look;
  status.blueGreen ??= {};
  if (look.isAborted) {
    goBack(look, plan);
    return;
  }
  const isLive = status.blueGreen.activeSelector === hash;
  const isFirst = !status.blueGreen.activeSelector;
  look.scale(
    look.newSet,
    isLive || isFirst
      ? look.replicas
      : (plan.previewReplicaCount ?? look.replicas),
  );
  if (plan.previewService) {
    look.point(plan.previewService, hash);
    status.blueGreen.previewSelector = hash;
  }
  if (!isLive) {
    if (!isReadyToSwitch(look, plan)) {
      if (look.isAborted) goBack(look, plan);
      return;
    }
    switchOver(look, plan);
  }
  if (!look.isPromoted && !isProven(look, plan)) {
    if (look.isAborted) goBack(look, plan);
    return;
  }
  if (!look.isPromoted) look.complete('Completed blue-green update');
  for (const set of look.others()) {
    look.retire(set, plan.scaleDownDelaySeconds ?? 30);
  }
}

function isReadyToSwitch(look: RolloutLook, plan: BlueGreen): boolean {
  const { status, replicas } = look;
  const isFirst = !status.blueGreen?.activeSelector;
  const skips = isFirst || status.promoteFull || look.isPromoted;
  if (skips) {
    look.scale(look.newSet, replicas);
    return look.isAvailable();
  }
  if (!look.isAvailable(plan.previewReplicaCount ?? replicas)) return false;
  if (plan.prePromotionAnalysis) {
    const run = look.analyse({
      analysis: plan.prePromotionAnalysis,
      type: 'PrePromotion',
      known: status.blueGreen?.prePromotionAnalysisRunStatus,
    });
    status.blueGreen = {
      ...status.blueGreen,
      prePromotionAnalysisRunStatus: run,
    };
    if (!look.hasPassed(run)) return false;
  }
  if (plan.autoPromotionEnabled === false) {
    const isOver = look.isPauseOver(
      'BlueGreenPause',
      plan.autoPromotionSeconds,
    );
    if (!isOver) return false;
  }
  look.scale(look.newSet, replicas);
  if (look.isAvailable()) return true;
  // The pause is over: it must not begin again while the remaining pods come.
  if (plan.autoPromotionEnabled === false) status.controllerPause = true;
  return false;
}

function switchOver(look: RolloutLook, plan: BlueGreen): void {
  const { status, hash } = look;
  look.resume();
  look.point(plan.activeService, hash);
  status.blueGreen = { ...status.blueGreen, activeSelector: hash };
  look.say({
    type: 'Normal',
    reason: 'SwitchService',
    message: `Switched selector for service '${plan.activeService}' to value '${hash}'`,
  });
}

function isProven(look: RolloutLook, plan: BlueGreen): boolean {
  const { status } = look;
  if (!plan.postPromotionAnalysis || !status.stableRS || status.promoteFull) {
    return true;
  }
  const run = look.analyse({
    analysis: plan.postPromotionAnalysis,
    type: 'PostPromotion',
    known: status.blueGreen?.postPromotionAnalysisRunStatus,
  });
  status.blueGreen = {
    ...status.blueGreen,
    postPromotionAnalysisRunStatus: run,
  };
  return look.hasPassed(run);
}

function goBack(look: RolloutLook, plan: BlueGreen): void {
  const { status } = look;
  const stable = status.stableRS;
  if (!stable) return;
  look.scale(look.stableSet, look.replicas);
  if (status.blueGreen?.activeSelector !== stable) {
    look.point(plan.activeService, stable);
    status.blueGreen = { ...status.blueGreen, activeSelector: stable };
  }
  if (look.newSet) {
    look.retire(look.newSet, plan.abortScaleDownDelaySeconds ?? 30);
  }
}
