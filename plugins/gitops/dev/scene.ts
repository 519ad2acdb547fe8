import {
  Commit,
  defaultPolicy,
  EnvironmentPolicy,
  Fleet,
  FleetRow,
  ServiceDeployments,
  Target,
} from '@fairlead/backstage-plugin-gitops-common';
import {
  aService,
  allAllowed,
  environments,
  inEnvironment,
} from '../src/__testUtils__/aService';
import { aTarget } from '../src/__testUtils__/aTarget';
import { promotionOfOrders, queuedPromotion } from './scene/promotions';
import { crashLoop, hookFailed, probeFailing } from './scene/findings';
import { progressiveServices } from './scene/progressiveServices';
import { ago, day, hour, minute } from './scene/time';

const shas = {
  a: '8d3f0c1b5a2e4d6f7081929394a5b6c7d8e9f0a1',
  b: '2b7e151628aed2a6abf7158809cf4f3c762e7160',
  c: 'e4d909c290d0fb1ca068ffaddf22cbd0a1b2c3d4',
};

export const commits: Commit[] = [
  {
    repoUrl: 'https://github.com/acme/gitops',
    sha: shas.a,
    url: `https://github.com/acme/gitops/commit/${shas.a}`,
    author: 'Mara Olsen',
    message: 'Promote orders 1.5.0 to staging (#311)',
    date: ago(5 * hour),
  },
  {
    repoUrl: 'https://github.com/acme/gitops',
    sha: shas.b,
    url: `https://github.com/acme/gitops/commit/${shas.b}`,
    author: 'Jonas Weber',
    message: 'orders: 1.4.2 to production',
    date: ago(9 * day),
  },
  {
    repoUrl: 'https://github.com/acme/gitops',
    sha: shas.c,
    url: `https://github.com/acme/gitops/commit/${shas.c}`,
    author: 'renovate[bot]',
    message: 'Update image ghcr.io/acme/orders to 1.6.0-rc.1',
    date: ago(20 * minute),
  },
];

const target = (
  service: string,
  environment: string | undefined,
  rest: Partial<Parameters<typeof aTarget>[0]> & { version: string },
): Target =>
  aTarget({
    service,
    environment,
    cluster: environment?.startsWith('prod') ? environment : 'platform',
    sha: shas.a,
    deployedAt: ago(5 * hour),
    ...rest,
  });

const productionPolicy = (
  environment: string,
  rest: Partial<EnvironmentPolicy> = {},
): EnvironmentPolicy => ({
  ...defaultPolicy(environment),
  rollback: { automatic: true, maxAgeMs: 20 * minute, gated: false },
  gates: {
    ...defaultPolicy(environment).gates,
    soakMs: 6 * hour,
    checks: true,
    approvals: { required: 2, from: ['owners'] },
    windows: {
      timeZone: 'Europe/Berlin',
      allow: [
        { days: ['mon', 'tue', 'wed', 'thu'], from: '09:00', to: '16:00' },
      ],
      deny: [],
      phases: ['open', 'merge'],
    },
  },
  ...rest,
});

const orders = aService({
  entityRef: 'component:default/orders',
  environments: [
    inEnvironment('dev', {
      targets: [
        target('orders', 'dev', {
          version: '1.6.0-rc.1',
          sha: shas.c,
          deployedAt: ago(18 * minute),
          status: {
            health: {
              status: 'Progressing',
              message:
                'Deployment orders: 1 of 3 updated replicas are available',
            },
            operation: { phase: 'Succeeded' },
          },
        }),
      ],
    }),
    inEnvironment('staging', {
      targets: [target('orders', 'staging', { version: '1.5.0' })],
      policy: {
        ...defaultPolicy('staging'),
        automatic: true,
        merge: 'automatic',
      },
      lacks: [
        {
          promotionId: 'p-orders-hotfix',
          environment: 'prod-us',
          version: '1.4.3',
          reason: 'Customers in the US can’t pay.',
        },
      ],
      comparisons: [
        { from: 'dev', relation: 'behind', summary: '1.5.0 → 1.6.0-rc.1' },
      ],
      promotions: [
        {
          from: 'dev',
          allowance: {
            allowed: false,
            why: 'Development is Progressing, not Healthy.',
          },
        },
      ],
    }),
    inEnvironment('prod-eu', {
      targets: [
        target('orders', 'prod-eu', {
          version: '1.4.2',
          sha: shas.b,
          deployedAt: ago(9 * day),
        }),
      ],
      comparisons: [
        { from: 'staging', relation: 'behind', summary: '1.4.2 → 1.5.0' },
      ],
      promotions: [{ from: 'staging', allowance: { allowed: true } }],
      activePromotion: promotionOfOrders,
      policy: productionPolicy('prod-eu'),
    }),
    inEnvironment('prod-us', {
      targets: [
        target('orders', 'prod-us', {
          version: '1.4.3',
          sha: shas.b,
          deployedAt: ago(9 * day),
        }),
      ],
      comparisons: [
        { from: 'staging', relation: 'behind', summary: '1.4.2 → 1.5.0' },
      ],
      promotions: [{ from: 'staging', allowance: { allowed: true } }],
      policy: productionPolicy('prod-us', {
        waves: { percent: [10, 30, 60], soakMs: 30 * minute, failureLimit: 2 },
      }),
    }),
  ],
});

const payments = aService({
  entityRef: 'component:default/payments',
  environments: [
    inEnvironment('dev', {
      allowances: {
        ...allAllowed,
        freeze: {
          allowed: false,
          why: 'Only the owners of payments may freeze it.',
        },
        sync: {
          allowed: false,
          why: 'Only the owners of payments may sync it.',
        },
      },
      targets: [
        target('payments', 'dev', {
          version: '3.2.0',
          status: {
            sync: { status: 'OutOfSync' },
            autoSync: { enabled: true, prune: true, selfHeal: false },
            drift: [
              {
                group: 'apps',
                kind: 'Deployment',
                namespace: 'payments',
                name: 'payments',
                difference: 'changed',
              },
              {
                group: '',
                kind: 'ConfigMap',
                namespace: 'payments',
                name: 'payments-debug',
                difference: 'extra',
              },
            ],
          },
        }),
      ],
    }),
    inEnvironment('staging', {
      targets: [
        target('payments', 'staging', {
          version: '3.2.0',
          status: {
            health: {
              status: 'Degraded',
              message:
                'Deployment payments: container payments is in CrashLoopBackOff (exit code 1), 7 restarts',
              since: ago(25 * minute),
            },
            operation: {
              phase: 'Failed',
              message: 'one or more synchronization tasks failed',
              finishedAt: ago(22 * minute),
              failures: [
                'Job payments-migrate: BackoffLimitExceeded, the job has reached its limit of 3 retries',
              ],
            },
            sync: { status: 'OutOfSync' },
          },
          findings: [crashLoop, hookFailed, probeFailing],
        }),
      ],
      comparisons: [{ from: 'dev', relation: 'same', summary: '3.2.0' }],
      promotions: [
        {
          from: 'dev',
          allowance: {
            allowed: false,
            why: 'Staging already runs 3.2.0, the same as Development.',
          },
        },
      ],
    }),
    inEnvironment('prod-eu', {
      targets: [
        target('payments', 'prod-eu', {
          version: '3.1.4',
          sha: shas.b,
          deployedAt: ago(30 * day),
        }),
        target('payments-batch', 'prod-eu', {
          version: '3.1.4',
          sha: shas.b,
          deployedAt: ago(30 * day),
          status: { health: { status: 'Suspended' } },
        }),
      ],
      policy: productionPolicy('prod-eu', { lane: 'queue' }),
      queuedPromotions: [queuedPromotion],
      comparisons: [
        { from: 'staging', relation: 'behind', summary: '3.1.4 → 3.2.0' },
      ],
      promotions: [
        {
          from: 'staging',
          allowance: {
            allowed: false,
            why: 'Staging is Degraded, not Healthy.',
          },
        },
      ],
    }),
    inEnvironment('prod-us', {
      targets: [
        target('payments', 'prod-us', {
          version: '3.1.4',
          sha: shas.b,
          deployedAt: ago(30 * day),
          unreachable: {
            since: ago(14 * minute),
            message:
              'no answer from https://prod-us.k8s.acme.example within 10 s',
            fault: 'network',
          },
        }),
      ],
      comparisons: [
        { from: 'staging', relation: 'behind', summary: '3.1.4 → 3.2.0' },
      ],
      promotions: [
        {
          from: 'staging',
          allowance: {
            allowed: false,
            why: 'Staging is Degraded, not Healthy.',
          },
        },
      ],
    }),
  ],
  unassigned: [
    target('payments-preview-412', undefined, { version: 'pr-412' }),
  ],
  problems: [
    {
      cluster: 'prod-us',
      since: ago(14 * minute),
      message: 'no answer from https://prod-us.k8s.acme.example within 10 s.',
      fault: 'network',
    },
  ],
  pipelineProblems: [
    {
      message: 'soak has to be a duration such as 2h, not "long".',
      file: 'apps/payments/fairlead.yaml',
      line: 14,
      column: 11,
      url: 'https://github.com/acme/gitops/blob/main/apps/payments/fairlead.yaml#L14',
    },
  ],
  annotationProblems: [
    'argocd/app-selector is "app = payments": a space is not allowed there; write app=payments.',
  ],
});

const inventory = aService({
  entityRef: 'component:default/inventory',
  annotated: false,
});

export const services: ServiceDeployments[] = [
  orders,
  payments,
  inventory,
  ...progressiveServices,
];

const healths = [
  'Healthy',
  'Healthy',
  'Healthy',
  'Healthy',
  'Progressing',
  'Healthy',
  'Degraded',
  'Healthy',
  'Suspended',
  'Healthy',
  'Missing',
];
const names = [
  'catalogue',
  'checkout',
  'search',
  'basket',
  'pricing',
  'shipping',
  'invoices',
  'loyalty',
  'reviews',
  'stock',
];

function fleetRow(index: number): FleetRow {
  const name = `${names[index % names.length]}-${Math.floor(index / names.length)}`;
  return {
    entityRef: `component:default/${name}`,
    title: name,
    owner: `group:default/team-${'abcdefgh'[index % 8]}`,
    system: `system:default/${['shop', 'warehouse', 'finance'][index % 3]}`,
    cells: environments.map(({ name: environment }, column) => ({
      environment,
      targetCount: 1,
      versions: [`2.${(index * 7 + 3 - column) % 20}.${index % 5}`],
      sync: (index * 5 + column) % 23 === 0 ? 'OutOfSync' : 'Synced',
      health:
        healths[
          (index * 3 + column * 5) % (index % 4 === 0 ? healths.length : 4)
        ],
      unreachable: environment === 'prod-us' && index % 17 === 0,
      behind: column > 1 && index % 3 === 0,
    })),
  };
}

/** A fleet of a thousand services, of which the first are those above. */
export function fleetOf(shown: ServiceDeployments[]): Fleet {
  return {
    environments,
    rows: [
      ...shown.slice(0, 2).map(service => ({
        entityRef: service.entityRef,
        title: service.entityRef.split('/')[1],
        owner: 'group:default/team-a',
        system: 'system:default/shop',
        cells: service.environments.map(item => ({
          environment: item.environment.name,
          targetCount: item.targets.length,
          versions: [
            ...new Set(
              item.targets.map(
                ({ status }) => status.version.images[0].tag ?? '',
              ),
            ),
          ],
          sync: item.targets[0].status.sync.status,
          health: item.targets[0].status.health.status,
          unreachable: item.targets.some(({ unreachable }) => unreachable),
          behind: item.comparisons.some(
            ({ relation }) => relation === 'behind',
          ),
          activePromotionId: item.activePromotion?.id,
        })),
      })),
      ...Array.from({ length: 998 }, (_, index) => fleetRow(index)),
    ],
    unassigned: [
      ...shown.flatMap(service => service.unassigned),
      target('legacy-cron', 'dev', { version: '0.9.1' }),
    ],
    problems: shown.flatMap(service => service.problems),
  };
}
