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
      .map(({ object, pause, message, since, step }) => {
        const when = pause?.since ?? since;
        return {
          severity: 'info',
          title: 'The rollout waits for somebody',
          explanation: `${object.kind} ${object.name} is paused${step ? ` at step ${Math.min(step.index + 1, step.total)} of ${step.total}` : ''} and goes on only when it is told to.${pause?.message || message ? ` ${pause?.message || message}` : ''}`,
          remedy:
            'See how the new version does, then promote the rollout, or abort it.',
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
