import {
  GateStatus,
  Promotion,
  PullRequest,
} from '@fairlead/backstage-plugin-gitops-common';

/** A promotion that alice asked for, whose pull request is open. */
export function aPromotion(change: Partial<Promotion> = {}): Promotion {
  return {
    id: '7f7df7a5-6a1b-4a53-9f0c-3b4ff1ad5bd3',
    entityRef: 'component:default/orders',
    from: 'dev',
    to: 'staging',
    state: 'open',
    message: 'Waiting for somebody to merge it.',
    reason: 'The fix for the rounding error',
    requestedBy: 'user:default/alice',
    kind: 'promotion',
    automatic: false,
    skips: [],
    links: {},
    gates: [],
    conflicts: [],
    createdAt: '2026-11-24T08:00:00.000Z',
    updatedAt: '2026-11-24T08:00:00.000Z',
    plan: {
      entityRef: 'component:default/orders',
      from: 'dev',
      to: 'staging',
      repoUrl: 'https://github.com/acme/gitops',
      baseBranch: 'main',
      baseSha: 'a'.repeat(40),
      targets: [],
      fromVersion: { images: [{ name: 'ghcr.io/acme/orders', tag: '1.4.2' }] },
      toVersion: { images: [{ name: 'ghcr.io/acme/orders', tag: '1.5.0' }] },
      edits: [
        {
          file: 'apps/orders/kustomization.yaml',
          line: 4,
          pointer: 'images[0].newTag',
          what: 'image-tag',
          subject: 'ghcr.io/acme/orders',
          from: '1.4.2',
          to: '1.5.0',
        },
      ],
      files: [],
      blockers: [],
      fingerprint: 'f',
    },
    pullRequest: aPullRequest(),
    progress: [],
    ...change,
  };
}

/** A pull request that is green. */
export function aPullRequest(change: Partial<PullRequest> = {}): PullRequest {
  return {
    number: 7,
    url: 'https://github.com/acme/gitops/pull/7',
    title: 'Promote orders 1.5.0 to staging',
    state: 'open',
    headBranch: 'fairlead/orders/staging/7f7df7a5',
    headSha: 'b'.repeat(40),
    mergeable: 'mergeable',
    checks: 'passing',
    review: 'none',
    ...change,
  };
}

/** A gate that waits. */
export function aGate(change: Partial<GateStatus> = {}): GateStatus {
  return {
    gate: 'approvals',
    title: 'Approvals',
    phases: ['merge'],
    status: 'waiting',
    message: '0 of 1 approvals',
    ...change,
  };
}
