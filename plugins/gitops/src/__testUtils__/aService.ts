import {
  Allowance,
  defaultPolicy,
  Environment,
  ServiceDeployments,
  ServiceEnvironment,
} from '@fairlead/backstage-plugin-gitops-common';

/** `dev` → `staging` → `prod-eu` and `prod-us`. */
export const environments: Environment[] = [
  { name: 'dev', title: 'Development', tier: 'development', after: [] },
  { name: 'staging', title: 'Staging', tier: 'staging', after: ['dev'] },
  {
    name: 'prod-eu',
    title: 'Production EU',
    tier: 'production',
    after: ['staging'],
  },
  {
    name: 'prod-us',
    title: 'Production US',
    tier: 'production',
    after: ['staging'],
  },
];

const yes: Allowance = { allowed: true };

/** The user may do everything in an environment. */
export const allAllowed: ServiceEnvironment['allowances'] = {
  promote: yes,
  skip: yes,
  rollback: yes,
  freeze: yes,
  hold: yes,
  veto: yes,
  sync: yes,
  refresh: yes,
  suspend: yes,
  logs: yes,
  adopt: yes,
  rollout: {
    promote: yes,
    'promote-full': yes,
    pause: yes,
    resume: yes,
    abort: yes,
    retry: yes,
    restart: yes,
  },
};

/** One environment of a service, of those above. */
export function inEnvironment(
  name: string,
  rest: Partial<ServiceEnvironment>,
): ServiceEnvironment {
  const environment = environments.find(item => item.name === name);
  if (!environment) throw new Error(`No environment ${name} in this world`);
  return {
    environment,
    targets: [],
    comparisons: [],
    promotions: [],
    queuedPromotions: [],
    policy: defaultPolicy(name),
    restrictions: [],
    lacks: [],
    stages: [],
    allowances: allAllowed,
    ...rest,
  };
}

/** A service without anything, unless said otherwise. */
export function aService(
  rest: Partial<ServiceDeployments> & { entityRef: string },
): ServiceDeployments {
  return {
    environments: [],
    unassigned: [],
    problems: [],
    annotationProblems: [],
    annotated: true,
    pipelineProblems: [],
    ...rest,
  };
}
