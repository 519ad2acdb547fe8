import { z } from 'zod';
import { partOf } from '../liveObject';
import { health, HealthRule, isUnobserved, unobserved } from './Health';

const specSchema = z.object({
  updateStrategy: z.object({ type: z.string().nullish() }).nullish(),
});
const statusSchema = z.object({
  desiredNumberScheduled: z.number().nullish(),
  updatedNumberScheduled: z.number().nullish(),
  numberAvailable: z.number().nullish(),
});

/** A `DaemonSet`. */
export const daemonSetHealth: HealthRule = object => {
  const spec = partOf(specSchema, object.spec) ?? {};
  const status = partOf(statusSchema, object.status) ?? {};
  if (isUnobserved(object)) return unobserved;
  if (spec.updateStrategy?.type === 'OnDelete') return health('Healthy');
  const desired = status.desiredNumberScheduled ?? 0;
  const updated = status.updatedNumberScheduled ?? 0;
  const available = status.numberAvailable ?? 0;
  if (updated < desired) {
    return health('Progressing', `${updated} of ${desired} pods are updated`);
  }
  return available < desired
    ? health('Progressing', `${available} of ${desired} pods are available`)
    : health('Healthy');
};
