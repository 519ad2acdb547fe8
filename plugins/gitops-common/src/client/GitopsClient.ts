import { ResponseError } from '@backstage/errors';
import { z } from 'zod';
import {
  ChangeRequest,
  Commit,
  commitsResponseSchema,
  CommitsRequest,
  Fleet,
  fleetSchema,
  forgeTokenHeader,
  PlanRequest,
  PlanResponse,
  planResponseSchema,
  PromotionDetail,
  promotionDetailSchema,
  PromotionList,
  promotionListSchema,
  PromotionRequest,
  RolloutActionRequest,
  ServiceDeployments,
  serviceDeploymentsSchema,
  StageActionRequest,
  TargetActionResponse,
  targetActionResponseSchema,
} from '../wire/api';
import {
  ApproveRequest,
  DeploymentList,
  deploymentListSchema,
  ForgeList,
  forgeListSchema,
  MergeRequest,
  OverrideRequest,
  PipelineResponse,
  pipelineResponseSchema,
  RestrictionList,
  restrictionListSchema,
  RestrictionRequest,
  RollbackPlanRequest,
  RollbackRequest,
} from '../wire/control';
import {
  ContainerLog,
  containerLogSchema,
  DriftAdopted,
  driftAdoptedSchema,
  DriftAdoption,
  DriftDetail,
  driftDetailSchema,
  ResourceTree,
  resourceTreeSchema,
} from '../wire/resources';
import { RolloutActionId } from '../model/rollout';
import { Restriction, restrictionSchema } from '../model/restriction';
import {
  Promotion,
  promotionSchema,
  PullRequest,
  pullRequestSchema,
} from '../model/promotion';

/** How a pull request is opened. @public */
export interface OpenOptions {
  /** Of the user, for the host that the plan names in `openAs`. Without it, the portal's own account opens it. */
  forgeToken?: string;
}

/** What pages, templates and agents ask of the backend. @public */
export interface GitopsApi {
  getService(entityRef: string): Promise<ServiceDeployments>;
  getFleet(): Promise<Fleet>;
  /** Computes what a promotion would write. Changes nothing. */
  planPromotion(request: PlanRequest): Promise<PlanResponse>;
  /** Opens the promotion, or returns the active one that already does the same. */
  createPromotion(
    request: PromotionRequest,
    options?: OpenOptions,
  ): Promise<Promotion>;
  getPromotion(id: string): Promise<PromotionDetail>;
  listPromotions(filter: {
    entityRef?: string;
    environment?: string;
    active?: boolean;
  }): Promise<PromotionList>;
  cancelPromotion(options: { id: string; reason: string }): Promise<Promotion>;
  approvePromotion(
    options: { id: string } & ApproveRequest,
  ): Promise<Promotion>;
  /** Lets a promotion pass a gate. */
  overrideGate(options: { id: string } & OverrideRequest): Promise<Promotion>;
  /** Merges the pull request, if all gates pass and it is as it was last seen. */
  mergePromotion(options: { id: string } & MergeRequest): Promise<Promotion>;
  planRollback(request: RollbackPlanRequest): Promise<PlanResponse>;
  createRollback(
    request: RollbackRequest,
    options?: OpenOptions,
  ): Promise<Promotion>;
  listDeployments(options: {
    entityRef: string;
    environment?: string;
  }): Promise<DeploymentList>;
  getPipeline(entityRef: string): Promise<PipelineResponse>;
  listRestrictions(filter: {
    entityRef?: string;
    all?: boolean;
  }): Promise<RestrictionList>;
  createRestriction(request: RestrictionRequest): Promise<Restriction>;
  liftRestriction(options: {
    id: string;
    reason: string;
  }): Promise<Restriction>;
  /** How much of their rate limits the portal's credentials have left. */
  listForges(): Promise<ForgeList>;
  syncTarget(targetId: string): Promise<TargetActionResponse>;
  refreshTarget(targetId: string): Promise<TargetActionResponse>;
  suspendTarget(targetId: string): Promise<TargetActionResponse>;
  resumeTarget(targetId: string): Promise<TargetActionResponse>;
  /** Asks the controller of a rollout for something that Git can't express. */
  runRolloutAction(
    options: {
      targetId: string;
      action: RolloutActionId;
    } & RolloutActionRequest,
  ): Promise<TargetActionResponse>;
  /** Asks another promotion system to promote freight to a stage, or to let it pass to it. */
  runStageAction(
    options: {
      objectId: string;
      action: 'promote' | 'approve';
    } & StageActionRequest,
  ): Promise<TargetActionResponse>;
  /** Reads the resources of a target from its cluster. */
  getResources(options: {
    targetId: string;
    signal?: AbortSignal;
  }): Promise<ResourceTree>;
  /** The last lines of a container's log. */
  getLog(options: {
    targetId: string;
    namespace: string;
    pod: string;
    container: string;
    /** Of the run before the last restart. */
    previous?: boolean;
    signal?: AbortSignal;
  }): Promise<ContainerLog>;
  /** Reads from its cluster what differs from Git, field by field. */
  getDrift(options: {
    targetId: string;
    signal?: AbortSignal;
  }): Promise<DriftDetail>;
  /** Opens a pull request that writes live values into Git. */
  adoptDrift(
    options: { targetId: string } & DriftAdoption,
  ): Promise<DriftAdopted>;
  getCommits(request: CommitsRequest): Promise<Commit[]>;
  /** Opens a pull request with new files, or returns the one that is there for the same branch. */
  openChange(request: ChangeRequest): Promise<PullRequest>;
}

/** `fetch`, resolving `plugin://` URLs or with a base URL of its own. @public */
export type GitopsFetch = (
  path: string,
  init?: {
    method?: string;
    body?: string;
    headers?: Record<string, string>;
    signal?: AbortSignal;
  },
) => Promise<Response>;

/**
 * The client of the gitops backend. Answers are parsed, so that a version mismatch
 * is an error at the edge and not a blank spot on a page.
 *
 * @public
 */
export class GitopsClient implements GitopsApi {
  readonly #fetch: GitopsFetch;

  /** `fetch` gets paths such as `/v1/fleet`, below the plugin's base URL. */
  constructor(options: { fetch: GitopsFetch }) {
    this.#fetch = options.fetch;
  }

  async getService(entityRef: string) {
    return this.#get(
      `/v1/services/${encodeURIComponent(entityRef)}`,
      serviceDeploymentsSchema,
    );
  }

  async getFleet() {
    return this.#get('/v1/fleet', fleetSchema);
  }

  async planPromotion(request: PlanRequest) {
    return this.#post('/v1/promotions/plan', planResponseSchema, request);
  }

  async createPromotion(request: PromotionRequest, options?: OpenOptions) {
    return this.#post('/v1/promotions', promotionSchema, request, options);
  }

  async getPromotion(id: string) {
    return this.#get(
      `/v1/promotions/${encodeURIComponent(id)}`,
      promotionDetailSchema,
    );
  }

  async listPromotions(filter: {
    entityRef?: string;
    environment?: string;
    active?: boolean;
  }) {
    const query = new URLSearchParams();
    if (filter.entityRef) query.set('entityRef', filter.entityRef);
    if (filter.environment) query.set('environment', filter.environment);
    if (filter.active !== undefined) query.set('active', `${filter.active}`);
    return this.#get(`/v1/promotions?${query}`, promotionListSchema);
  }

  async cancelPromotion(options: { id: string; reason: string }) {
    return this.#post(
      `/v1/promotions/${encodeURIComponent(options.id)}/cancel`,
      promotionSchema,
      { reason: options.reason },
    );
  }

  async approvePromotion({ id, ...body }: { id: string } & ApproveRequest) {
    return this.#post(
      `/v1/promotions/${encodeURIComponent(id)}/approve`,
      promotionSchema,
      body,
    );
  }

  async overrideGate({ id, ...body }: { id: string } & OverrideRequest) {
    return this.#post(
      `/v1/promotions/${encodeURIComponent(id)}/override`,
      promotionSchema,
      body,
    );
  }

  async mergePromotion({ id, ...body }: { id: string } & MergeRequest) {
    return this.#post(
      `/v1/promotions/${encodeURIComponent(id)}/merge`,
      promotionSchema,
      body,
    );
  }

  async planRollback(request: RollbackPlanRequest) {
    return this.#post('/v1/rollbacks/plan', planResponseSchema, request);
  }

  async createRollback(request: RollbackRequest, options?: OpenOptions) {
    return this.#post('/v1/rollbacks', promotionSchema, request, options);
  }

  async listDeployments(options: { entityRef: string; environment?: string }) {
    const query = new URLSearchParams();
    if (options.environment) query.set('environment', options.environment);
    return this.#get(
      `/v1/services/${encodeURIComponent(options.entityRef)}/deployments?${query}`,
      deploymentListSchema,
    );
  }

  async getPipeline(entityRef: string) {
    return this.#get(
      `/v1/services/${encodeURIComponent(entityRef)}/pipeline`,
      pipelineResponseSchema,
    );
  }

  async listRestrictions(filter: { entityRef?: string; all?: boolean }) {
    const query = new URLSearchParams();
    if (filter.entityRef) query.set('entityRef', filter.entityRef);
    if (filter.all) query.set('all', 'true');
    return this.#get(`/v1/restrictions?${query}`, restrictionListSchema);
  }

  async createRestriction(request: RestrictionRequest) {
    return this.#post('/v1/restrictions', restrictionSchema, request);
  }

  async liftRestriction(options: { id: string; reason: string }) {
    return this.#post(
      `/v1/restrictions/${encodeURIComponent(options.id)}/lift`,
      restrictionSchema,
      { reason: options.reason },
    );
  }

  async listForges() {
    return this.#get('/v1/forges', forgeListSchema);
  }

  async syncTarget(targetId: string) {
    return this.#post(
      `/v1/targets/${encodeURIComponent(targetId)}/sync`,
      targetActionResponseSchema,
      {},
    );
  }

  async refreshTarget(targetId: string) {
    return this.#post(
      `/v1/targets/${encodeURIComponent(targetId)}/refresh`,
      targetActionResponseSchema,
      {},
    );
  }

  async suspendTarget(targetId: string) {
    return this.#post(
      `/v1/targets/${encodeURIComponent(targetId)}/suspend`,
      targetActionResponseSchema,
      {},
    );
  }

  async resumeTarget(targetId: string) {
    return this.#post(
      `/v1/targets/${encodeURIComponent(targetId)}/resume`,
      targetActionResponseSchema,
      {},
    );
  }

  async runRolloutAction({
    targetId,
    action,
    ...body
  }: { targetId: string; action: RolloutActionId } & RolloutActionRequest) {
    return this.#post(
      `/v1/targets/${encodeURIComponent(targetId)}/rollouts/${action}`,
      targetActionResponseSchema,
      body,
    );
  }

  async runStageAction({
    objectId,
    action,
    ...body
  }: {
    objectId: string;
    action: 'promote' | 'approve';
  } & StageActionRequest) {
    return this.#post(
      `/v1/stages/${encodeURIComponent(objectId)}/${action}`,
      targetActionResponseSchema,
      body,
    );
  }

  async getResources(options: { targetId: string; signal?: AbortSignal }) {
    return this.#get(
      `/v1/targets/${encodeURIComponent(options.targetId)}/resources`,
      resourceTreeSchema,
      options,
    );
  }

  async getLog(options: {
    targetId: string;
    namespace: string;
    pod: string;
    container: string;
    previous?: boolean;
    signal?: AbortSignal;
  }) {
    const { targetId, namespace, pod, container, previous } = options;
    const query = new URLSearchParams({ namespace, pod, container });
    if (previous) query.set('previous', 'true');
    return this.#get(
      `/v1/targets/${encodeURIComponent(targetId)}/logs?${query}`,
      containerLogSchema,
      options,
    );
  }

  async getDrift(options: { targetId: string; signal?: AbortSignal }) {
    return this.#get(
      `/v1/targets/${encodeURIComponent(options.targetId)}/drift`,
      driftDetailSchema,
      options,
    );
  }

  async adoptDrift({
    targetId,
    ...body
  }: { targetId: string } & DriftAdoption) {
    return this.#post(
      `/v1/targets/${encodeURIComponent(targetId)}/drift/adopt`,
      driftAdoptedSchema,
      body,
    );
  }

  async getCommits(request: CommitsRequest) {
    const { commits } = await this.#post(
      '/v1/commits',
      commitsResponseSchema,
      request,
    );
    return commits;
  }

  async openChange(request: ChangeRequest) {
    return this.#post('/v1/changes', pullRequestSchema, request);
  }

  async #get<T>(
    path: string,
    schema: z.ZodType<T>,
    { signal }: { signal?: AbortSignal } = {},
  ): Promise<T> {
    const response = await (signal
      ? this.#fetch(path, { signal })
      : this.#fetch(path));
    return this.#parse(response, schema);
  }

  async #post<T>(
    path: string,
    schema: z.ZodType<T>,
    body: object,
    { forgeToken }: OpenOptions = {},
  ): Promise<T> {
    const response = await this.#fetch(path, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        ...(forgeToken && { [forgeTokenHeader]: forgeToken }),
      },
      body: JSON.stringify(body),
    });
    return this.#parse(response, schema);
  }

  async #parse<T>(response: Response, schema: z.ZodType<T>): Promise<T> {
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
    return schema.parse(await response.json());
  }
}
