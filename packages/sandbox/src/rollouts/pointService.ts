import { ClusterObjects } from '../contracts';
import { textAt } from '../json';
import { hashLabel, Rollout } from './Rollout';

const managedAnnotation = 'argo-rollouts.argoproj.io/managed-by-rollouts';

/** Makes a Service lead to the pods of one ReplicaSet. Returns whether it did not before. */
export function pointService(options: {
  objects: ClusterObjects;
  rollout: Rollout;
  name: string | undefined;
  hash: string;
}): boolean {
  const { objects, rollout, name, hash } = options;
  const { namespace } = rollout.metadata;
  if (!name) return false;
  const ref = { apiVersion: 'v1', kind: 'Service', namespace, name };
  const service = objects.get(ref);
  if (!service || textAt(service, 'spec', 'selector', hashLabel) === hash) {
    return false;
  }
  objects.mergePatch(ref, {
    metadata: { annotations: { [managedAnnotation]: rollout.metadata.name } },
    spec: { selector: { [hashLabel]: hash } },
  });
  return true;
}
