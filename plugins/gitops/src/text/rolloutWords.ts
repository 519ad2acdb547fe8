import {
  AnalysisPhase,
  RolloutAnalysis,
  RolloutRevision,
  RolloutState,
  RolloutStatus,
  versionLabel,
} from '@fairlead/backstage-plugin-gitops-common';
import { Tone } from './promotionWords';

/** Each state of a rollout: its word, its tone, and what it means. */
export const rolloutStates: Record<
  RolloutState,
  { word: string; tone: Tone; means: string }
> = {
  stable: {
    word: 'Stable',
    tone: 'positive',
    means: 'Nothing is under way: what Git declares is what serves.',
  },
  progressing: {
    word: 'Progressing',
    tone: 'active',
    means: 'The controller is bringing the new version in.',
  },
  paused: {
    word: 'Paused',
    tone: 'active',
    means: 'It goes on when its time is over, or when somebody resumes it.',
  },
  waiting: {
    word: 'Waiting for a person',
    tone: 'warning',
    means: 'It goes on only when somebody says so.',
  },
  aborted: {
    word: 'Aborted',
    tone: 'negative',
    means:
      'The stable version serves again, while Git still declares the new one.',
  },
  degraded: {
    word: 'Degraded',
    tone: 'negative',
    means: 'The controller can’t carry it out.',
  },
  unknown: {
    word: 'State unknown',
    tone: 'neutral',
    means: 'The controller says nothing that is understood here.',
  },
};

/** How a new version is brought in. */
export const strategies: Record<RolloutStatus['strategy'], string> = {
  canary: 'Canary',
  'blue-green': 'Blue-green',
  'ab-testing': 'A/B testing',
  mirroring: 'Mirrored traffic',
  unknown: 'Strategy unknown',
};

/** When an analysis runs. */
export const analysisTypes: Record<RolloutAnalysis['type'], string> = {
  step: 'Analysis of a step',
  background: 'Analysis in the background',
  'pre-promotion': 'Analysis before the switch',
  'post-promotion': 'Analysis after the switch',
  experiment: 'Experiment',
  canary: 'Checks',
};

/** How the phases of an analysis, and of one measurement, are coloured. */
export const analysisTones: Record<AnalysisPhase, Tone> = {
  Pending: 'neutral',
  Running: 'active',
  Successful: 'positive',
  Failed: 'negative',
  Error: 'negative',
  Inconclusive: 'warning',
  Unknown: 'neutral',
};

/** The version of a revision, or what its controller calls it where it has none. */
export function revisionLabel(
  revision: RolloutRevision | undefined,
): string | undefined {
  return revision && (versionLabel(revision) || revision.id);
}

/** What the controller says of a step: `Step 2 of 6`. */
export function stepCount(rollout: RolloutStatus): string | undefined {
  const { step } = rollout;
  if (!step) return undefined;
  return step.index >= step.total
    ? `All ${step.total} steps are done`
    : `Step ${step.index + 1} of ${step.total}`;
}

/** Whether a phase says more than the state beside which it is shown. */
export function phaseBeside(rollout: RolloutStatus): string | undefined {
  const { phase, state } = rollout;
  const word = rolloutStates[state].word.toLowerCase();
  return phase && phase.toLowerCase() !== word ? phase : undefined;
}
