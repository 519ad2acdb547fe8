import { Promotion } from '@fairlead/backstage-plugin-gitops-common';

/** A promotion of `component:default/orders` that is under way, for tests. */
export function activePromotion(part: Partial<Promotion>): Promotion {
  const { from = 'dev', to = 'staging' } = part;
  const entityRef = 'component:default/orders';
  return {
    id: 'p1',
    entityRef,
    from,
    to,
    state: 'open',
    message: 'Waits for its merge.',
    reason: 'Ship it',
    requestedBy: 'user:default/ada',
    kind: 'promotion',
    automatic: false,
    skips: [],
    links: {},
    gates: [],
    conflicts: [],
    createdAt: '2026-10-01T09:00:00.000Z',
    updatedAt: '2026-10-01T09:00:00.000Z',
    progress: [],
    plan: {
      entityRef,
      from,
      to,
      repoUrl: 'https://github.com/acme/gitops',
      baseBranch: 'main',
      baseSha: 'a'.repeat(40),
      targets: [],
      fromVersion: { images: [] },
      toVersion: { images: [] },
      edits: [],
      files: [],
      blockers: [],
      fingerprint: 'f',
    },
    ...part,
  };
}
