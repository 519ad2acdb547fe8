import { RolloutStatus } from '@fairlead/backstage-plugin-gitops-common';
import { durationInWords, secondsOf } from '../durations';
import { conditionOf } from '../parse';
import { Rollout } from '../schema';
import { timeAfter, timeOf } from '../times';
import { Phase } from './phase';
import { stepIndexOf } from './steps';
import { canaryStepsOf } from './strategy';

type Pause = NonNullable<RolloutStatus['pause']>;

/** Why it does not go on, and until when. Where there are several reasons, the one that somebody has to end. */
export function pauseOf(rollout: Rollout, phase: Phase): Pause | undefined {
  if (phase.word !== 'Paused') return undefined;
  if (rollout.spec.paused) return pauseByPerson(rollout);
  const pauses = (rollout.status?.pauseConditions ?? []).map(each =>
    pauseBy(rollout, each),
  );
  return (
    pauses.find(({ until }) => !until) ?? pauses.sort(lastToEndFirst).at(0)
  );
}

function pauseByPerson(rollout: Rollout): Pause {
  const paused = conditionOf(rollout, 'Paused');
  // The condition lags: until it holds, its time is that of the pause before.
  const since =
    paused?.status === 'True' ? timeOf(paused.lastTransitionTime) : undefined;
  return {
    reason: 'spec.paused',
    message: 'It was paused, and goes on when somebody resumes it.',
    ...(since && { since }),
  };
}

function pauseBy(
  rollout: Rollout,
  condition: { reason?: string | null; startTime?: string | null },
): Pause {
  const reason = condition.reason || 'Unknown';
  const since = timeOf(condition.startTime);
  const seconds = secondsFor(rollout, reason);
  const until = seconds === undefined ? undefined : timeAfter(since, seconds);
  const end =
    seconds === undefined || !until
      ? 'It waits until somebody promotes it.'
      : `It goes on by itself after ${durationInWords(seconds)}.`;
  return {
    reason,
    message: `${whyInWords(rollout, reason)} ${end}`,
    ...(since && { since }),
    ...(until && { until }),
  };
}

/** How long such a pause is; undefined when somebody has to end it. */
function secondsFor(rollout: Rollout, reason: string): number | undefined {
  if (reason === 'CanaryPauseStep') {
    const step = canaryStepsOf(rollout)[stepIndexOf(rollout) ?? 0];
    return secondsOf(step?.pause?.duration);
  }
  if (reason === 'BlueGreenPause') {
    return rollout.spec.strategy?.blueGreen?.autoPromotionSeconds || undefined;
  }
  return undefined;
}

function whyInWords(rollout: Rollout, reason: string): string {
  switch (reason) {
    case 'CanaryPauseStep': {
      const total = canaryStepsOf(rollout).length;
      const index = stepIndexOf(rollout) ?? 0;
      return `It has come to the pause at step ${Math.min(index + 1, total)} of ${total}.`;
    }
    case 'BlueGreenPause': {
      const preview = rollout.spec.strategy?.blueGreen?.previewService;
      return preview
        ? `The new version runs behind the preview service ${preview}.`
        : 'The new version runs, and gets no traffic yet.';
    }
    case 'InconclusiveAnalysisRun':
      return 'An analysis could not tell whether the new version is good.';
    case 'InconclusiveExperiment':
      return 'An experiment could not tell whether the new version is good.';
    default:
      return `The controller has paused it: ${reason}.`;
  }
}

function lastToEndFirst(a: Pause, b: Pause): number {
  return Date.parse(b.until ?? '') - Date.parse(a.until ?? '');
}
