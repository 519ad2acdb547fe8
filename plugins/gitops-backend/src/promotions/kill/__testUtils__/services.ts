import {
  defaultPolicy,
  Environment,
  EnvironmentPolicy,
} from '@fairlead/backstage-plugin-gitops-common';

/** Owner and name of the GitOps repository. */
export const gitops = { owner: 'acme', name: 'gitops' };

export const environments: Environment[] = [
  { name: 'dev', title: 'Development', tier: 'development', after: [] },
  { name: 'staging', title: 'Staging', tier: 'staging', after: ['dev'] },
];

/** A service that is promoted from dev to staging, by its own rules. */
export interface KillService {
  name: string;
  /** Names of its targets in staging, each with a directory of its own. */
  targets: string[];
  policy: EnvironmentPolicy;
}

const base = defaultPolicy('staging');

/** One for each way in which a promotion may go. */
export const services = {
  reviewed: service('reviewed'),
  automatic: service('automatic', { merge: 'automatic' }),
  superseded: service('superseded'),
  cancelled: service('cancelled'),
  queued: service('queued', { lane: 'queue' }),
  fleet: {
    name: 'fleet',
    targets: ['fleet-eu', 'fleet-us'],
    policy: {
      ...base,
      merge: 'automatic',
      waves: { percent: [50, 50], soakMs: 0, failureLimit: 0 },
    },
  },
} satisfies Record<string, KillService>;

function service(
  name: string,
  policy: Partial<EnvironmentPolicy> = {},
): KillService {
  return {
    name,
    targets: [`${name}-staging`],
    policy: { ...base, ...policy },
  };
}

export function serviceOf(entityRef: string): KillService {
  const found = Object.values<KillService>(services).find(
    ({ name }) => refOf(name) === entityRef,
  );
  if (!found) throw new Error(`there is no ${entityRef}`);
  return found;
}

export function refOf(name: string): string {
  return `component:default/${name}`;
}

export function imageOf(name: string): string {
  return `ghcr.io/acme/${name}`;
}

export function fileOf(target: string): string {
  return `apps/${target}/kustomization.yaml`;
}
