import { podTemplate } from '../workloads.mjs';

/** A Rollout of the app of the same name. */
export function rollout({ name, version, strategy, replicas = 4 }) {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Rollout',
    metadata: { name },
    spec: {
      replicas,
      revisionHistoryLimit: 3,
      progressDeadlineSeconds: 60,
      selector: { matchLabels: { app: name } },
      template: podTemplate({ app: name, version }),
      strategy,
    },
  };
}

/** Whether the controller has seen this generation, and the Rollout is in this phase. */
export function inPhase(phase, also = () => true) {
  return object =>
    object.status?.observedGeneration === `${object.metadata.generation}` &&
    object.status.phase === phase &&
    also(object);
}

/** The patch of the status by which a person promotes. */
export const promote = {
  subresource: 'status',
  patch: { status: { pauseConditions: null } },
};

/** Patches of the status: to abort, and to try again. */
export const abort = {
  subresource: 'status',
  patch: { status: { abort: true } },
};
export const retry = {
  subresource: 'status',
  patch: { status: { abort: false } },
};
export const promoteFully = {
  subresource: 'status',
  patch: { status: { promoteFull: true } },
};
