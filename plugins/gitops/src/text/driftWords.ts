import { DriftEntry } from '@fairlead/backstage-plugin-gitops-common';

/** How a resource differs from Git. */
export const driftWords: Record<DriftEntry['difference'], string> = {
  changed: 'differs from Git',
  missing: 'in Git, but not in the cluster',
  extra: 'in the cluster, but no longer in Git',
};
