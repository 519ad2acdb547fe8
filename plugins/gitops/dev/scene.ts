import {
  Commit,
  Fleet,
  FleetRow,
  Promotion,
  PromotionEvent,
  ServiceDeployments,
  Target,
} from '@fairlead/backstage-plugin-gitops-common';
import { aPlan, aPromotion } from '../src/__testUtils__/aPromotion';
import {
  aService,
  environments,
  inEnvironment,
} from '../src/__testUtils__/aService';
import { aTarget } from '../src/__testUtils__/aTarget';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** That long ago. */
export const ago = (ms: number) => new Date(Date.now() - ms).toISOString();

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

const promotionOfOrders = aPromotion({
  id: 'p-orders-eu',
  plan: aPlan({
    service: 'orders',
    from: 'staging',
    to: 'prod-eu',
    fromVersion: '1.4.2',
    toVersion: '1.5.0',
  }),
  state: 'open',
  message: 'Waits for a review of pull request #318; checks have passed.',
  createdAt: ago(40 * minute),
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
      promotions: [
        {
          from: 'staging',
          allowance: {
            allowed: false,
            why: 'A promotion to Production EU is under way already; it has to end first.',
          },
        },
      ],
      activePromotion: promotionOfOrders,
    }),
    inEnvironment('prod-us', {
      targets: [
        target('orders', 'prod-us', {
          version: '1.4.2',
          sha: shas.b,
          deployedAt: ago(9 * day),
        }),
      ],
      comparisons: [
        { from: 'staging', relation: 'behind', summary: '1.4.2 → 1.5.0' },
      ],
      promotions: [{ from: 'staging', allowance: { allowed: true } }],
    }),
  ],
});

const payments = aService({
  entityRef: 'component:default/payments',
  environments: [
    inEnvironment('dev', {
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
  annotationProblems: [
    'argocd/app-selector is "app = payments": a space is not allowed there; write app=payments.',
  ],
  allowances: {
    promote: { allowed: true },
    cancel: { allowed: true },
    sync: {
      allowed: false,
      why: 'Only the owners of payments may sync it.',
    },
    refresh: { allowed: true },
  },
});

const inventory = aService({
  entityRef: 'component:default/inventory',
  annotated: false,
});

export const services: ServiceDeployments[] = [orders, payments, inventory];

const events: PromotionEvent[] = [
  {
    id: '1',
    at: ago(40 * minute),
    type: 'planned',
    message: 'Asked for the promotion of 1.5.0 from Staging to Production EU',
    actor: 'user:default/mara.olsen',
  },
  {
    id: '2',
    at: ago(39 * minute),
    type: 'open',
    message: 'Opened pull request #318',
    link: 'https://github.com/acme/gitops/pull/318',
  },
  {
    id: '3',
    at: ago(31 * minute),
    type: 'checks',
    message: 'All checks of pull request #318 passed',
    link: 'https://github.com/acme/gitops/pull/318/checks',
  },
];

export const promotions: Array<{
  promotion: Promotion;
  events: PromotionEvent[];
}> = [
  { promotion: promotionOfOrders, events },
  {
    promotion: aPromotion({
      id: 'p-payments-staging',
      plan: aPlan({
        service: 'payments',
        from: 'dev',
        to: 'staging',
        fromVersion: '3.1.4',
        toVersion: '3.2.0',
      }),
      state: 'failed',
      message:
        'payments-staging became Degraded after the merge: container payments is in CrashLoopBackOff.',
      createdAt: ago(50 * minute),
      overrides: {
        finishedAt: ago(25 * minute),
        progress: [
          {
            targetId:
              'platform:argoproj.io:application:argocd:payments-staging',
            synced: true,
            message: 'Degraded since the new version was applied',
          },
        ],
      },
    }),
    events: [
      ...events.slice(0, 2),
      {
        id: '4',
        at: ago(30 * minute),
        type: 'merged',
        message: 'Pull request #318 was merged',
        actor: 'jonas-w',
      },
      {
        id: '5',
        at: ago(25 * minute),
        type: 'failed',
        message: 'payments-staging is Degraded',
      },
    ],
  },
  {
    promotion: aPromotion({
      id: 'p-orders-staging',
      plan: aPlan({
        service: 'orders',
        from: 'dev',
        to: 'staging',
        fromVersion: '1.4.2',
        toVersion: '1.5.0',
      }),
      state: 'settling',
      message:
        'orders-staging is healthy with 1.5.0 and has to stay so for 3 more minutes.',
      createdAt: ago(2 * hour),
      overrides: {
        progress: [
          {
            targetId: 'platform:argoproj.io:application:argocd:orders-staging',
            synced: true,
            healthySince: ago(2 * minute),
            message: 'Healthy, settling',
          },
        ],
      },
    }),
    events,
  },
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
