import { ClusterObjects, KubeObject, MetricSource } from '../contracts';
import { EventRecorder } from '../workloads/EventRecorder';
import { WorkQueue } from '../workloads/WorkQueue';
import { textAt } from '../json';
import { AnalysisRuns } from './AnalysisRuns';
import { rolloutKind } from './Rollout';
import { RolloutContext, Rollouts } from './Rollouts';
import { RolloutTimings, usualRollouts } from './timings';

const workloadKinds = [
  { apiVersion: 'apps/v1', kind: 'ReplicaSet' },
  { apiVersion: 'apps/v1', kind: 'Deployment' },
];

/** Starts what an Argo Rollouts controller does on a cluster: rolls out Rollouts, and measures in AnalysisRuns. */
export function startRollouts(options: {
  objects: ClusterObjects;
  metrics: MetricSource;
  onError: (error: unknown) => void;
  timings?: RolloutTimings;
}): { stop(): Promise<void> } {
  const { objects, metrics, onError, timings = usualRollouts } = options;
  const events = EventRecorder.start({
    objects,
    component: 'rollouts-controller',
    keepMs: 600_000,
  });
  const controllers = new Map<string, Rollouts | AnalysisRuns>();
  const queue = WorkQueue.create({
    onError,
    async work(key) {
      const [kind, namespace, name] = key.split('/');
      const controller = controllers.get(kind);
      if (!controller) return;
      const object = objects.get({ ...controller.kind, namespace, name });
      if (!object || object.metadata.deletionTimestamp) return;
      controller.look(object);
    },
  });
  const context: RolloutContext = {
    objects,
    timings,
    events,
    again: (object, afterMs) => queue.add(keyOf(object), afterMs),
  };
  const rollouts = Rollouts.create(context);
  const runs = AnalysisRuns.create({ ...context, metrics });
  for (const each of [rollouts, runs]) controllers.set(each.kind.kind, each);

  const wakeOwners = ({ metadata }: KubeObject) => {
    for (const owner of metadata.ownerReferences ?? []) {
      if (owner.kind !== 'Rollout') continue;
      queue.add(`Rollout/${metadata.namespace ?? ''}/${String(owner.name)}`);
    }
  };
  const wakeReferring = ({ metadata }: KubeObject) => {
    const { namespace, name } = metadata;
    for (const rollout of objects.list({ ...rolloutKind, namespace })) {
      if (textAt(rollout, 'spec', 'workloadRef', 'name') === name) {
        queue.add(keyOf(rollout));
      }
    }
  };
  const stops = [
    objects.watch(rolloutKind, ({ type, object }) => {
      if (type === 'DELETED') events.forget(object);
      else queue.add(keyOf(object));
    }),
    objects.watch(runs.kind, ({ type, object }) => {
      if (type === 'DELETED') {
        runs.forget(object);
        events.forget(object);
      } else queue.add(keyOf(object));
      wakeOwners(object);
    }),
    ...workloadKinds.map(kind =>
      objects.watch(kind, ({ object }) => {
        wakeOwners(object);
        wakeReferring(object);
      }),
    ),
  ];
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
