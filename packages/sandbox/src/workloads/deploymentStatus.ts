import { KubeObject } from '../contracts';
import { JsonRecord, numberAt, recordsAt, textAt } from '../json';
import { kubeTime } from './owned';

/** The pods of a Deployment, counted. */
export interface PodCounts {
  wanted: number;
  replicas: number;
  updated: number;
  ready: number;
  available: number;
  /** With fewer, the Deployment is not available. */
  minAvailable: number;
}

/** The status of a Deployment, and when it changes by itself if nothing happens. */
export function deploymentStatus(options: {
  deployment: KubeObject;
  counts: PodCounts;
  /** The newest ReplicaSet, and whether it was created just now. */
  current: { name: string; created: boolean };
  /** When the rollout last made progress. */
  progressedAt: number;
  deadlineMs: number;
  now: number;
}): { status: JsonRecord; progressed: boolean; deadlineIn?: number } {
  const { deployment, counts, current, now } = options;
  const { wanted, replicas, updated, ready, available } = counts;
  const before = recordsAt(deployment, 'status', 'conditions');
  const was = (field: string) => numberAt(deployment, 'status', field) ?? 0;
  const complete =
    updated === wanted && replicas === wanted && available >= wanted;
  const progressed =
    current.created ||
    updated > was('updatedReplicas') ||
    replicas - updated < was('replicas') - was('updatedReplicas') ||
    ready > was('readyReplicas') ||
    available > was('availableReplicas');

  const known = before.find(({ type }) => type === 'Progressing');
  const settled = known?.reason === 'NewReplicaSetAvailable';
  const late = now - options.progressedAt >= options.deadlineMs;
  let progressing = known;
  if (complete) {
    progressing = {
      status: 'True',
      reason: 'NewReplicaSetAvailable',
      message: `ReplicaSet "${current.name}" has successfully progressed.`,
    };
  } else if (progressed || !known) {
    progressing = {
      status: 'True',
      reason: current.created ? 'NewReplicaSetCreated' : 'ReplicaSetUpdated',
      message: current.created
        ? `Created new replica set "${current.name}"`
        : `ReplicaSet "${current.name}" is progressing.`,
    };
  } else if (late && !settled) {
    progressing = {
      status: 'False',
      reason: 'ProgressDeadlineExceeded',
      message: `ReplicaSet "${current.name}" has timed out progressing.`,
    };
  }
  const isAvailable = available >= counts.minAvailable;
  const conditions = [
    dated('Available', {
      status: isAvailable ? 'True' : 'False',
      reason: isAvailable
        ? 'MinimumReplicasAvailable'
        : 'MinimumReplicasUnavailable',
      message: isAvailable
        ? 'Deployment has minimum availability.'
        : 'Deployment does not have minimum availability.',
    }),
    dated('Progressing', progressing ?? {}),
  ];
  const waits = !complete && !settled && progressing?.status === 'True';
  return {
    progressed,
    ...(waits && {
      deadlineIn: progressed
        ? options.deadlineMs
        : Math.max(1, options.progressedAt + options.deadlineMs - now),
    }),
    status: {
      observedGeneration: deployment.metadata.generation,
      replicas,
      updatedReplicas: updated,
      readyReplicas: ready,
      availableReplicas: available,
      ...(available < wanted && { unavailableReplicas: wanted - available }),
      conditions,
    },
  };

  function dated(type: string, condition: JsonRecord): JsonRecord {
    const last = before.find(each => each.type === type);
    const same =
      last?.status === condition.status && last?.reason === condition.reason;
    const { status, reason, message } = condition;
    return {
      type,
      status,
      reason,
      message,
      lastUpdateTime: same ? textAt(last, 'lastUpdateTime') : kubeTime(now),
      lastTransitionTime:
        last?.status === status
          ? textAt(last, 'lastTransitionTime')
          : kubeTime(now),
    };
  }
}
