import { ForgeList } from '@fairlead/backstage-plugin-gitops-common';
import { ahead, minute } from './time';

/** One credential with room, and one that has to wait. */
export const forges: ForgeList = {
  budgets: [
    {
      credential: 'github.com (acme)',
      resource: 'core',
      limit: 15_000,
      remaining: 13_870,
      resetsAt: ahead(41 * minute),
      waiting: 0,
    },
    {
      credential: 'github.com (acme)',
      resource: 'graphql',
      limit: 12_500,
      remaining: 12_444,
      resetsAt: ahead(41 * minute),
      waiting: 0,
    },
    {
      credential: 'ghe.acme.example',
      resource: 'core',
      limit: 5_000,
      remaining: 210,
      resetsAt: ahead(12 * minute),
      pausedUntil: ahead(2 * minute),
      waiting: 7,
    },
  ],
};
