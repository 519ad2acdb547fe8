import {
  CheckPolicy,
  defaultPolicy,
  EnvironmentPolicy,
  GatesPolicy,
  Promotion,
  PullRequest,
} from '@fairlead/backstage-plugin-gitops-common';
import { GateInput, GateTarget } from '@fairlead/backstage-plugin-gitops-node';
import { storedTarget } from '../../services/__testUtils__/storedTarget';

/** `2026-11-30T12:00:00Z`, a Monday. */
export const now = new Date('2026-11-30T12:00:00.000Z');

const image = { name: 'ghcr.io/acme/orders', tag: '1.6.0' };

/** A promotion of orders 1.6.0 from staging to prod, and all that a gate is told. */
export function gateInput(
  part: {
    now?: Date;
    promotion?: Partial<Promotion>;
    policy?: Partial<EnvironmentPolicy>;
    gates?: Partial<GatesPolicy>;
    check?: CheckPolicy;
    pullRequest?: Partial<PullRequest>;
    entity?: Partial<GateInput['entity']>;
    fromTargets?: GateTarget[];
    toTargets?: GateTarget[];
  } = {},
): GateInput {
  const policy = { ...defaultPolicy('prod'), ...part.policy };
  const target = (environment: string) =>
    storedTarget({
      name: `orders-${environment}`,
      environment,
      tag: '1.6.0',
      destinationNamespace: `orders-${environment}`,
    });
  return {
    now: part.now ?? now,
    from: { name: 'staging', title: 'Staging', tier: 'staging', after: [] },
    to: {
      name: 'prod',
      title: 'Production',
      tier: 'production',
      after: ['staging'],
    },
    promotion: {
      id: 'p1',
      entityRef: 'component:default/orders',
      from: 'staging',
      to: 'prod',
      state: 'open',
      message: '',
      reason: 'The fix',
      requestedBy: 'user:default/alice',
      kind: 'promotion',
      automatic: false,
      skips: [],
      links: {},
      gates: [],
      conflicts: [],
      createdAt: '2026-11-30T11:00:00.000Z',
      updatedAt: '2026-11-30T11:00:00.000Z',
      progress: [],
      plan: {
        entityRef: 'component:default/orders',
        from: 'staging',
        to: 'prod',
        repoUrl: 'https://github.com/acme/gitops',
        baseBranch: 'main',
        baseSha: 'a'.repeat(40),
        targets: [],
        fromVersion: { images: [{ ...image, tag: '1.5.0' }] },
        toVersion: { images: [image] },
        edits: [],
        files: [],
        blockers: [],
        fingerprint: 'f',
      },
      ...(part.pullRequest && {
        pullRequest: {
          number: 7,
          url: 'https://github.com/acme/gitops/pull/7',
          title: 'Promote',
          state: 'open',
          headBranch: 'b',
          headSha: 'abcdef0123456789',
          mergeable: 'mergeable',
          checks: 'none',
          review: 'none',
          ...part.pullRequest,
        },
      }),
      ...part.promotion,
    },
    policy: {
      ...policy,
      gates: {
        ...policy.gates,
        ...part.gates,
        ...(part.check && { custom: [part.check] }),
      },
    },
    entity: {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Component',
      metadata: { name: 'orders', namespace: 'default' },
      spec: { owner: 'payments', system: 'shop' },
      ...part.entity,
    },
    fromTargets: part.fromTargets ?? [target('staging')],
    toTargets: part.toTargets ?? [target('prod')],
  };
}
