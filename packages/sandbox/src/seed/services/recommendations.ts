import { SeedService } from '../SeedService';

/** A canary of Flagger: the newest waits in staging for its gate to be opened. */
export const recommendations: SeedService = {
  name: 'recommendations',
  title: 'Recommendations',
  description: 'What others have bought as well',
  team: 'storefront',
  system: 'shop',
  tags: ['python'],
  annotations: {
    'argocd/app-selector': 'app.kubernetes.io/part-of=recommendations',
  },
  layout: 'flagger',
  releases: [
    {
      version: '1.8.2',
      daysAgo: 31,
      commits: [
        ['femi', 'fix: nothing is recommended twice'],
        ['elif', 'chore: version 1.8.2'],
      ],
    },
    {
      version: '1.9.0',
      daysAgo: 1.5,
      commits: [
        ['elif', 'feat: what is sold out is not recommended'],
        ['femi', 'chore: version 1.9.0'],
      ],
    },
  ],
  deployments: {
    dev: [
      { version: '1.8.2', daysAgo: 30.9 },
      { version: '1.9.0', daysAgo: 1.4 },
    ],
    staging: [{ version: '1.8.2', daysAgo: 30 }],
    'prod-eu': [{ version: '1.8.2', daysAgo: 28 }],
    'prod-us': [{ version: '1.8.2', daysAgo: 27.5 }],
  },
};
