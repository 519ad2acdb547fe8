import {
  defaultPolicy,
  GateStatus,
  parseImageReference,
  PlannedFile,
  PlanResponse,
  Promotion,
  PromotionDetail,
  PromotionPlan,
  PromotionState,
} from '@fairlead/backstage-plugin-gitops-common';

/** The plan of a kustomize image tag. */
export function aPlan(options: {
  service: string;
  from: string;
  to: string;
  fromVersion: string;
  toVersion: string;
  overrides?: Partial<PromotionPlan>;
}): PromotionPlan {
  const { service, from, to, fromVersion, toVersion } = options;
  const image = `ghcr.io/acme/${service}`;
  const path = `apps/${service}/overlays/${to}/kustomization.yaml`;
  return {
    entityRef: `component:default/${service}`,
    from,
    to,
    repoUrl: 'https://github.com/acme/gitops',
    baseBranch: 'main',
    baseSha: '4f7c1d2e9b8a5036c7e1f2a3b4c5d6e7f8091a2b',
    targets: [`platform:argoproj.io:application:argocd:${service}-${to}`],
    fromVersion: {
      images: [parseImageReference(`${image}:${fromVersion}`)],
    },
    toVersion: { images: [parseImageReference(`${image}:${toVersion}`)] },
    edits: [
      {
        file: path,
        line: 9,
        pointer: 'images[0].newTag',
        what: 'image-tag',
        subject: image,
        from: fromVersion,
        to: toVersion,
      },
    ],
    files: [tagDiff({ path, image, fromVersion, toVersion })],
    blockers: [],
    fingerprint: 'f1',
    ...options.overrides,
  };
}

function tagDiff(options: {
  path: string;
  image: string;
  fromVersion: string;
  toVersion: string;
}): PlannedFile {
  const { path, image, fromVersion, toVersion } = options;
  return {
    path,
    blobSha: '9ae1c0d2',
    diff: [
      `--- a/${path}`,
      `+++ b/${path}`,
      '@@ -6,6 +6,6 @@',
      '   - ../../base',
      ' images:',
      `   - name: ${image}`,
      `-    newTag: ${fromVersion} # set by the release pipeline`,
      `+    newTag: ${toVersion} # set by the release pipeline`,
      ' replicas:',
      '   - count: 3',
      '',
    ].join('\n'),
  };
}

/** A promotion in a state, with a plan and a pull request that fit. */
export function aPromotion(options: {
  id: string;
  plan: PromotionPlan;
  state: PromotionState;
  message: string;
  createdAt: string;
  overrides?: Partial<Promotion>;
}): Promotion {
  const { id, plan, state, message, createdAt } = options;
  const isMerged = [
    'merged',
    'synced',
    'settling',
    'succeeded',
    'failed',
  ].includes(state);
  return {
    id,
    entityRef: plan.entityRef,
    from: plan.from,
    to: plan.to,
    state,
    message,
    reason: 'Customers wait for the new checkout; it ran in staging for a day.',
    requestedBy: 'user:default/mara.olsen',
    kind: 'promotion',
    automatic: false,
    skips: [],
    links: {},
    gates: [],
    conflicts: [],
    createdAt,
    updatedAt: createdAt,
    plan,
    pullRequest: {
      number: 318,
      url: 'https://github.com/acme/gitops/pull/318',
      title: `Promote ${plan.entityRef.split('/')[1]} to ${plan.to}`,
      state: isMerged ? 'merged' : 'open',
      headBranch: `fairlead/${plan.to}/${id}`,
      headSha: 'b6d1c9e2f3a4958677889900aabbccddeeff0011',
      mergeable: 'mergeable',
      checks: 'passing',
      review: isMerged ? 'approved' : 'required',
      ...(isMerged && {
        mergeSha: 'c0ffee1122334455667788990011223344556677',
        mergedBy: 'jonas-w',
        mergedAt: createdAt,
      }),
    },
    progress: [],
    ...options.overrides,
  };
}

/** What the backend answers to the question for a plan: nothing in the way, unless said otherwise. */
export function aPlanResponse(
  plan: PromotionPlan,
  rest: Partial<PlanResponse> = {},
): PlanResponse {
  return {
    plan,
    lane: 'free',
    gates: [],
    policy: defaultPolicy(plan.to),
    waves: [],
    ...rest,
  };
}

/** A gate that has passed, unless said otherwise. */
export function aGate(rest: Partial<GateStatus> = {}): GateStatus {
  return {
    gate: 'verified',
    title: 'Verified in Staging',
    phases: ['open'],
    status: 'passed',
    message: 'Staging has run it healthily.',
    ...rest,
  };
}

/** All that the page of a promotion shows, of which the user may do everything. */
export function aPromotionDetail(
  promotion: Promotion,
  rest: Partial<PromotionDetail> = {},
): PromotionDetail {
  return {
    promotion,
    events: [],
    approvals: [],
    waves: [],
    titles: { from: 'Staging', to: 'Production EU' },
    allowances: {
      cancel: { allowed: true },
      approve: { allowed: true },
      merge: { allowed: true },
      override: { allowed: true },
      rollback: { allowed: true },
    },
    ...rest,
  };
}
