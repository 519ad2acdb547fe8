import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { ConflictError, NotFoundError } from '@backstage/errors';
import {
  Environment,
  gitopsCancelPermission,
  gitopsPromotePermission,
  PlanRequest,
  PlanResponse,
  Promotion,
  PromotionRequest,
} from '@fairlead/backstage-plugin-gitops-common';
import { randomUUID } from 'crypto';
import { Authorizer } from '../authorize';
import { compareEnvironments } from '../services/compareEnvironments';
import { promotionAllowance } from '../services/promotionAllowance';
import { ServiceTargetsQuery } from '../services/ServiceTargetsQuery';
import { LaneTakenError, PromotionsStore } from '../store/PromotionsStore';
import { StoredTarget } from '../targets/StoredTarget';
import { PlannedPromotion, PromotionPlanner } from './plan/PromotionPlanner';
import {
  environmentsOf,
  isSameChange,
  refuseBlockers,
  refuseBusyLane,
  refuseEmptySides,
  refuseOtherPlan,
} from './promotionRequest';
import { PromotionQuery } from './PromotionQuery';
import { PromotionReconciler } from './PromotionReconciler';
import { toPromotion, TrackedPromotion } from './TrackedPromotion';
import { refuseUncancellable, requestCancellation } from './cancellation';

/** What the service works with. */
export interface PromotionServiceOptions {
  authorizer: Authorizer;
  environments: readonly Environment[];
  planner: PromotionPlanner;
  query: PromotionQuery;
  reconciler: Pick<PromotionReconciler, 'wake' | 'lookNow'>;
  services: Pick<ServiceTargetsQuery, 'targetsOf'>;
  store: PromotionsStore;
  /** Told of each change that was written. */
  onChange(promotion: TrackedPromotion): Promise<void>;
  now?: () => Date;
}

/** A plan, and what it was made from. */
interface Planned extends PlannedPromotion {
  from: Environment;
  to: Environment;
  fromTargets: StoredTarget[];
  toTargets: StoredTarget[];
}

/** What people ask of promotions: to see a plan, to promote, to cancel. */
export class PromotionService {
  readonly #options: PromotionServiceOptions;
  readonly #now: () => Date;

  static create(options: PromotionServiceOptions): PromotionService {
    return new PromotionService(options);
  }

  private constructor(options: PromotionServiceOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => new Date());
  }

  /** What a promotion would write, with everything that stands in its way. Changes nothing. */
  async plan(options: {
    request: PlanRequest;
    credentials: BackstageCredentials;
  }): Promise<PlanResponse> {
    const { plan } = await this.#plan(options);
    const active = await this.#options.store.activeInLane(plan);
    return { plan, ...(active && { active: toPromotion(active) }) };
  }

  /**
   * Begins a promotion; what is written is decided again now, and refused with ConflictError when it differs from
   * what was shown. Asked for the same thing again while it is under way, answers with the same promotion. With
   * nothing to change, the answer is a promotion that has ended as `noop`.
   */
  async create(options: {
    request: PromotionRequest;
    credentials: BackstageCredentials;
    user: string;
  }): Promise<{ promotion: Promotion; created: boolean }> {
    const { request, user } = options;
    const { store } = this.#options;
    const planned = await this.#plan(options);
    const { plan } = planned;

    const active = await store.activeInLane(plan);
    if (active) return sameOrBusy(active, plan);
    refuseBlockers(plan.blockers);
    const isNoop = plan.edits.length === 0;
    if (isNoop) {
      const newest = await store.newestInLane(plan);
      if (newest?.state === 'noop' && isSameChange(newest, plan)) {
        return { promotion: toPromotion(newest), created: false };
      }
    } else {
      refuseOtherPlan(plan, request.fingerprint);
      refuseDisallowed(planned);
    }

    const promotion = this.#newPromotion({ planned, request, user });
    try {
      await store.insert({
        promotion,
        contents: isNoop ? new Map() : planned.contents,
        events: [
          {
            key: 'requested',
            type: 'requested',
            message: `Promotion from ${planned.from.title} to ${planned.to.title} was requested: ${request.reason}`,
            actor: user,
          },
          ...(isNoop
            ? [{ key: 'end', type: 'noop', message: promotion.message }]
            : []),
        ],
      });
    } catch (error) {
      // Somebody clicked at the same moment.
      const winner =
        error instanceof LaneTakenError && (await store.activeInLane(plan));
      if (!winner) throw error;
      return sameOrBusy(winner, plan);
    }
    await this.#options.onChange(promotion);
    if (!isNoop) await this.#options.reconciler.wake([promotion.id]);
    return { promotion: toPromotion(promotion), created: true };
  }

  /**
   * Calls a promotion off: its pull request is closed, and its branch deleted unless somebody pushed to it. When the
   * forge can't be reached it is done as soon as it can. Throws ConflictError for one that is merged or has ended
   * otherwise; cancelled already is fine.
   */
  async cancel(options: {
    id: string;
    reason: string;
    credentials: BackstageCredentials;
    user: string;
  }): Promise<Promotion> {
    const { id, reason, credentials, user } = options;
    const { authorizer, onChange, query, reconciler, store } = this.#options;
    const found = await query.readable({ id, credentials });
    await authorizer.require({
      credentials,
      entityRef: found.entityRef,
      permission: gitopsCancelPermission,
    });
    if (found.state === 'cancelled') return toPromotion(found);
    const asked = await requestCancellation({
      store,
      promotion: found,
      cancel: { by: user, reason, at: this.#now().toISOString() },
    });
    await onChange(asked);
    await reconciler.lookNow(id);
    const after = await store.get(id);
    if (!after) throw new NotFoundError(`There is no promotion ${id}`);
    if (after.state !== 'cancelled') refuseUncancellable(after);
    return toPromotion(after);
  }

  async #plan(options: {
    request: PlanRequest;
    credentials: BackstageCredentials;
  }): Promise<Planned> {
    const { request, credentials } = options;
    const { authorizer, environments, planner, services } = this.#options;
    const { entityRef, targets } = await services.targetsOf({
      entityRef: request.entityRef,
      credentials,
    });
    await authorizer.require({
      credentials,
      entityRef,
      permission: gitopsPromotePermission,
    });
    const { from, to } = environmentsOf(request, environments);
    const inEnvironment = ({ name }: Environment) =>
      targets.filter(({ environment }) => environment === name);
    const fromTargets = inEnvironment(from);
    const toTargets = inEnvironment(to);
    refuseEmptySides({ from, to, fromTargets, toTargets });
    const { plan, contents } = await planner.plan({
      entityRef,
      from: { environment: from, targets: fromTargets },
      to: { environment: to, targets: toTargets },
      others: environments
        .filter(({ name }) => name !== from.name && name !== to.name)
        .map(environment => ({
          environment,
          targets: inEnvironment(environment),
        })),
    });
    return { plan, contents, from, to, fromTargets, toTargets };
  }

  #newPromotion(options: {
    planned: Planned;
    request: PromotionRequest;
    user: string;
  }): TrackedPromotion {
    const { planned, request, user } = options;
    const { plan } = planned;
    const at = this.#now().toISOString();
    const isNoop = plan.edits.length === 0;
    return {
      id: randomUUID(),
      entityRef: plan.entityRef,
      from: plan.from,
      to: plan.to,
      state: isNoop ? 'noop' : 'planned',
      message: isNoop
        ? `Nothing to change: Git has this version for ${planned.to.title} already.`
        : 'Requested.',
      reason: request.reason,
      requestedBy: user,
      createdAt: at,
      updatedAt: at,
      ...(isNoop && { finishedAt: at }),
      plan,
      progress: [],
      tracking: { refusals: 0, outages: 0, revisions: {} },
      revision: 0,
    };
  }
}

function sameOrBusy(active: TrackedPromotion, plan: Planned['plan']) {
  const promotion = toPromotion(active);
  if (!isSameChange(active, plan)) refuseBusyLane(promotion);
  return { promotion, created: false };
}

function refuseDisallowed(planned: Planned): void {
  const { from, to, fromTargets, toTargets } = planned;
  const { allowed, why } = promotionAllowance({
    from,
    to,
    fromTargets,
    toTargets,
    comparison: compareEnvironments({
      from: from.name,
      fromTargets,
      toTargets,
    }),
    active: undefined,
    permitted: { allowed: true },
  });
  if (!allowed) throw new ConflictError(why ?? 'This is not allowed now');
}
