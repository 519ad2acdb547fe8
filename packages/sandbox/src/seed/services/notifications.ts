import { SeedService } from '../SeedService';

/** Drifted: somebody changed the Deployment in staging by hand, and nothing heals it. Its pipeline file has mistakes. */
export const notifications: SeedService = {
  name: 'notifications',
  title: 'Notifications',
  description: 'Mails and push messages',
  team: 'platform',
  system: 'shop',
  tags: ['nodejs'],
  annotations: {
    'argocd/app-name':
      'notifications-dev,notifications-staging,notifications-prod-eu,notifications-prod-us',
  },
  layout: 'plain',
  pipeline: `# Mails can wait: nothing goes to production at night.
policy:
  merge: automaticaly
environments:
  prod-eu:
    gates:
      windows:
        allow:
          - { days: [mon, tue, wed, thu, friday], from: '06:00', to: '20:00' }
`,
  releases: [
    {
      version: '0.8.0',
      daysAgo: 70,
      commits: [
        ['greta', 'feat: mails in plain text too'],
        ['greta', 'chore: version 0.8.0'],
      ],
    },
    {
      version: '0.8.1',
      daysAgo: 30,
      commits: [
        ['greta', 'fix: retry when the mail server is busy'],
        ['bruno', 'fix: unsubscribe links work without signing in'],
        ['greta', 'chore: version 0.8.1'],
      ],
    },
  ],
  deployments: {
    dev: [
      { version: '0.8.0', daysAgo: 69 },
      { version: '0.8.1', daysAgo: 29.9 },
    ],
    staging: [
      { version: '0.8.0', daysAgo: 68 },
      { version: '0.8.1', daysAgo: 29 },
    ],
    'prod-eu': [
      { version: '0.8.0', daysAgo: 66 },
      { version: '0.8.1', daysAgo: 27 },
    ],
    'prod-us': [
      { version: '0.8.0', daysAgo: 66 },
      { version: '0.8.1', daysAgo: 27 },
    ],
  },
};
