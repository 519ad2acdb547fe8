import { SeedService } from '../SeedService';

/** Pushed: a pipeline applies it, and no engine knows of it. */
export const reports: SeedService = {
  name: 'reports',
  title: 'Reports',
  description: 'Figures for those who do the books',
  team: 'money',
  system: 'shop',
  tags: ['java'],
  annotations: { 'backstage.io/kubernetes-id': 'reports' },
  layout: 'pushed',
  releases: [
    {
      version: '0.12.0',
      daysAgo: 90,
      commits: [
        ['dmitri', 'feat: figures of the quarter'],
        ['chiara', 'chore: version 0.12.0'],
      ],
    },
    {
      version: '0.13.0',
      daysAgo: 14,
      commits: [
        ['chiara', 'feat: figures by country'],
        ['dmitri', 'chore: version 0.13.0'],
      ],
    },
  ],
  deployments: {
    dev: [{ version: '0.13.0', daysAgo: 13.9 }],
    staging: [{ version: '0.13.0', daysAgo: 13 }],
    'prod-eu': [{ version: '0.12.0', daysAgo: 85 }],
    'prod-us': [{ version: '0.12.0', daysAgo: 85 }],
  },
};
