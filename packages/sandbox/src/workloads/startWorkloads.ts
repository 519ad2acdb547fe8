import { ClusterObjects, ImageRegistry, KubeObject } from '../contracts';
import { Deployments } from './Deployments';
import { EventRecorder } from './EventRecorder';
import { jobs } from './Jobs';
import { loadBalancers } from './loadBalancers';
import { ensureNode } from './node';
import { PodRunner } from './PodRunner';
import { daemonSets, statefulSets } from './podSets';
import { replicaSets } from './ReplicaSets';
import { usualWorkloads, WorkloadTimings } from './timings';
import { WorkloadContext, WorkloadController } from './WorkloadController';
import { WorkQueue } from './WorkQueue';

/** What keeps running until it is stopped. */
export interface RunningWorkloads {
  stop(): Promise<void>;
}

/**
 * Starts what makes pods of the workloads of a cluster and runs them: the controllers of Deployments and their like,
 * and a node on which every pod finds room.
 */
export function startWorkloads(options: {
  objects: ClusterObjects;
  images: ImageRegistry;
  onError: (error: unknown) => void;
  timings?: WorkloadTimings;
}): RunningWorkloads {
  const { objects, images, onError, timings = usualWorkloads } = options;
  const byKind = new Map<string, WorkloadController>();
  const queue = WorkQueue.create({
    onError,
    async work(key) {
      const [kind, namespace, name] = key.split('/');
      const controller = byKind.get(kind);
      if (!controller) return;
      const object = objects.get({ ...controller.kind, namespace, name });
      if (!object || object.metadata.deletionTimestamp) return;
      await controller.look(object);
    },
  });
  ensureNode(objects);
  const events = EventRecorder.start({
    objects,
    component: 'workloads',
    keepMs: 600_000,
  });
  const context: WorkloadContext = {
    objects,
    timings,
    events,
    again: (object, afterMs) => queue.add(keyOf(object), afterMs),
  };
  const pods = PodRunner.create({ ...context, images });
  const controllers: WorkloadController[] = [
    pods,
    replicaSets(context),
    Deployments.create(context),
    statefulSets(context),
    daemonSets(context),
    jobs(context),
    ...loadBalancers(context),
  ];
  for (const controller of controllers) {
    byKind.set(controller.kind.kind, controller);
  }
  const stops = controllers.map(({ kind }) =>
    objects.watch(kind, ({ type, object }) => {
      if (type === 'DELETED') {
        if (object.kind === 'Pod') pods.forget(object);
      } else {
        queue.add(keyOf(object));
      }
      for (const owner of object.metadata.ownerReferences ?? []) {
        queue.add(
          `${String(owner.kind)}/${object.metadata.namespace ?? ''}/${String(owner.name)}`,
        );
      }
    }),
  );
  return {
    async stop() {
      for (const stop of stops) stop();
      events.stop();
      await queue.stop();
    },
  };
}

function keyOf({ kind, metadata }: KubeObject): string {
  return `${kind}/${metadata.namespace ?? ''}/${metadata.name}`;
}
