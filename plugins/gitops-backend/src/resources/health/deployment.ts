import { z } from 'zod';
import { conditionOf, partOf } from '../liveObject';
import { health, HealthRule, isUnobserved, unobserved } from './Health';

const specSchema = z.object({
  replicas: z.number().nullish(),
  paused: z.boolean().nullish(),
});
const statusSchema = z.object({
  replicas: z.number().nullish(),
  updatedReplicas: z.number().nullish(),
  availableReplicas: z.number().nullish(),
});

/** A `Deployment` of the group `apps`. */
export const deploymentHealth: HealthRule = object => {
  const spec = partOf(specSchema, object.spec) ?? {};
  const status = partOf(statusSchema, object.status) ?? {};
  if (spec.paused) return health('Suspended', 'The Deployment is paused');
  if (isUnobserved(object)) return unobserved;
  const progressing = conditionOf(object, 'Progressing');
  if (progressing?.reason === 'ProgressDeadlineExceeded') {
    return health(
      'Degraded',
      progressing.message ?? 'The Deployment exceeded its progress deadline',
    );
  }
  const desired = spec.replicas ?? 1;
  const updated = status.updatedReplicas ?? 0;
  const available = status.availableReplicas ?? 0;
  const all = status.replicas ?? 0;
  if (updated < desired) {
    return health(
      'Progressing',
      `${updated} of ${desired} new pods have been made`,
    );
  }
  if (all > updated) {
    return health('Progressing', `${all - updated} old pods still have to end`);
  }
  if (available < updated) {
    return health(
      'Progressing',
      `${available} of ${updated} new pods are available`,
    );
  }
  return health('Healthy');
};
