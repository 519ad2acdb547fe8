import { RolloutStatus } from '@fairlead/backstage-plugin-gitops-common';

/** A rollout of which nothing is under way, for tests. */
export function rolloutStatus(
  options: {
    name?: string;
    cluster?: string;
    namespace?: string;
  } & Partial<Omit<RolloutStatus, 'object'>> = {},
): RolloutStatus {
  const { name = 'orders', cluster, namespace, ...rest } = options;
  return {
    controller: 'argo-rollouts',
    object: {
      cluster: cluster ?? 'hub',
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Rollout',
      namespace: namespace ?? 'orders',
      name,
    },
    strategy: 'canary',
    state: 'stable',
    phase: 'Healthy',
    steps: [],
    services: {},
    analyses: [],
    actions: [],
    ...rest,
  };
}
