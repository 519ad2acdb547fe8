import { FindingRule } from '../Facts';

/** A rollout goes on only when somebody says so. */
export const rolloutWaiting: FindingRule = {
  id: 'rollout-waiting',
  follows: ['analysis-failed'],
  find: ({ target }) =>
    (target.rollouts ?? [])
      .filter(
        ({ state, pause }) =>
          state === 'waiting' || (state === 'paused' && pause && !pause.until),
      )
      .map(({ object, pause, message, since, step, actions }) => {
        const offered = new Set(actions.map(({ action }) => action));
        const when = pause?.since ?? since;
        return {
          severity: 'info',
          title: 'The rollout waits for somebody',
          explanation: `${object.kind} ${object.name} is paused${step ? ` at step ${Math.min(step.index + 1, step.total)} of ${step.total}` : ''} and goes on only when it is told to.${pause?.message || message ? ` ${pause?.message || message}` : ''}`,
          remedy: offered.has('promote')
            ? 'See how the new version does, then promote the rollout, or abort it.'
            : `See how the new version does, then ${pause?.reason.startsWith('confirm-') ? 'open the gate that it waits for, where that gate is kept' : 'resume it'}, or take the new version back in Git.`,
          ...(when && { since: when }),
          resource: {
            group: object.apiVersion.split('/')[0],
            kind: object.kind,
            namespace: object.namespace,
            name: object.name,
          },
        };
      }),
};
