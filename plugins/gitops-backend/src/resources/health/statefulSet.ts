import { z } from 'zod';
import { partOf } from '../liveObject';
import { health, HealthRule, isUnobserved, unobserved } from './Health';

const specSchema = z.object({
  replicas: z.number().nullish(),
  updateStrategy: z
    .object({
      type: z.string().nullish(),
      rollingUpdate: z.object({ partition: z.number().nullish() }).nullish(),
    })
    .nullish(),
});
const statusSchema = z.object({
  readyReplicas: z.number().nullish(),
  updatedReplicas: z.number().nullish(),
  currentRevision: z.string().nullish(),
  updateRevision: z.string().nullish(),
});

/** A `StatefulSet`. */
export const statefulSetHealth: HealthRule = object => {
  const spec = partOf(specSchema, object.spec) ?? {};
  const status = partOf(statusSchema, object.status) ?? {};
  if (isUnobserved(object)) return unobserved;
  const desired = spec.replicas ?? 1;
  const ready = status.readyReplicas ?? 0;
  if (ready < desired) {
    return health('Progressing', `${ready} of ${desired} pods are ready`);
  }
  const { type, rollingUpdate } = spec.updateStrategy ?? {};
  if (type === 'OnDelete') return health('Healthy');
  const partition = rollingUpdate?.partition ?? 0;
  if (partition > 0) {
    const wanted = desired - partition;
    const updated = status.updatedReplicas ?? 0;
    return updated < wanted
      ? health('Progressing', `${updated} of ${wanted} pods are updated`)
      : health('Healthy');
  }
  return status.updateRevision !== status.currentRevision
    ? health(
        'Progressing',
        `${status.updatedReplicas ?? 0} of ${desired} pods are updated`,
      )
    : health('Healthy');
};
