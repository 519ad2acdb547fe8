import { SeedService } from '../SeedService';

/** A canary of Argo Rollouts: the newest waits in staging, after a good analysis, until somebody lets it go on. */
export const cart: SeedService = {
  name: 'cart',
  title: 'Cart',
  description: 'What a visitor is about to buy',
  team: 'checkout',
  system: 'shop',
  tags: ['nodejs'],
  annotations: { 'argocd/app-selector': 'app.kubernetes.io/part-of=cart' },
  layout: 'rollout',
  releases: [
    {
      version: '2.0.3',
      daysAgo: 26,
      commits: [
        ['bruno', 'fix: a cart is kept for a month'],
        ['ada', 'chore: version 2.0.3'],
      ],
    },
    {
      version: '2.1.0',
      daysAgo: 1,
      commits: [
        ['ada', 'feat: several vouchers in one cart'],
        ['bruno', 'chore: version 2.1.0'],
      ],
    },
  ],
  deployments: {
    dev: [
      { version: '2.0.3', daysAgo: 25.9 },
      { version: '2.1.0', daysAgo: 0.9 },
    ],
    staging: [{ version: '2.0.3', daysAgo: 25 }],
    'prod-eu': [{ version: '2.0.3', daysAgo: 23 }],
    'prod-us': [{ version: '2.0.3', daysAgo: 22.5 }],
  },
};
