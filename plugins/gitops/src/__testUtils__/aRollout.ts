import {
  parseImageReference,
  RolloutActionId,
  RolloutStatus,
} from '@fairlead/backstage-plugin-gitops-common';

/** A revision that runs one image of a service. */
export function aRevision(options: {
  service: string;
  version: string;
  ready?: number;
  desired?: number;
}): NonNullable<RolloutStatus['stable']> {
  const { service, version, ready = 3, desired = 3 } = options;
  return {
    id: `hash-${version}`,
    images: [parseImageReference(`ghcr.io/acme/${service}:${version}`)],
    ready,
    desired,
  };
}

/** The steps of a canary, of which the one at `index` is carried out. */
export function someSteps(
  titles: string[],
  index: number,
): Pick<RolloutStatus, 'steps' | 'step'> {
  const stateOf = (at: number) => (at < index ? 'done' : 'upcoming');
  return {
    steps: titles.map((title, at) => ({
      kind: 'step',
      title,
      state: at === index ? 'current' : stateOf(at),
    })),
    step: { index, total: titles.length },
  };
}

/** What a controller offers: all that it can, but what is named with a reason not now. */
export function offers(
  actions: RolloutActionId[],
  notNow: Partial<Record<RolloutActionId, string>> = {},
): RolloutStatus['actions'] {
  return actions.map(action => ({ action, why: notNow[action] }));
}

/** A rollout of Argo Rollouts at rest, unless said otherwise. */
export function aRollout(
  rest: Partial<RolloutStatus> & { service: string },
): RolloutStatus {
  const { service, ...overrides } = rest;
  return {
    controller: 'argo-rollouts',
    object: {
      cluster: 'platform',
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Rollout',
      namespace: service,
      name: service,
    },
    strategy: 'canary',
    state: 'stable',
    phase: 'Healthy',
    steps: [],
    stable: aRevision({ service, version: '1.4.2' }),
    services: {},
    analyses: [],
    actions: [],
    ...overrides,
  };
}
