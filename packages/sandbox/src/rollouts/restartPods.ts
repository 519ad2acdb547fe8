import { ClusterObjects, KubeObject } from '../contracts';
import { deletePod, podsOf } from '../workloads/pods';
import { RolloutLook } from './RolloutLook';
import { countOf, wantedOf } from './RolloutSets';

/** Replaces the pods that are older than the restart that is wanted, one at a time. */
export function restartPods(options: {
  look: RolloutLook;
  objects: ClusterObjects;
  owner: KubeObject;
  again(object: KubeObject, afterMs: number): void;
}): void {
  const { look, objects, owner, again } = options;
  const { restartAt } = look.rollout.spec;
  if (!restartAt || restartAt === look.status.restartedAt) return;
  const since = Date.parse(restartAt);
  if (since > Date.now()) {
    again(owner, since - Date.now());
    return;
  }
  const sets = look.sets.all();
  const isWhole = sets.every(
    set => countOf(set, 'availableReplicas') >= wantedOf(set),
  );
  const old = sets
    .flatMap(set => podsOf(objects, set))
    .filter(
      ({ metadata }) => Date.parse(metadata.creationTimestamp ?? '') < since,
    );
  if (old.length === 0) look.status.restartedAt = restartAt;
  else if (isWhole) deletePod(objects, old[0]);
}
