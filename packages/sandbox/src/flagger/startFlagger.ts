import { ClusterObjects, KubeObject, MetricSource } from '../contracts';
import { textAt } from '../json';
import { EventRecorder } from '../workloads/EventRecorder';
import { WorkQueue } from '../workloads/WorkQueue';
import { Canaries } from './Canaries';
import { canaryKind, deploymentKind } from './Canary';
import { LoadTester } from './LoadTester';
import { FlaggerTimings, usualFlagger } from './timings';

/** Starts what Flagger does on a cluster: brings in new versions of Deployments as Canaries say. */
export function startFlagger(options: {
  objects: ClusterObjects;
  metrics: MetricSource;
  loadTester: LoadTester;
  onError: (error: unknown) => void;
  timings?: FlaggerTimings;
}): { stop(): Promise<void> } {
  const { objects, onError, timings = usualFlagger } = options;
  const events = EventRecorder.start({
    objects,
    component: 'flagger',
    keepMs: 600_000,
  });
  const canaries = Canaries.create({
    ...options,
    timings,
    events,
    again: (object, afterMs) => wake(object, afterMs),
  });
  const queue = WorkQueue.create({
    onError,
    async work(key) {
      const [namespace, name] = key.split('/');
      const canary = objects.get({ ...canaryKind, namespace, name });
      if (canary && !canary.metadata.deletionTimestamp) canaries.look(canary);
    },
  });
  function wake({ metadata }: KubeObject, afterMs?: number): void {
    queue.add(`${metadata.namespace ?? ''}/${metadata.name}`, afterMs);
  }
  const stops = [
    objects.watch(canaryKind, ({ type, object }) => {
      if (type === 'DELETED') {
        canaries.forget(object);
        events.forget(object);
      } else wake(object);
    }),
    objects.watch(deploymentKind, ({ object }) => {
      const { namespace, name } = object.metadata;
      for (const canary of objects.list({ ...canaryKind, namespace })) {
        const target = textAt(canary, 'spec', 'targetRef', 'name');
        if (target && [target, `${target}-primary`].includes(name)) {
          wake(canary);
        }
      }
    }),
  ];
  return {
    async stop() {
      for (const stop of stops) stop();
      events.stop();
      await queue.stop();
    },
  };
}
