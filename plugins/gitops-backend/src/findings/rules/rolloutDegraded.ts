import { FindingRule } from '../Facts';
import { quote } from '../quote';
import { podTrouble } from '../podTrouble';

/** A rollout is bad in another way than being aborted. */
export const rolloutDegraded: FindingRule = {
  id: 'rollout-degraded',
  follows: ['analysis-failed', 'progress-deadline', ...podTrouble],
  find: ({ target }) =>
    (target.rollouts ?? [])
      .filter(({ state }) => state === 'degraded')
      .map(({ object, message, since, phase }) => ({
        severity: 'error',
        title: /invalid|spec/i.test(message ?? '')
          ? 'The rollout is not valid'
          : 'The rollout is degraded',
        explanation: `The controller of ${object.kind} ${object.name} says that it is ${phase}.${message ? ` It says: “${quote(message)}”` : ''}`,
        remedy: /invalid|spec/i.test(message ?? '')
          ? 'Correct the spec of the rollout in Git.'
          : 'Look at the pods and the analyses of the rollout; retry it when the cause is gone, or roll back.',
        ...(since && { since }),
        resource: {
          group: object.apiVersion.split('/')[0],
          kind: object.kind,
          namespace: object.namespace,
          name: object.name,
        },
        ...(message && { evidence: message }),
      })),
};
