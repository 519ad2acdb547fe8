import { z } from 'zod';
import { conditionOf, partOf } from '../liveObject';
import { health, HealthRule, isUnobserved, unobserved } from './Health';

const specSchema = z.object({ replicas: z.number().nullish() });
const statusSchema = z.object({ availableReplicas: z.number().nullish() });

/** A `ReplicaSet`. */
export const replicaSetHealth: HealthRule = object => {
  if (isUnobserved(object)) return unobserved;
  const failure = conditionOf(object, 'ReplicaFailure');
  if (failure?.status === 'True') return health('Degraded', failure.message);
  const desired = partOf(specSchema, object.spec)?.replicas ?? 1;
  const available = partOf(statusSchema, object.status)?.availableReplicas ?? 0;
  return available < desired
    ? health('Progressing', `${available} of ${desired} pods are available`)
    : health('Healthy');
};
