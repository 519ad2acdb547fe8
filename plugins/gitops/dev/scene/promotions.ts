import {
  Promotion,
  PromotionDetail,
  PromotionEvent,
} from '@fairlead/backstage-plugin-gitops-common';
import {
  aPlan,
  aPromotion,
  aPromotionDetail,
} from '../../src/__testUtils__/aPromotion';
import { gatesOfOpen } from './plans';
import { ago, hour, minute } from './time';

const titles = { from: 'Staging', to: 'Production EU' };

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

/** Open, with gates that wait. */
export const promotionOfOrders = aPromotion({
  id: 'p-orders-eu',
  plan: aPlan({
    service: 'orders',
    from: 'staging',
    to: 'prod-eu',
    fromVersion: '1.4.2',
    toVersion: '1.5.0',
  }),
  state: 'open',
  message: 'Waits for approvals and for the error budget.',
  createdAt: ago(40 * minute),
  overrides: {
    gates: gatesOfOpen,
    links: { supersedes: 'p-orders-older' },
  },
});

/** Waits for the one above. */
export const queuedPromotion = aPromotion({
  id: 'p-payments-queued',
  plan: aPlan({
    service: 'payments',
    from: 'staging',
    to: 'prod-eu',
    fromVersion: '3.1.4',
    toVersion: '3.2.1',
  }),
  state: 'queued',
  message: 'First in the queue of Production EU.',
  createdAt: ago(12 * minute),
  overrides: {
    pullRequest: undefined,
    automatic: true,
    requestedBy: 'fairlead',
  },
});

const waves: Promotion[] = [1, 2, 3].map(index =>
  aPromotion({
    id: `p-search-${index}`,
    plan: aPlan({
      service: 'search',
      from: 'staging',
      to: 'prod-us',
      fromVersion: '2.8.0',
      toVersion: '2.9.0',
      overrides: {
        targets: Array.from(
          { length: [50, 150, 300][index - 1] },
          (_, at) => `c${at}:argoproj.io:application:argocd:search-${at}`,
        ),
      },
    }),
    state: (['succeeded', 'settling', 'queued'] as const)[index - 1],
    message: [
      'Runs and is healthy on all 50 targets.',
      '148 of 150 targets are healthy with 2.9.0.',
      'Begins when wave 2 has been healthy for 30 minutes.',
    ][index - 1],
    createdAt: ago(3 * hour),
    overrides: {
      wave: { group: 'g-search', index, count: 5 },
      ...(index === 3 && { pullRequest: undefined }),
    },
  }),
);

/** All promotions of the scene, with what their pages show. */
export const promotions: PromotionDetail[] = [
  aPromotionDetail(promotionOfOrders, {
    events,
    titles,
    approvals: [
      {
        by: 'user:default/jonas.weber',
        at: ago(25 * minute),
        comment: 'Ran the checkout by hand in Staging.',
        counts: true,
      },
      {
        by: 'user:default/lena.fuchs',
        at: ago(38 * minute),
        counts: false,
        why: 'The change is another one since the base branch moved.',
      },
    ],
    allowances: {
      cancel: { allowed: true },
      approve: { allowed: true },
      merge: {
        allowed: false,
        why: 'Approvals and the error budget have to pass first.',
      },
      override: { allowed: true },
      rollback: { allowed: false, why: 'Nothing of it is live yet.' },
    },
  }),
  aPromotionDetail(
    aPromotion({
      id: 'p-basket-eu',
      plan: aPlan({
        service: 'basket',
        from: 'staging',
        to: 'prod-eu',
        fromVersion: '4.0.1',
        toVersion: '4.1.0',
      }),
      state: 'open',
      message: 'Somebody else changed the same value; a person has to decide.',
      createdAt: ago(2 * hour),
      overrides: {
        conflicts: [
          {
            file: 'apps/basket/overlays/prod-eu/kustomization.yaml',
            pointer: 'images[0].newTag',
            from: '4.0.1',
            to: '4.1.0',
            now: '4.0.2',
          },
        ],
      },
    }),
    {
      events,
      titles,
      allowances: {
        cancel: { allowed: true },
        approve: { allowed: true },
        merge: {
          allowed: false,
          why: 'The conflict has to be resolved first.',
        },
        override: {
          allowed: false,
          why: 'Only the platform team may override gates.',
        },
        rollback: { allowed: false, why: 'Nothing of it is live yet.' },
      },
    },
  ),
  aPromotionDetail(queuedPromotion, { titles }),
  ...waves.map(wave =>
    aPromotionDetail(wave, {
      waves,
      events,
      titles: { from: 'Staging', to: 'Production US' },
    }),
  ),
  aPromotionDetail(
    aPromotion({
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
        automatic: true,
        requestedBy: 'fairlead',
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
    {
      titles: { from: 'Development', to: 'Staging' },
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
  ),
  aPromotionDetail(
    aPromotion({
      id: 'p-orders-hotfix',
      plan: aPlan({
        service: 'orders',
        from: 'dev',
        to: 'prod-us',
        fromVersion: '1.4.2',
        toVersion: '1.4.3',
      }),
      state: 'succeeded',
      message: '1.4.3 runs in Production US and is healthy.',
      createdAt: ago(8 * hour),
      overrides: {
        kind: 'hotfix',
        skips: ['staging'],
        reason: 'Customers in the US can’t pay.',
        finishedAt: ago(7 * hour),
      },
    }),
    {
      events: events.slice(0, 1),
      titles: { from: 'Development', to: 'Production US' },
    },
  ),
  aPromotionDetail(
    aPromotion({
      id: 'p-orders-older',
      plan: aPlan({
        service: 'orders',
        from: 'staging',
        to: 'prod-eu',
        fromVersion: '1.4.2',
        toVersion: '1.4.9',
      }),
      state: 'superseded',
      message: 'The promotion of 1.5.0 took its place.',
      createdAt: ago(26 * hour),
      overrides: {
        links: { supersededBy: 'p-orders-eu' },
        finishedAt: ago(40 * minute),
      },
    }),
    { titles },
  ),
  aPromotionDetail(
    aPromotion({
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
    { events, titles: { from: 'Development', to: 'Staging' } },
  ),
];
