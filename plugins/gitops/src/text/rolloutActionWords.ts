import {
  RolloutActionId,
  RolloutStatus,
} from '@fairlead/backstage-plugin-gitops-common';
import { controllerTitle } from './engineWords';
import { revisionLabel } from './rolloutWords';
import { sentence } from './sentence';

/** The words of an action on a rollout. */
export const rolloutActions: Record<
  RolloutActionId,
  { word: string; isDestructive?: boolean }
> = {
  promote: { word: 'Promote one step' },
  'promote-full': { word: 'Promote fully', isDestructive: true },
  resume: { word: 'Resume' },
  pause: { word: 'Pause' },
  retry: { word: 'Retry' },
  abort: { word: 'Abort', isDestructive: true },
  restart: { word: 'Restart' },
};

// They set a field of the object's spec, which the engine may hold to what Git says.
const changesSpec: RolloutActionId[] = ['pause', 'resume', 'restart'];

/** What will happen when a rollout is asked for something, a sentence or two each. */
export function rolloutActionEffects(options: {
  action: RolloutActionId;
  rollout: RolloutStatus;
  engine: string;
}): string[] {
  const { action, rollout, engine } = options;
  const effects = effectsOf(action, rollout);
  return changesSpec.includes(action)
    ? [
        ...effects,
        `This sets a field of the ${rollout.object.kind} in the cluster, not in Git. If Git declares that field, ${engine} puts it back when it next compares them.`,
      ]
    : effects;
}

function effectsOf(action: RolloutActionId, rollout: RolloutStatus): string[] {
  const controller = controllerTitle(rollout.controller);
  const candidate = revisionLabel(rollout.candidate) ?? 'the new version';
  const stable = revisionLabel(rollout.stable) ?? 'the stable version';
  switch (action) {
    case 'promote':
      return promoteEffects(rollout, candidate);
    case 'promote-full':
      return [
        `${controller} skips all pauses, steps and analyses that are left: ${candidate} gets all of the traffic at once.`,
        'Nothing checks it any more on the way.',
      ];
    case 'pause':
      return [
        rollout.weight
          ? `It stops where it is: ${candidate} keeps ${rollout.weight.actual ?? rollout.weight.desired} % of the traffic until somebody resumes it.`
          : 'It stops where it is until somebody resumes it.',
      ];
    case 'resume':
      return ['It goes on from where it was stopped.'];
    case 'abort':
      return [
        `All traffic goes back to ${stable} at once.`,
        `Git still declares ${candidate}, so this stays marked as not well until Git goes back to ${stable}, or somebody retries.`,
      ];
    case 'retry':
      return [
        `${controller} brings ${candidate} in again, from the first step.`,
      ];
    default:
      return [
        `${controller} replaces the pods one after another. The version stays the same.`,
      ];
  }
}

function promoteEffects(rollout: RolloutStatus, candidate: string): string[] {
  if (rollout.strategy === 'blue-green') {
    const { active } = rollout.services;
    return [
      `${candidate} becomes the active version: ${active ? `Service ${active} leads` : 'all traffic goes'} to it.`,
    ];
  }
  const next = rollout.steps.find(({ state }) => state === 'upcoming');
  return [
    next
      ? `The current step ends and the next one begins: ${sentence(next.title)}`
      : `The current step ends. It was the last one: ${candidate} gets all of the traffic.`,
  ];
}
