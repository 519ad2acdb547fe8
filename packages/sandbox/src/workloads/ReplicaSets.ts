import { KubeObject } from '../contracts';
import { isSameJson, numberAt, recordAt } from '../json';
import { randomSuffix } from './owned';
import { availableIn, createPod, deletePod, isReady, podsOf } from './pods';
import { WorkloadContext, WorkloadController } from './WorkloadController';

export const replicaSetKind = { apiVersion: 'apps/v1', kind: 'ReplicaSet' };

/** Keeps as many pods as a ReplicaSet wants. */
export function replicaSets(context: WorkloadContext): WorkloadController {
  const { objects, timings, again } = context;
  return { kind: replicaSetKind, look };

  function look(set: KubeObject) {
    const wanted = numberAt(set, 'spec', 'replicas') ?? 1;
    let pods = podsOf(objects, set);
    if (pods.length < wanted) {
      for (let missing = wanted - pods.length; missing > 0; missing--) {
        createPod({
          objects,
          owner: set,
          name: `${set.metadata.name}-${randomSuffix()}`,
        });
      }
      pods = podsOf(objects, set);
    } else if (pods.length > wanted) {
      const leaving = [...pods].sort(lessWorthFirst);
      for (const pod of leaving.slice(0, pods.length - wanted)) {
        deletePod(objects, pod);
      }
      pods = podsOf(objects, set);
    }

    const minReadySeconds = numberAt(set, 'spec', 'minReadySeconds') ?? 0;
    const waits = pods.flatMap(
      pod => availableIn(pod, { minReadySeconds, timings }) ?? [],
    );
    const status = {
      replicas: pods.length,
      fullyLabeledReplicas: pods.length,
      readyReplicas: waits.length,
      availableReplicas: waits.filter(wait => wait === 0).length,
      observedGeneration: set.metadata.generation,
    };
    if (!isSameJson(recordAt(set, 'status'), status)) {
      const { namespace, name } = set.metadata;
      objects.setStatus({ ...replicaSetKind, namespace, name }, status);
    }
    const next = waits.filter(wait => wait > 0);
    if (next.length > 0) again(set, Math.min(...next));
  }
}

function lessWorthFirst(a: KubeObject, b: KubeObject): number {
  const worth = (pod: KubeObject) => (isReady(pod) ? 1 : 0);
  return (
    worth(a) - worth(b) ||
    (b.metadata.creationTimestamp ?? '').localeCompare(
      a.metadata.creationTimestamp ?? '',
    )
  );
}
