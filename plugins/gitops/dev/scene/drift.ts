import { DriftDetail } from '@fairlead/backstage-plugin-gitops-common';
import { ago, hour } from './time';

/** A deployment that somebody scaled by hand, a secret, and what Git no longer has. */
export const driftDetail: DriftDetail = {
  since: ago(5 * hour),
  outlook:
    'Self-heal is off: it stays like this until the next commit, or until somebody syncs. Then Argo CD puts everything back to what Git says.',
  readAt: ago(0),
  resources: [
    {
      group: 'apps',
      kind: 'Deployment',
      namespace: 'payments',
      name: 'payments',
      difference: 'changed',
      fields: [
        {
          path: 'spec.replicas',
          git: '3',
          live: '6',
          changedBy: { manager: 'kubectl-scale', at: ago(5 * hour) },
          adoptable: { allowed: true },
        },
        {
          path: 'spec.template.spec.containers[0].image',
          git: '"ghcr.io/acme/payments:3.2.0"',
          live: '"ghcr.io/acme/payments:3.2.1-debug"',
          changedBy: { manager: 'kubectl-edit', at: ago(4 * hour) },
          adoptable: { allowed: true },
        },
        {
          path: 'spec.template.metadata.annotations.restartedAt',
          live: '"2026-11-24T07:12:09Z"',
          changedBy: { manager: 'kubectl-rollout', at: ago(3 * hour) },
          adoptable: {
            allowed: false,
            why: 'No file in Git has this field, so there is no value to change.',
          },
        },
      ],
    },
    {
      group: '',
      kind: 'Secret',
      namespace: 'payments',
      name: 'payments-db',
      difference: 'changed',
      fields: [
        {
          path: 'data.password',
          masked: true,
          changedBy: { manager: 'vault-agent', at: ago(hour) },
          adoptable: {
            allowed: false,
            why: 'Values of Secrets never go to Git from here.',
          },
        },
      ],
    },
    {
      group: '',
      kind: 'ConfigMap',
      namespace: 'payments',
      name: 'payments-debug',
      difference: 'extra',
      fields: [],
      note: 'Git had it until 5 hours ago. A sync that prunes removes it.',
    },
  ],
};
