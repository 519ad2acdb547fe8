import { SeedService } from '../SeedService';

/** Degraded in dev, since a release that does not start. The one before waits to be approved for production. */
export const payments: SeedService = {
  name: 'payments',
  title: 'Payments',
  description: 'Takes money, and gives it back',
  team: 'money',
  system: 'shop',
  tags: ['nodejs', 'pci'],
  annotations: {
    'argocd/app-selector': 'app.kubernetes.io/part-of=payments',
    // All services of the chart have its folder in common.
    'fairlead/pipeline-file': 'apps/payments/fairlead.yaml',
  },
  layout: 'helm',
  pipeline: `# Money: somebody of the team that owns it has to approve what goes to production.
policy:
  reviewers: [chiara, dmitri]
  labels: [payments]
  title: 'Payments {version} to {to}'
environments:
  prod-eu: &production
    gates:
      approvals: { required: 1, from: [owners] }
    labels: [payments, production]
  prod-us: *production
`,
  releases: [
    {
      version: '2.8.3',
      daysAgo: 52,
      commits: [
        ['chiara', 'fix: a refund keeps the reference of its payment'],
        ['chiara', 'chore: version 2.8.3'],
      ],
    },
    {
      version: '2.9.1',
      daysAgo: 16,
      commits: [
        ['dmitri', 'feat: bank transfers'],
        ['chiara', 'fix: time out after ten seconds, not after a minute'],
        ['dmitri', 'chore: version 2.9.1'],
      ],
    },
    {
      version: '2.9.2',
      daysAgo: 5,
      commits: [
        ['chiara', 'fix: a transfer of nothing is refused'],
        ['chiara', 'chore: version 2.9.2'],
      ],
    },
    {
      version: '2.10.0',
      daysAgo: 0.3,
      commits: [
        ['dmitri', 'feat: keys come from the vault'],
        ['dmitri', 'chore: version 2.10.0'],
      ],
    },
  ],
  deployments: {
    dev: [
      { version: '2.8.3', daysAgo: 51.9 },
      { version: '2.9.1', daysAgo: 15.9 },
      { version: '2.9.2', daysAgo: 4.9 },
      { version: '2.10.0', daysAgo: 0.25 },
    ],
    staging: [
      { version: '2.8.3', daysAgo: 51 },
      { version: '2.9.1', daysAgo: 15 },
      { version: '2.9.2', daysAgo: 4 },
    ],
    'prod-eu': [
      { version: '2.8.3', daysAgo: 50 },
      { version: '2.9.1', daysAgo: 12.5 },
    ],
    'prod-us': [
      { version: '2.8.3', daysAgo: 50 },
      { version: '2.9.1', daysAgo: 12 },
    ],
  },
};
