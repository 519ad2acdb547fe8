import { FindingRule } from '../Facts';
import { quote } from '../quote';
import { podTrouble } from '../podTrouble';

/** A controller has gone back to the version before, while Git still declares the new one. */
export const rolloutAborted: FindingRule = {
  id: 'rollout-aborted',
  follows: ['analysis-failed', 'progress-deadline', ...podTrouble],
  find: ({ target }) =>
    (target.rollouts ?? [])
      .filter(({ state }) => state === 'aborted')
      .map(({ object, aborted, message, since, actions }) => {
        const canRetry = actions.some(({ action }) => action === 'retry');
        const words = aborted?.message || message;
        const when = aborted?.since ?? since;
        return {
          severity: 'error',
          title: 'The rollout was aborted',
          explanation: `The controller of ${object.kind} ${object.name} went back to the version before, while Git still declares the new one.${words ? ` It says: “${quote(words)}”` : ''}`,
          remedy: `Roll back, so that Git says what runs; or correct the new version${canRetry ? ', or retry the rollout when the cause is gone' : ''}.`,
          ...(when && { since: when }),
          resource: {
            group: object.apiVersion.split('/')[0],
            kind: object.kind,
            namespace: object.namespace,
            name: object.name,
          },
          ...(words && { evidence: words }),
        };
      }),
};
