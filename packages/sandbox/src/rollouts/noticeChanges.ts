import { kubeTime } from '../workloads/owned';
import { templateHash } from '../workloads/pods';
import { stepsOf } from './Rollout';
import { RolloutLook } from './RolloutLook';

/** Takes in what somebody has changed since the last look: the template, the steps, or the status. */
export function noticeChanges(look: RolloutLook): void {
  const { status, hash } = look;
  const steps = stepsOf(look.rollout);
  const stepHash = steps.length > 0 ? templateHash({ steps }) : undefined;
  const before = status.currentPodHash;
  if (before !== hash) {
    beginAnew(look);
    if (before) {
      look.say({
        type: 'Normal',
        reason: 'RolloutUpdated',
        message: `Rollout updated to revision ${look.revision}`,
      });
    }
  } else if (status.currentStepHash !== stepHash) {
    look.resume();
    look.analyses.terminate('Step');
    goToFirstStep(look);
  }
  status.currentPodHash = hash;
  status.currentStepHash = stepHash;
  noticeAbort(look);
}

function beginAnew(look: RolloutLook): void {
  const { status } = look;
  look.resume();
  look.analyses.terminate();
  delete status.abort;
  delete status.abortedAt;
  delete status.promoteFull;
  forgetAnalyses(look);
  goToFirstStep(look);
}

function noticeAbort(look: RolloutLook): void {
  const { status } = look;
  if (status.abort && look.isPromoted) {
    // There is nothing to go back to.
    delete status.abort;
    delete status.abortedAt;
  } else if (status.abort && !status.abortedAt) {
    status.abortedAt = kubeTime(Date.now());
    look.enterAbort();
  } else if (!status.abort && status.abortedAt) {
    delete status.abortedAt;
    forgetAnalyses(look);
    goToFirstStep(look);
    look.say({
      type: 'Normal',
      reason: 'RolloutRetry',
      message: `Rollout retries the update to revision ${look.revision}`,
    });
  }
}

function goToFirstStep({ status, rollout, isPromoted }: RolloutLook): void {
  const { length } = stepsOf(rollout);
  if (length === 0) delete status.currentStepIndex;
  else status.currentStepIndex = isPromoted ? length : 0;
}

function forgetAnalyses({ status }: RolloutLook): void {
  delete status.canary?.currentStepAnalysisRunStatus;
  delete status.canary?.currentBackgroundAnalysisRunStatus;
  delete status.blueGreen?.prePromotionAnalysisRunStatus;
  delete status.blueGreen?.postPromotionAnalysisRunStatus;
}
