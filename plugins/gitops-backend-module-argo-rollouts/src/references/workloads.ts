import { JsonObject } from '@backstage/types';
import { imagesIn } from '../podImages';
import { workloadSchema } from '../referenceSchema';

/** The label by which the controller tells the pods of revisions apart. */
export const podTemplateHash = 'rollouts-pod-template-hash';

/** See `replicaSetFactsSchema` for the form. The replica sets of Deployments say nothing. */
export function reduceReplicaSet(object: unknown): JsonObject | undefined {
  const { metadata, spec, status } = workloadSchema.parse(object);
  if (!metadata.labels?.[podTemplateHash]) return undefined;
  return {
    images: imagesIn(spec?.template),
    desired: spec?.replicas ?? 1,
    ready: status?.readyReplicas ?? 0,
    available: status?.availableReplicas ?? 0,
  };
}

/** See `workloadFactsSchema` for the form. */
export function reduceDeployment(object: unknown): JsonObject {
  const { metadata, spec } = workloadSchema.parse(object);
  return {
    images: imagesIn(spec?.template),
    generation: metadata.generation ?? 0,
  };
}
