import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import {
  ChangeRequest,
  defaultPolicy,
  GitopsApi,
  planResponseSchema,
  PlanResponse,
  Promotion,
  promotionSchema,
  pullRequestSchema,
  ServiceDeployments,
} from '@fairlead/backstage-plugin-gitops-common';
import { GitopsClients } from '../GitopsClients';

/** A backend of few words: what tests put in is what actions find, and what actions ask for is remembered. */
export class GitopsInMemory implements GitopsClients {
  readonly askedBy: BackstageCredentials[] = [];
  readonly changes: ChangeRequest[] = [];
  readonly promotions: Promotion[] = [];
  plan: PlanResponse = planOf();
  /** How a promotion, and a service, look each time they are asked for; the last one stays. */
  promotionLooks: Array<Partial<Promotion>> = [{}];
  serviceLooks: Array<ServiceDeployments | 'unknown'> = ['unknown'];

  onBehalfOf(credentials: BackstageCredentials): GitopsApi {
    this.askedBy.push(credentials);
    const unused = async (): Promise<never> => {
      throw new Error('no action calls this');
    };
    return {
      getFleet: unused,
      listPromotions: unused,
      cancelPromotion: unused,
      syncTarget: unused,
      refreshTarget: unused,
      suspendTarget: unused,
      resumeTarget: unused,
      runRolloutAction: unused,
      runStageAction: unused,
      getResources: unused,
      getLog: unused,
      getDrift: unused,
      adoptDrift: unused,
      getCommits: unused,
      approvePromotion: unused,
      overrideGate: unused,
      mergePromotion: unused,
      planRollback: unused,
      createRollback: unused,
      listDeployments: unused,
      getPipeline: unused,
      listRestrictions: unused,
      createRestriction: unused,
      liftRestriction: unused,
      listForges: unused,
      openChange: async request => {
        this.changes.push(request);
        return pullRequestOf(request.headBranch, request.title);
      },
      planPromotion: async () => this.plan,
      createPromotion: async request => {
        const promotion = promotionSchema.parse({
          ...request,
          id: `promotion-${this.promotions.length + 1}`,
          state: 'planned',
          message: 'Planned',
          requestedBy: 'user:default/ada',
          kind: 'promotion',
          automatic: false,
          skips: [],
          links: {},
          gates: [],
          conflicts: [],
          createdAt: '2026-01-01T00:00:00Z',
          updatedAt: '2026-01-01T00:00:00Z',
          plan: this.plan.plan,
          progress: [],
        });
        this.promotions.push(promotion);
        return promotion;
      },
      getPromotion: async id => {
        const promotion = this.promotions.find(each => each.id === id);
        if (!promotion) throw new NotFoundError(`no promotion ${id}`);
        return {
          promotion: { ...promotion, ...next(this.promotionLooks) },
          events: [],
          approvals: [],
          waves: [],
          titles: { from: 'Development', to: 'Staging' },
          allowances: {
            cancel: { allowed: true },
            approve: { allowed: true },
            merge: { allowed: true },
            override: { allowed: true },
            rollback: { allowed: true },
          },
        };
      },
      getService: async entityRef => {
        const look = next(this.serviceLooks);
        if (look === 'unknown') throw new NotFoundError(`no ${entityRef}`);
        return look;
      },
    };
  }
}

function next<T>(looks: T[]): T {
  const look = looks.length > 1 ? looks.shift() : looks[0];
  if (look === undefined) throw new Error('nothing to look at');
  return look;
}

/** A pull request that is open. */
export function pullRequestOf(headBranch: string, title: string) {
  return pullRequestSchema.parse({
    number: 7,
    url: 'https://github.com/acme/gitops/pull/7',
    title,
    state: 'open',
    headBranch,
    headSha: 'a'.repeat(40),
    mergeable: 'mergeable',
    checks: 'none',
    review: 'none',
  });
}

/** A plan from dev to staging, with one edit unless told otherwise. */
export function planOf(
  change: Partial<PlanResponse['plan']> = {},
): PlanResponse {
  return planResponseSchema.parse({
    plan: {
      entityRef: 'component:default/orders',
      from: 'dev',
      to: 'staging',
      repoUrl: 'https://github.com/acme/gitops',
      baseBranch: 'main',
      baseSha: 'b'.repeat(40),
      targets: ['nonprod:argoproj.io:application:argocd:orders-staging'],
      fromVersion: { images: [] },
      toVersion: { images: [] },
      edits: [
        {
          file: 'apps/orders/overlays/staging/kustomization.yaml',
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
      fingerprint: 'f1',
      ...change,
    },
    lane: 'free',
    gates: [],
    policy: defaultPolicy('staging'),
    waves: [],
  });
}
