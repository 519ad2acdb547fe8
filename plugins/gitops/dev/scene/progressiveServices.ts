import {
  ServiceDeployments,
  Target,
  TargetStatus,
} from '@fairlead/backstage-plugin-gitops-common';
import {
  aService,
  allAllowed,
  inEnvironment,
} from '../../src/__testUtils__/aService';
import { aTarget } from '../../src/__testUtils__/aTarget';
import { aCandidate, aStage } from '../../src/__testUtils__/aStage';
import { analysisFailed, probeFailing, suspended } from './findings';
import {
  aborted,
  atRest,
  blueGreenWaiting,
  canaryPaused,
  flaggerFailed,
  flaggerProgressing,
  flaggerWaiting,
} from './progressive';
import { ago, day, hour } from './time';

const sha = '8d3f0c1b5a2e4d6f7081929394a5b6c7d8e9f0a1';

const target = (
  options: Pick<
    Parameters<typeof aTarget>[0],
    'service' | 'environment' | 'version' | 'status' | 'rollouts' | 'findings'
  >,
): Target =>
  aTarget({ cluster: 'platform', sha, deployedAt: ago(5 * hour), ...options });

const flux = (environment: string): Partial<TargetStatus> => ({
  engine: 'flux',
  object: {
    cluster: 'edge',
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    namespace: 'flux-system',
    name: `search-${environment}`,
  },
  actions: ['sync', 'refresh', 'suspend'],
});

const checkout = aService({
  entityRef: 'component:default/checkout',
  environments: [
    inEnvironment('dev', {
      targets: [
        target({
          service: 'checkout',
          environment: 'dev',
          version: '3.0.0',
          rollouts: [atRest],
        }),
      ],
    }),
    inEnvironment('staging', {
      targets: [
        target({
          service: 'checkout',
          environment: 'staging',
          version: '3.0.0',
          status: { health: { status: 'Suspended' } },
          rollouts: [canaryPaused],
        }),
      ],
    }),
    inEnvironment('prod-eu', {
      targets: [
        target({
          service: 'checkout',
          environment: 'prod-eu',
          version: '3.0.0',
          status: { health: { status: 'Degraded' } },
          rollouts: [aborted],
          findings: [analysisFailed, probeFailing],
        }),
      ],
    }),
    inEnvironment('prod-us', {
      allowances: {
        ...allAllowed,
        rollout: {
          ...allAllowed.rollout,
          'promote-full': {
            allowed: false,
            why: 'Only the owners of checkout may skip its checks.',
          },
        },
      },
      targets: [
        target({
          service: 'checkout',
          environment: 'prod-us',
          version: '3.0.0',
          status: { health: { status: 'Suspended' } },
          rollouts: [blueGreenWaiting],
        }),
      ],
    }),
  ],
});

const search = aService({
  entityRef: 'component:default/search',
  environments: [
    inEnvironment('dev', {
      targets: [
        target({
          service: 'search',
          environment: 'dev',
          version: '5.2.0',
          status: {
            ...flux('dev'),
            suspended: true,
            actions: ['resume'],
          },
          findings: [suspended],
        }),
        target({
          service: 'search-indexer',
          environment: 'dev',
          version: '0.8.3',
          status: {
            engine: 'kubernetes',
            object: {
              cluster: 'edge',
              apiVersion: 'apps/v1',
              kind: 'Deployment',
              namespace: 'search',
              name: 'search-indexer',
            },
            sync: { status: 'Unknown' },
            sources: [],
            history: [{ id: '1', revisions: [], deployedAt: ago(3 * day) }],
            revisions: { desired: [], live: [] },
            actions: [],
            links: [],
          },
        }),
      ],
    }),
    inEnvironment('staging', {
      targets: [
        target({
          service: 'search',
          environment: 'staging',
          version: '5.2.0',
          status: flux('staging'),
          rollouts: [flaggerProgressing],
        }),
      ],
    }),
    inEnvironment('prod-eu', {
      targets: [
        target({
          service: 'search',
          environment: 'prod-eu',
          version: '5.2.0',
          status: flux('prod-eu'),
          rollouts: [flaggerWaiting],
        }),
      ],
    }),
    inEnvironment('prod-us', {
      targets: [
        target({
          service: 'search',
          environment: 'prod-us',
          version: '5.2.0',
          status: flux('prod-us'),
          rollouts: [flaggerFailed],
        }),
      ],
      stages: [
        aStage({
          name: 'prod-us',
          after: ['staging'],
          candidates: [
            aCandidate({
              title: 'brisk-otter',
              tag: '5.2.1',
              verifiedIn: ['staging'],
              createdAt: ago(4 * hour),
            }),
          ],
        }),
      ],
    }),
  ],
});

/** Services with progressive delivery by Argo Rollouts and by Flagger. */
export const progressiveServices: ServiceDeployments[] = [checkout, search];
