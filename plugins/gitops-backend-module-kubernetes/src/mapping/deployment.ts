import { Deployment } from '../schema';
import { health, Health } from './Health';

export function deploymentHealth({ spec, status }: Deployment): Health {
  if (spec.paused) {
    return health('Suspended', 'The Deployment is paused');
  }
  const progressing = status?.conditions?.find(
    ({ type }) => type === 'Progressing',
  );
  if (progressing?.reason === 'ProgressDeadlineExceeded') {
    const since = progressing.lastTransitionTime;
    return {
      ...health(
        'Degraded',
        progressing.message || 'The Deployment exceeded its progress deadline',
      ),
      ...(since && { since }),
    };
  }
  const desired = spec.replicas ?? 1;
  const updated = status?.updatedReplicas ?? 0;
  const available = status?.availableReplicas ?? 0;
  const old = (status?.replicas ?? 0) - updated;
  if (updated < desired) {
    return health(
      'Progressing',
      `${updated} of ${desired} pods have the newest version`,
    );
  }
  if (old > 0) {
    return health('Progressing', `${old} old pods have yet to end`);
  }
  if (available < updated) {
    return health(
      'Progressing',
      `${available} of ${updated} pods are available`,
    );
  }
  return health('Healthy', desired === 0 ? 'It is scaled to zero' : undefined);
}
