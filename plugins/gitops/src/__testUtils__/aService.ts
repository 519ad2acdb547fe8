import {
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
    ...rest,
  };
}

/** A service on which the user may do everything. */
export function aService(
  rest: Partial<ServiceDeployments> & { entityRef: string },
): ServiceDeployments {
  return {
    environments: [],
    unassigned: [],
    problems: [],
    annotationProblems: [],
    annotated: true,
    allowances: {
      promote: { allowed: true },
      cancel: { allowed: true },
      sync: { allowed: true },
      refresh: { allowed: true },
    },
    ...rest,
  };
}
