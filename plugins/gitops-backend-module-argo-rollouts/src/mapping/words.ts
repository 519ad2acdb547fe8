import {
  RolloutRevision,
  RolloutState,
  RolloutStatus,
  versionLabel,
} from '@fairlead/backstage-plugin-gitops-common';
import { conditionOf } from '../parse';
import { Rollout } from '../schema';
import { shortened } from '../shortened';
import { abortedSince } from './abortedSince';
import { hashesOf } from './hashes';
import { Phase } from './phase';
import { stepIndexOf } from './steps';
import { stepInWords } from './stepWords';
import { canaryStepsOf, strategyOf, wholeWeight } from './strategy';

/** What its state means, in words. */
export function messageOf(
  rollout: Rollout,
  options: { phase: Phase; state: RolloutState; pause: RolloutStatus['pause'] },
): string | undefined {
  const { phase, state, pause } = options;
  switch (state) {
    case 'stable':
      return undefined;
    case 'paused':
    case 'waiting':
      return pause?.message;
    case 'aborted':
      return abortedOf(rollout, state)?.message;
    case 'degraded':
      return (
        phase.message ??
        shortened(conditionOf(rollout, 'Progressing')?.message) ??
        'It is degraded, and the controller does not say why.'
      );
    case 'progressing':
      return progressInWords(rollout, phase);
    default:
      return (
        phase.message ??
        `The controller says "${phase.word}", which is not known here.`
      );
  }
}

/** What to say of a version that the controller has given up. */
export function abortedOf(
  rollout: Rollout,
  state: RolloutState,
): RolloutStatus['aborted'] {
  if (state !== 'aborted') return undefined;
  const since = abortedSince(rollout);
  return {
    ...(since && { since }),
    message:
      shortened(conditionOf(rollout, 'Progressing')?.message) ??
      shortened(rollout.status?.message) ??
      'The controller has given the new version up, and does not say why.',
  };
}

/** What the controller has done in the cluster that is in no manifest. */
export function unknownToGit(
  rollout: Rollout,
  options: {
    state: RolloutState;
    stable: RolloutRevision | undefined;
    candidate: RolloutRevision | undefined;
  },
): string | undefined {
  const { state, stable, candidate } = options;
  if (state === 'aborted') {
    return `Git still declares the new version${labelled(candidate)}. The controller has gone back to the stable one${labelled(stable)}, and stays there until Git does too, or somebody retries it.`;
  }
  const { kind, name, scaleDown } = rollout.spec.workloadRef ?? {};
  const isScaled = scaleDown === 'onsuccess' || scaleDown === 'progressively';
  return isScaled && !hashesOf(rollout).isFirst
    ? `The Rollout runs the pods of the ${kind || 'workload'} ${name ?? ''}, which the controller scales to zero.`
    : undefined;
}

function progressInWords(rollout: Rollout, phase: Phase): string {
  if (phase.unseen) return phase.unseen;
  const said = phase.message && withPoint(phase.message);
  return (
    [said, whereabouts(rollout)].filter(Boolean).join(' ') ||
    'The controller works on it.'
  );
}

function whereabouts(rollout: Rollout): string | undefined {
  const { current, isFirst, comesIn } = hashesOf(rollout);
  if (isFirst) return 'The first version goes live, without steps.';
  if (!comesIn) return undefined;
  const active = rollout.status?.blueGreen?.activeSelector;
  if (strategyOf(rollout) !== 'blue-green' || !active) {
    return stepUnderWay(rollout);
  }
  return active === current
    ? 'The active service leads to the new version, which is not the stable one yet.'
    : 'The active service still leads to the stable version.';
}

function stepUnderWay(rollout: Rollout): string | undefined {
  const steps = canaryStepsOf(rollout);
  const index = stepIndexOf(rollout);
  const step = index === undefined ? undefined : steps[index];
  if (index === undefined || !step) return undefined;
  const { title } = stepInWords(step, wholeWeight(rollout));
  const plugin = rollout.status?.canary?.stepPluginStatuses?.find(
    each => step.plugin && each.index === index,
  );
  const outcome = [plugin?.phase, shortened(plugin?.message)]
    .filter(Boolean)
    .join(', ');
  return withPoint(
    `Step ${index + 1} of ${steps.length}: ${title}${outcome && ` (${outcome})`}`,
  );
}

function labelled(revision: RolloutRevision | undefined): string {
  const label = revision && versionLabel(revision);
  return label ? ` (${label})` : '';
}

function withPoint(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
