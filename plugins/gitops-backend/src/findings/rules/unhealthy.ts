import { FindingRule } from '../Facts';
import { quote } from '../quote';

/** It is not well, and nothing that is known says why. */
export const unhealthy: FindingRule = {
  id: 'unhealthy',
  fallback: true,
  find: ({ target, engine, live }) => {
    const { health } = target.status;
    const worst = live?.nodes.find(
      node => node.health?.status === 'Degraded' && !node.parent,
    );
    if (health.status !== 'Degraded' && health.status !== 'Missing' && !worst) {
      return [];
    }
    const { group, kind, namespace, name } = worst ?? {};
    const message = worst?.health?.message ?? health.message;
    return [
      {
        severity: 'error',
        title:
          health.status === 'Missing'
            ? 'Nothing of it is there'
            : 'It is not healthy',
        explanation: `${
          worst
            ? `${kind} ${name} is degraded.`
            : `${engine} says that its health is ${health.status}.`
        }${message ? ` It says: “${quote(message)}”` : ''}`,
        remedy:
          health.status === 'Missing'
            ? 'Sync it, if it is to be there.'
            : 'Look at its resources: their events and logs say more.',
        ...(health.since && { since: health.since }),
        ...(kind &&
          name && {
            resource: {
              group: group ?? '',
              kind,
              ...(namespace && { namespace }),
              name,
            },
          }),
      },
    ];
  },
};
