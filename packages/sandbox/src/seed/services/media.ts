import { SeedService } from '../SeedService';

/** Deployed by Flux, not by Argo CD. Staging is one release ahead of production. */
export const media: SeedService = {
  name: 'media',
  title: 'Media',
  description: 'Pictures and films of products, in every size',
  team: 'platform',
  system: 'shop',
  tags: ['go'],
  annotations: { 'backstage.io/kubernetes-id': 'media' },
  layout: 'flux',
  releases: [
    {
      version: '4.2.0',
      daysAgo: 40,
      commits: [
        ['greta', 'feat: films start at a lower quality'],
        ['greta', 'chore: version 4.2.0'],
      ],
    },
    {
      version: '4.3.1',
      daysAgo: 8,
      commits: [
        ['greta', 'fix: pictures of a transparent product have a background'],
        ['greta', 'chore: version 4.3.1'],
      ],
    },
  ],
  deployments: {
    dev: [
      { version: '4.2.0', daysAgo: 39.9 },
      { version: '4.3.1', daysAgo: 7.9 },
    ],
    staging: [
      { version: '4.2.0', daysAgo: 39 },
      { version: '4.3.1', daysAgo: 7 },
    ],
    'prod-eu': [{ version: '4.2.0', daysAgo: 37 }],
    'prod-us': [{ version: '4.2.0', daysAgo: 36.5 }],
  },
};
