import { SeedService } from '../SeedService';

/** Under way: a new version is being rolled out in staging while you look. Production takes it at certain times only. */
export const storefront: SeedService = {
  name: 'storefront',
  title: 'Storefront',
  description: 'What a visitor of the shop sees',
  team: 'storefront',
  system: 'shop',
  tags: ['nodejs', 'react'],
  annotations: {
    'argocd/app-selector': 'app.kubernetes.io/part-of=storefront',
  },
  layout: 'multi-source',
  pipeline: `# Visitors see it at once: not on the days before a weekend, and not in the week of the winter sale.
policy:
  gates:
    windows:
      timeZone: Europe/Berlin
      allow:
        - { days: [mon, tue, wed, thu], from: '09:00', to: '16:00' }
      deny:
        - fromDate: 2027-01-11
          toDate: 2027-01-18
          reason: Winter sale
environments:
  dev: { gates: { windows: false } }
  staging: { gates: { windows: false } }
  prod-eu:
    gates: { soak: 10m }
  # Whatever the others do, the far side of the ocean comes last.
  prod-us:
    after: [prod-eu]
`,
  releases: [
    {
      version: '5.0.0',
      daysAgo: 33,
      commits: [
        ['elif', 'feat: the new home page'],
        ['femi', 'fix: the cart is kept when the tab is closed'],
        ['elif', 'chore: version 5.0.0'],
      ],
    },
    {
      version: '5.1.0',
      daysAgo: 6,
      commits: [
        ['femi', 'feat: dark theme'],
        ['elif', 'fix: focus goes to the dialog that opens'],
        ['femi', 'perf: pictures load when they come into view'],
        ['elif', 'chore: version 5.1.0'],
      ],
    },
  ],
  deployments: {
    dev: [
      { version: '5.0.0', daysAgo: 32.9 },
      { version: '5.1.0', daysAgo: 5.9 },
    ],
    staging: [{ version: '5.0.0', daysAgo: 32 }],
    'prod-eu': [{ version: '5.0.0', daysAgo: 29 }],
    'prod-us': [{ version: '5.0.0', daysAgo: 28.5 }],
  },
};
