import { SeedService } from '../SeedService';

/** In cells, each with a part of the index: production gets a new version in waves. */
export const search: SeedService = {
  name: 'search',
  title: 'Search',
  description: 'Finds products, each cell in its part of the index',
  team: 'storefront',
  system: 'shop',
  tags: ['go'],
  annotations: { 'argocd/app-selector': 'app.kubernetes.io/part-of=search' },
  layout: 'kustomize',
  cells: { 'prod-eu': 3, 'prod-us': 2 },
  pipeline: `# Production has several cells: one of them first, the others when it has been well for a while.
environments:
  prod-eu: &waves
    waves: { percent: [34, 66], soak: 15s }
    lane: queue
  prod-us: *waves
`,
  releases: [
    {
      version: '1.2.0',
      daysAgo: 22,
      commits: [
        ['femi', 'feat: suggestions while typing'],
        ['elif', 'chore: version 1.2.0'],
      ],
    },
    {
      version: '1.3.0',
      daysAgo: 4,
      commits: [
        ['elif', 'feat: results that are sold out come last'],
        ['femi', 'perf: the index is read once, not for each request'],
        ['femi', 'chore: version 1.3.0'],
      ],
    },
  ],
  deployments: {
    dev: [
      { version: '1.2.0', daysAgo: 21.9 },
      { version: '1.3.0', daysAgo: 3.9 },
    ],
    staging: [
      { version: '1.2.0', daysAgo: 21 },
      { version: '1.3.0', daysAgo: 3 },
    ],
    'prod-eu': [{ version: '1.2.0', daysAgo: 20 }],
    'prod-us': [{ version: '1.2.0', daysAgo: 19.5 }],
  },
};
