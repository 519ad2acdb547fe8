import { KubeObject } from '../contracts';
import { isSameJson, numberAt, recordAt } from '../json';
import { randomSuffix } from './owned';
import { createPod, deletePod, isReady, podsOf, templateHash } from './pods';
import { WorkloadContext, WorkloadController } from './WorkloadController';

const revisionLabel = 'controller-revision-hash';

/** Keeps the numbered pods of a StatefulSet, and replaces one after the other when its template changes. */
export function statefulSets(context: WorkloadContext): WorkloadController {
  const kind = { apiVersion: 'apps/v1', kind: 'StatefulSet' };
  return {
    kind,
    look(set) {
      const wanted = numberAt(set, 'spec', 'replicas') ?? 1;
      const names = Array.from(
        { length: wanted },
        (_, index) => `${set.metadata.name}-${index}`,
      );
      const { pods, updated, hash } = keepPods(context, { set, names });
      setStatus(context, set, {
        observedGeneration: set.metadata.generation,
        replicas: pods.length,
        readyReplicas: pods.filter(isReady).length,
        availableReplicas: pods.filter(isReady).length,
        currentReplicas: updated,
        updatedReplicas: updated,
        updateRevision: `${set.metadata.name}-${hash}`,
      });
    },
  };
}

/** Keeps the one pod of a DaemonSet: these clusters have one node. */
export function daemonSets(context: WorkloadContext): WorkloadController {
  const kind = { apiVersion: 'apps/v1', kind: 'DaemonSet' };
  return {
    kind,
    look(set) {
      const [known] = podsOf(context.objects, set);
      const name =
        known?.metadata.name ?? `${set.metadata.name}-${randomSuffix()}`;
      const { pods, updated } = keepPods(context, { set, names: [name] });
      const ready = pods.filter(isReady).length;
      setStatus(context, set, {
        observedGeneration: set.metadata.generation,
        desiredNumberScheduled: 1,
        currentNumberScheduled: pods.length,
        updatedNumberScheduled: updated,
        numberReady: ready,
        numberAvailable: ready,
        numberMisscheduled: 0,
      });
    },
  };
}

function keepPods(
  { objects }: WorkloadContext,
  { set, names }: { set: KubeObject; names: string[] },
) {
  const hash = templateHash(recordAt(set, 'spec', 'template'));
  const isCurrent = ({ metadata }: KubeObject) =>
    metadata.labels?.[revisionLabel] === hash;
  let pods = podsOf(objects, set);
  for (const pod of pods) {
    if (!names.includes(pod.metadata.name)) deletePod(objects, pod);
  }
  pods = pods.filter(({ metadata }) => names.includes(metadata.name));
  const stale = pods.filter(pod => !isCurrent(pod));
  if (pods.filter(isCurrent).every(isReady) && stale.length > 0) {
    const replaced = stale[stale.length - 1];
    deletePod(objects, replaced);
    pods = pods.filter(pod => pod !== replaced);
  }
  const missing = names.filter(
    name => !pods.some(({ metadata }) => metadata.name === name),
  );
  for (const name of missing) {
    createPod({
      objects,
      owner: set,
      name,
      labels: { [revisionLabel]: hash },
    });
  }
  const now = podsOf(objects, set);
  return { pods: now, updated: now.filter(isCurrent).length, hash };
}

function setStatus(
  { objects }: WorkloadContext,
  set: KubeObject,
  status: Record<string, unknown>,
) {
  if (isSameJson(recordAt(set, 'status'), status)) return;
  const { apiVersion, kind, metadata } = set;
  const { namespace, name } = metadata;
  objects.setStatus({ apiVersion, kind, namespace, name }, status);
}
