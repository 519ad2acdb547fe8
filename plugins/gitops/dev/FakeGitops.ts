import { ResponseError } from '@backstage/errors';
import {
  Commit,
  CommitsRequest,
  ContainerLog,
  defaultPolicy,
  DriftAdopted,
  DriftDetail,
  GitopsApi,
  isInForce,
  PlanRequest,
  PlanResponse,
  Promotion,
  PromotionDetail,
  PromotionRequest,
  PullRequest,
  ResourceTree,
  Restriction,
  RestrictionRequest,
  RollbackPlanRequest,
  RollbackRequest,
  ServiceDeployments,
  ServiceEnvironment,
  TargetActionResponse,
} from '@fairlead/backstage-plugin-gitops-common';
import { aPlan, aPromotion } from '../src/__testUtils__/aPromotion';
import { environments } from '../src/__testUtils__/aService';
import { commits, fleetOf, services } from './scene';
import { deploymentsOf } from './scene/deployments';
import { driftDetail } from './scene/drift';
import { forges } from './scene/forges';
import { gatesNow, wavesOf } from './scene/plans';
import { promotions } from './scene/promotions';
import { logOf, resourceTree } from './scene/resources';
import { restrictions } from './scene/restrictions';

const me = 'user:default/you';

const now = () => new Date().toISOString();

const inForce = () =>
  restrictions.filter(restriction => isInForce(restriction, new Date()));

const titleOf = (name: string) =>
  environments.find(environment => environment.name === name)?.title ?? name;

/** A backend of one page's memory: what is asked for happens, and is forgotten on reload. */
export class FakeGitops implements GitopsApi {
  #created = 0;

  async getService(entityRef: string): Promise<ServiceDeployments> {
    const found = services.find(service => service.entityRef === entityRef);
    if (!found) return refuse(404, `No service ${entityRef}`);
    return {
      ...found,
      environments: found.environments.map(item => ({
        ...item,
        restrictions: inForce().filter(({ scope }) =>
          covers(scope, { entityRef, environment: item.environment.name }),
        ),
      })),
    };
  }

  async getFleet() {
    return fleetOf(services);
  }

  async planPromotion({ entityRef, from, to }: PlanRequest) {
    const item = await this.#environment(entityRef, to);
    const active = item?.activePromotion;
    return this.#answer({
      plan: aPlan({
        service: entityRef.split('/')[1],
        from,
        to,
        fromVersion: '1.4.2',
        toVersion: '1.5.0',
      }),
      active,
      lane: active ? item.policy.lane : 'free',
      gates: gatesNow(to),
      policy: item?.policy,
      waves: wavesOf(to),
    });
  }

  async createPromotion(request: PromotionRequest) {
    const { plan, gates } = await this.planPromotion(request);
    return this.#create({
      plan,
      state: 'planned',
      message: 'Waits for its soak time in Staging.',
      reason: request.reason,
      kind: request.skip ? 'hotfix' : 'promotion',
      gates,
    });
  }

  async planRollback(request: RollbackPlanRequest) {
    const { entityRef, environment, deploymentId } = request;
    const history = deploymentsOf(request);
    const back =
      history.find(({ id }) => id === deploymentId) ??
      history.find(({ verifiedAt }, index) => index > 0 && verifiedAt);
    if (!back) {
      return refuse(409, `${environment} has no verified version before this.`);
    }
    const item = await this.#environment(entityRef, environment);
    return this.#answer({
      plan: aPlan({
        service: entityRef.split('/')[1],
        from: environment,
        to: environment,
        fromVersion: history[0].version.images[0].tag ?? '',
        toVersion: back.version.images[0].tag ?? '',
      }),
      lane: 'free',
      policy: item?.policy,
    });
  }

  async createRollback(request: RollbackRequest) {
    const { plan } = await this.planRollback(request);
    return this.#create({
      plan,
      state: 'open',
      message: 'Waits for a review of pull request #318.',
      reason: request.reason,
      kind: 'rollback',
    });
  }

  async getPromotion(id: string) {
    return this.#detail(id);
  }

  async listPromotions() {
    return { promotions: promotions.map(({ promotion }) => promotion) };
  }

  async cancelPromotion({ id }: { id: string; reason: string }) {
    return this.#change(id, {
      state: 'cancelled',
      message: 'Cancelled; nothing was merged.',
    });
  }

  async approvePromotion(options: { id: string; comment?: string }) {
    const { id, comment } = options;
    const detail = await this.#detail(id);
    detail.approvals.push({ by: me, at: now(), comment, counts: true });
    return detail.promotion;
  }

  async overrideGate(options: { id: string; gate: string; reason: string }) {
    const { id, gate, reason } = options;
    const { promotion } = await this.#detail(id);
    return this.#change(id, {
      gates: promotion.gates.map(item =>
        item.gate === gate
          ? { ...item, overridden: { by: me, reason, at: now() } }
          : item,
      ),
    });
  }

  async mergePromotion({ id }: { id: string }) {
    const { promotion } = await this.#detail(id);
    return this.#change(id, {
      state: 'merged',
      message: 'Waits for Argo CD to sync the merge.',
      pullRequest: promotion.pullRequest && {
        ...promotion.pullRequest,
        state: 'merged',
        mergedBy: me,
        mergedAt: now(),
      },
    });
  }

  async listDeployments(options: { entityRef: string; environment?: string }) {
    return { deployments: deploymentsOf(options) };
  }

  async getPipeline(entityRef: string) {
    const service = await this.getService(entityRef);
    return {
      pipeline: {
        entityRef,
        environments: service.environments.map(({ environment }) => ({
          name: environment.name,
          after: environment.after,
        })),
        policies: service.environments.map(({ policy }) => policy),
        promoted: {
          chart: true,
          targetRevision: true,
          paths: [],
          directories: [],
        },
        problems: service.pipelineProblems,
      },
    };
  }

  async listRestrictions({ all }: { entityRef?: string; all?: boolean }) {
    return { restrictions: all ? [...restrictions] : inForce() };
  }

  async createRestriction(request: RestrictionRequest) {
    this.#created += 1;
    const restriction: Restriction = {
      ...request,
      id: `r-new-${this.#created}`,
      createdBy: me,
      createdAt: now(),
    };
    restrictions.unshift(restriction);
    return restriction;
  }

  async liftRestriction(options: { id: string; reason: string }) {
    const found = restrictions.find(({ id }) => id === options.id);
    if (!found) return refuse(404, `No restriction ${options.id}`);
    return Object.assign(found, {
      liftedBy: me,
      liftedAt: now(),
      liftReason: options.reason,
    });
  }

  async listForges() {
    return forges;
  }

  async syncTarget(targetId: string) {
    return { message: `Argo CD was asked to sync ${targetId}.` };
  }

  async refreshTarget(targetId: string) {
    return { message: `Argo CD compares ${targetId} with Git again.` };
  }

  async suspendTarget(targetId: string) {
    return { message: `The engine leaves ${targetId} alone from now on.` };
  }

  async resumeTarget(targetId: string) {
    return { message: `The engine looks after ${targetId} again.` };
  }

  async runRolloutAction(options: { action: string; name: string }) {
    return {
      message: `The controller of ${options.name} was asked to ${options.action}.`,
    };
  }

  async runStageAction(options: {
    action: string;
    stage: string;
  }): Promise<TargetActionResponse> {
    const { action, stage } = options;
    return { message: `Kargo was asked to ${action} to ${stage}.` };
  }

  async getResources(): Promise<ResourceTree> {
    return { ...resourceTree, readAt: now() };
  }

  async getLog({ previous }: { previous?: boolean }): Promise<ContainerLog> {
    return logOf(previous);
  }

  async getDrift(): Promise<DriftDetail> {
    return { ...driftDetail, readAt: now() };
  }

  async adoptDrift(): Promise<DriftAdopted> {
    return { url: 'https://github.com/acme/gitops/pull/322', number: 322 };
  }

  async getCommits(request: CommitsRequest): Promise<Commit[]> {
    const wanted = new Set(request.commits.map(({ sha }) => sha));
    return commits.filter(({ sha }) => wanted.has(sha));
  }

  async openChange(): Promise<PullRequest> {
    return refuse(501, 'The pages never open changes');
  }

  #answer(
    parts: Pick<PlanResponse, 'plan' | 'lane'> & Partial<PlanResponse>,
  ): PlanResponse {
    return {
      gates: [],
      waves: [],
      ...parts,
      policy: parts.policy ?? defaultPolicy(parts.plan.to),
    };
  }

  #create(
    options: Pick<Promotion, 'plan' | 'state' | 'message' | 'reason' | 'kind'> &
      Partial<Promotion>,
  ): Promotion {
    const { plan, state, message, ...overrides } = options;
    this.#created += 1;
    const promotion = aPromotion({
      id: `p-new-${this.#created}`,
      plan,
      state,
      message,
      createdAt: now(),
      overrides: {
        ...overrides,
        requestedBy: me,
        ...(state === 'planned' && { pullRequest: undefined }),
      },
    });
    promotions.unshift({
      ...promotions[0],
      promotion,
      titles: { from: titleOf(plan.from), to: titleOf(plan.to) },
      events: [],
      approvals: [],
      waves: [],
    });
    return promotion;
  }

  async #environment(
    entityRef: string,
    environment: string,
  ): Promise<ServiceEnvironment | undefined> {
    const service = await this.getService(entityRef);
    return service.environments.find(
      item => item.environment.name === environment,
    );
  }

  async #change(id: string, changes: Partial<Promotion>): Promise<Promotion> {
    const detail = await this.#detail(id);
    detail.promotion = { ...detail.promotion, ...changes };
    return detail.promotion;
  }

  async #detail(id: string): Promise<PromotionDetail> {
    const found = promotions.find(({ promotion }) => promotion.id === id);
    return found ?? refuse(404, `No promotion ${id}`);
  }
}

function covers(
  scope: Restriction['scope'],
  lane: { entityRef: string; environment: string },
): boolean {
  return (
    (!scope.entityRef || scope.entityRef === lane.entityRef) &&
    (!scope.environment || scope.environment === lane.environment) &&
    (!scope.system || scope.system === 'system:default/shop')
  );
}

async function refuse(status: number, message: string): Promise<never> {
  throw await ResponseError.fromResponse(
    new Response(JSON.stringify({ error: { name: 'Error', message } }), {
      status,
      headers: { 'Content-Type': 'application/json' },
    }),
  );
}
