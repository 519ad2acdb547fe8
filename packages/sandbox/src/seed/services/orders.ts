import { SeedService } from '../SeedService';

/** Behind: production runs what is two releases old, staging is well. Everything else about it is as it should be. */
export const orders: SeedService = {
  name: 'orders',
  title: 'Orders',
  description: 'Takes orders, and follows them until they are delivered',
  team: 'checkout',
  system: 'shop',
  tags: ['nodejs', 'rest'],
  annotations: { 'argocd/app-selector': 'app.kubernetes.io/part-of=orders' },
  layout: 'kustomize',
  releases: [
    {
      version: '1.4.2',
      daysAgo: 41,
      commits: [
        ['ada', 'feat: orders can be placed without an account'],
        ['bruno', 'fix: a cancelled order no longer reserves stock'],
        ['ada', 'chore: version 1.4.2'],
      ],
    },
    {
      version: '1.5.0',
      daysAgo: 19,
      commits: [
        ['bruno', 'feat: partial deliveries'],
        ['ada', 'test: orders with more than one parcel'],
        ['ada', 'perf: one query for the list of orders instead of n'],
        ['bruno', 'chore: version 1.5.0'],
      ],
    },
    {
      version: '1.6.0',
      daysAgo: 2,
      commits: [
        ['ada', 'feat: gift notes'],
        ['bruno', 'fix: the total is rounded once, at the end'],
        ['ada', 'docs: how an order changes its state'],
        ['ada', 'chore: version 1.6.0'],
      ],
    },
  ],
  deployments: {
    dev: [
      { version: '1.4.2', daysAgo: 40.9 },
      { version: '1.5.0', daysAgo: 18.9 },
      { version: '1.6.0', daysAgo: 1.9 },
    ],
    staging: [
      { version: '1.4.2', daysAgo: 40 },
      { version: '1.5.0', daysAgo: 18 },
      { version: '1.6.0', daysAgo: 1.2 },
    ],
    'prod-eu': [{ version: '1.4.2', daysAgo: 38 }],
    'prod-us': [{ version: '1.4.2', daysAgo: 37.8 }],
  },
};
