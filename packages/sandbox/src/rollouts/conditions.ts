import { kubeTime } from '../workloads/owned';
import { RolloutCondition } from './Rollout';

/** What there is to say about a Rollout. */
export interface Facts {
  available: boolean;
  /** The stable version is the declared one. */
  completed: boolean;
  /** Completed, and all pods are there. */
  healthy: boolean;
  paused: boolean;
  /** Why it was aborted. */
  aborted?: string;
  /** The ReplicaSet of the declared version. */
  set?: string;
  created: boolean;
  progressed: boolean;
  late: boolean;
}

/** The conditions of a Rollout, dated by those that it had before. */
export function conditionsFrom(options: {
  before: readonly RolloutCondition[];
  facts: Facts;
  now: number;
}): RolloutCondition[] {
  const { before, facts, now } = options;
  const known = (type: string) => before.find(each => each.type === type);
  const conditions = [
    {
      type: 'Available',
      status: facts.available ? 'True' : 'False',
      reason: 'AvailableReason',
      message: facts.available
        ? 'Rollout has minimum availability'
        : 'Rollout does not have minimum availability',
    },
    {
      type: 'Completed',
      status: facts.completed ? 'True' : 'False',
      reason: 'RolloutCompleted',
      message: 'RolloutCompleted',
    },
    {
      type: 'Healthy',
      status: facts.healthy ? 'True' : 'False',
      reason: 'RolloutHealthy',
      message: facts.healthy ? 'Rollout is healthy' : 'Rollout is not healthy',
    },
    ...(facts.paused || known('Paused')
      ? [
          {
            type: 'Paused',
            status: facts.paused ? 'True' : 'False',
            reason: 'RolloutPaused',
            message: facts.paused ? 'Rollout is paused' : 'Rollout is resumed',
          },
        ]
      : []),
    { type: 'Progressing', ...progressing(facts, known('Progressing')) },
  ];
  return conditions.map(condition => {
    const last = known(condition.type);
    const same =
      last?.status === condition.status &&
      last.reason === condition.reason &&
      last.message === condition.message;
    return {
      ...condition,
      lastUpdateTime: (same && last.lastUpdateTime) || kubeTime(now),
      lastTransitionTime:
        (last?.status === condition.status && last.lastTransitionTime) ||
        kubeTime(now),
    };
  });
}

function progressing(facts: Facts, known: RolloutCondition | undefined) {
  const { aborted, set = '' } = facts;
  if (aborted !== undefined) {
    return { status: 'False', reason: 'RolloutAborted', message: aborted };
  }
  if (facts.paused) {
    return {
      status: 'Unknown',
      reason: 'RolloutPaused',
      message: 'Rollout is paused',
    };
  }
  if (facts.healthy) {
    return {
      status: 'True',
      reason: 'NewReplicaSetAvailable',
      message: `ReplicaSet "${set}" has successfully progressed.`,
    };
  }
  if (facts.created) {
    return {
      status: 'True',
      reason: 'NewReplicaSetCreated',
      message: `Created new replica set "${set}"`,
    };
  }
  const isLate =
    facts.late ||
    (known?.reason === 'ProgressDeadlineExceeded' && !facts.progressed);
  return isLate
    ? {
        status: 'False',
        reason: 'ProgressDeadlineExceeded',
        message: `ReplicaSet "${set}" has timed out progressing.`,
      }
    : {
        status: 'True',
        reason: 'ReplicaSetUpdated',
        message: `ReplicaSet "${set}" is progressing.`,
      };
}
