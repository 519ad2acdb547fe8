import {
  BackstageCredentials,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { ConflictError, NotFoundError } from '@backstage/errors';
import {
  Environment,
  gitopsApprovePermission,
  gitopsCancelPermission,
  gitopsMergePermission,
  gitopsOverridePermission,
  gitopsPromotePermission,
  gitopsSkipPermission,
  LanePermission,
  PlanRequest,
  PlanResponse,
  Promotion,
  PromotionRequest,
} from '@fairlead/backstage-plugin-gitops-common';
import { Approvals } from '../approvals/Approvals';
import { changeKey } from '../approvals/changeKey';
import { Authorizer } from '../authorize';
import { ForgeToken } from '../forges/ForgeToken';
import { Pipelines } from '../pipelines/Pipelines';
import { ServiceTargetsQuery } from '../services/ServiceTargetsQuery';
import { PromotionsStore } from '../store/PromotionsStore';
import { refuseUncancellable, requestCancellation } from './cancellation';
import { requestMerge } from './mergeRequest';
import { OpeningAsUser } from './openAs/OpeningAsUser';
import { refuseEmptySides } from './promotionRequest';
import { PromotionQuery } from './PromotionQuery';
import { PromotionListener } from './PromotionListener';
import { PromotionReconciler } from './PromotionReconciler';
import { laneAnswer } from './requests/enterLane';
import { HoldKeeper } from './requests/HoldKeeper';
import {
  DraftInput,
  PromotionDraft,
  PromotionDrafts,
} from './requests/PromotionDrafts';
import { PromotionRoute, promotionRoute } from './requests/promotionRoute';
import { submit } from './requests/submit';
import { policyOf } from './Surroundings';
import {
  NewPromotionEvent,
  toPromotion,
  TrackedPromotion,
} from './TrackedPromotion';
import { whyNotApprovable, whyNotOverridable } from './verdicts';

/** What the service works with. */
export interface PromotionServiceOptions {
  approvals: Approvals;
  authorizer: Authorizer;
  drafts: PromotionDrafts;
  environments: readonly Environment[];
  holds: HoldKeeper;
  onChange: PromotionListener;
  /** Absent: pull requests are opened as the portal, whatever tokens come. */
  openingAsUser?: OpeningAsUser;
  pipelines: Pipelines;
  query: Pick<PromotionQuery, 'readable'>;
  reconciler: Pick<PromotionReconciler, 'wake' | 'lookNow'>;
  services: Pick<ServiceTargetsQuery, 'targetsOf'>;
  store: PromotionsStore;
  userInfo: UserInfoService;
  now?: () => Date;
}

/** Who asks. */
interface Asking {
  credentials: BackstageCredentials;
  user: string;
}

interface Drafted {
  route: PromotionRoute;
  input: DraftInput;
  draft: PromotionDraft;
}

/** What people ask of promotions: to see a plan, to promote, to approve, to let pass, to merge, to cancel. */
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
  async plan(
    options: { request: PlanRequest } & Asking,
  ): Promise<PlanResponse> {
    const { drafts, openingAsUser, store } = this.#options;
    const { draft, input } = await this.#draft(options);
    const { plan } = draft.whole;
    const [underWay, gates] = await Promise.all([
      store.underWayInLane({ entityRef: plan.entityRef, to: plan.to }),
      drafts.gates(input, draft),
    ]);
    const { policy } = input;
    const { lane, active } = laneAnswer({ underWay, plan, lane: policy.lane });
    const openAs = openingAsUser?.wanted(plan);
    return {
      plan,
      lane,
      gates,
      policy,
      waves: draft.waves.map(({ targets }) => ({ targets: targets.length })),
      ...(active && { active: toPromotion(active) }),
      ...(openAs && { openAs }),
    };
  }

  /**
   * Begins a promotion; what is written is decided again now, and refused with ConflictError when it differs from
   * what was shown. Asked for the same thing again while it is under way, answers with the same promotion. With
   * nothing to change, the answer is a promotion that has ended as `noop`. Throws AuthenticationError for a token with
   * which the repository can't be read.
   */
  async create(
    options: {
      request: PromotionRequest;
      /** Of the user, to open the pull request with. */
      forgeToken?: ForgeToken;
    } & Asking,
  ): Promise<{ promotion: Promotion; created: boolean }> {
    const { holds, onChange, openingAsUser, reconciler } = this.#options;
    const { request, user, forgeToken: token } = options;
    const { route, draft, input } = await this.#draft(options);
    const links =
      route.kind === 'backfill' ? await this.#hotfixLink(input) : {};
    const answer = await submit({
      ...this.#options,
      input,
      draft,
      links,
      reason: request.reason,
      requestedBy: user,
      automatic: false,
      fingerprint: request.fingerprint,
      openAs: token && openingAsUser?.by({ user, token }),
      now: this.#now(),
    });
    const { promotion, created } = answer;
    if (created) {
      if (route.kind === 'hotfix') await holds.afterHotfix(promotion);
      await onChange({
        after: promotion,
        events: [],
        policy: input.policy,
      });
      await reconciler.wake(answer.wake);
    }
    return { promotion: toPromotion(promotion), created };
  }

  /**
   * Calls a promotion off: its pull request is closed, and its branch deleted unless somebody pushed to it. When the
   * forge can't be reached it is done as soon as it can. Throws ConflictError for one that is merged or has ended
   * otherwise; cancelled already is fine.
   */
  async cancel(
    options: { id: string; reason: string } & Asking,
  ): Promise<Promotion> {
    const { id, reason, user } = options;
    const { reconciler, store } = this.#options;
    const found = await this.#permitted(options, gitopsCancelPermission);
    if (found.state === 'cancelled') return toPromotion(found);
    await requestCancellation({
      store,
      promotion: found,
      cancel: { by: user, reason, at: this.#now().toISOString() },
    });
    await reconciler.lookNow(id);
    const after = await this.#get(id);
    if (after.state !== 'cancelled') refuseUncancellable(after);
    return toPromotion(after);
  }

  /** Throws ConflictError where no approval is asked for, and for whoever requested it. */
  async approve(
    options: { id: string; comment?: string } & Asking,
  ): Promise<Promotion> {
    const { id, comment, credentials, user } = options;
    const { approvals, userInfo } = this.#options;
    const found = await this.#permitted(options, gitopsApprovePermission);
    refuse(whyNotApprovable(found, user));
    const at = this.#now().toISOString();
    const { ownershipEntityRefs } = await userInfo.getUserInfo(credentials);
    const key = changeKey(found.plan);
    await approvals.add({
      promotionId: id,
      approval: {
        by: user,
        at,
        ...(comment && { comment }),
        memberOf: ownershipEntityRefs,
        changeKey: key,
      },
    });
    return this.#note(id, {
      key: `approved:${user}:${key}`,
      type: 'approved',
      message: comment ? `Approved: ${comment}` : 'Approved.',
      actor: user,
    });
  }

  /** Lets a promotion pass a gate. Stays visible for ever. Throws ConflictError for a gate that is not in its way. */
  async override(
    options: { id: string; gate: string; reason: string } & Asking,
  ): Promise<Promotion> {
    const { id, gate, reason, user } = options;
    const { approvals } = this.#options;
    const found = await this.#permitted(options, gitopsOverridePermission);
    refuse(whyNotOverridable(found, gate));
    const at = this.#now().toISOString();
    await approvals.override({
      promotionId: id,
      gate,
      override: { by: user, reason, at },
    });
    const title = found.gates.find(each => each.gate === gate)?.title ?? gate;
    return this.#note(id, {
      key: `overridden:${gate}`,
      type: 'gate-overridden',
      message: `${title} was overridden: ${reason}`,
      actor: user,
    });
  }

  /** Merges the pull request as it was last seen. Throws ConflictError with the gates that are in the way. */
  async merge(
    options: {
      id: string;
      /** The head that the user has seen. */
      headSha?: string;
    } & Asking,
  ): Promise<Promotion> {
    const { id, headSha, user } = options;
    const { reconciler, store } = this.#options;
    // What is in the way is looked at now, and not as it was.
    await this.#permitted(options, gitopsMergePermission);
    await reconciler.lookNow(id);
    await requestMerge({
      store,
      id,
      by: user,
      headSha,
      at: this.#now(),
    });
    await reconciler.lookNow(id);
    return toPromotion(await this.#get(id));
  }

  async #draft(options: { request: PlanRequest } & Asking): Promise<Drafted> {
    const { request, credentials, user } = options;
    const { authorizer, drafts, environments, pipelines, services } =
      this.#options;
    const { entityRef, targets } = await services.targetsOf({
      entityRef: request.entityRef,
      credentials,
    });
    await authorizer.require({
      credentials,
      entityRef,
      environment: request.to,
      permission: gitopsPromotePermission,
    });
    const pipeline = await pipelines.fresh({ entityRef, targets });
    const route = promotionRoute({ request, pipeline, environments });
    if (route.kind === 'hotfix') {
      await authorizer.require({
        credentials,
        entityRef,
        environment: route.to.name,
        permission: gitopsSkipPermission,
      });
    }
    const inEnvironment = ({ name }: Environment) =>
      targets.filter(({ environment }) => environment === name);
    refuseEmptySides({
      ...route,
      fromTargets: inEnvironment(route.from),
      toTargets: inEnvironment(route.to),
    });
    const input: DraftInput = {
      entityRef,
      from: { environment: route.from, targets: inEnvironment(route.from) },
      to: route.to,
      kind: route.kind,
      skips: route.skips,
      requestedBy: user,
      pipeline,
      policy: policyOf(pipeline, route.to.name),
      targets,
    };
    return { route, input, draft: await drafts.draft(input) };
  }

  /** The hotfix that a back-fill is for. */
  async #hotfixLink({ entityRef, from, to }: DraftInput) {
    const found = await this.#options.store.list({
      entityRefs: [entityRef],
      environment: from.environment.name,
      limit: 50,
    });
    const hotfix = found.find(
      ({ kind, skips }) => kind === 'hotfix' && skips.includes(to.name),
    );
    return hotfix ? { backfills: hotfix.id } : {};
  }

  async #permitted(
    options: { id: string; credentials: BackstageCredentials },
    permission: LanePermission,
  ): Promise<TrackedPromotion> {
    const { authorizer, query } = this.#options;
    const found = await query.readable(options);
    await authorizer.require({
      credentials: options.credentials,
      entityRef: found.entityRef,
      environment: found.to,
      permission,
    });
    return found;
  }

  /** Into the timeline; and what it changes is looked at before the answer. */
  async #note(id: string, event: NewPromotionEvent): Promise<Promotion> {
    const { reconciler, store } = this.#options;
    await store.addEvents({ id, at: this.#now(), events: [event] });
    await reconciler.lookNow(id);
    return toPromotion(await this.#get(id));
  }

  async #get(id: string): Promise<TrackedPromotion> {
    const found = await this.#options.store.get(id);
    if (!found) throw new NotFoundError(`There is no promotion ${id}`);
    return found;
  }
}

function refuse(why: string | undefined): void {
  if (why) throw new ConflictError(why);
}
