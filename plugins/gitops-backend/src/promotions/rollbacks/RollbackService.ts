import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { ConflictError } from '@backstage/errors';
import {
  Environment,
  gitopsRollbackPermission,
  isEnded,
  PlanResponse,
  Promotion,
  PromotionLinks,
  RollbackPlanRequest,
  RollbackRequest,
  versionLabel,
} from '@fairlead/backstage-plugin-gitops-common';
import { Authorizer } from '../../authorize';
import { ForgeToken } from '../../forges/ForgeToken';
import { Pipelines } from '../../pipelines/Pipelines';
import { ServiceTargetsQuery } from '../../services/ServiceTargetsQuery';
import { PromotionsStore } from '../../store/PromotionsStore';
import { StoredTarget } from '../../targets/StoredTarget';
import { OpenAs, OpeningAsUser } from '../openAs/OpeningAsUser';
import { PromotionListener } from '../PromotionListener';
import { PromotionReconciler } from '../PromotionReconciler';
import { laneAnswer } from '../requests/enterLane';
import { HoldKeeper } from '../requests/HoldKeeper';
import {
  DraftInput,
  PromotionDraft,
  PromotionDrafts,
} from '../requests/PromotionDrafts';
import { find } from '../requests/promotionRoute';
import { begun, submit, Submitted } from '../requests/submit';
import { policyOf } from '../Surroundings';
import { toPromotion, TrackedPromotion } from '../TrackedPromotion';
import { RollbackGoals } from './RollbackGoals';

/** What the service works with. */
export interface RollbackServiceOptions {
  authorizer: Authorizer;
  drafts: PromotionDrafts;
  environments: readonly Environment[];
  goals: RollbackGoals;
  holds: HoldKeeper;
  onChange: PromotionListener;
  /** Absent: pull requests are opened as the portal, whatever tokens come. */
  openingAsUser?: OpeningAsUser;
  pipelines: Pipelines;
  reconciler: Pick<PromotionReconciler, 'wake'>;
  services: Pick<ServiceTargetsQuery, 'targetsOf'>;
  store: PromotionsStore;
  now?: () => Date;
}

interface Drafted {
  input: DraftInput;
  draft: PromotionDraft;
  /** What goes back to it, in words. */
  goal: string;
}

/** Brings an environment back to a version that it had before, by a pull request like any other. */
export class RollbackService {
  readonly #options: RollbackServiceOptions;
  readonly #now: () => Date;

  static create(options: RollbackServiceOptions): RollbackService {
    return new RollbackService(options);
  }

  private constructor(options: RollbackServiceOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => new Date());
  }

  /** What a rollback would write. Throws ConflictError when there is nothing to go back to. */
  async plan(options: {
    request: RollbackPlanRequest;
    credentials: BackstageCredentials;
    user: string;
  }): Promise<PlanResponse> {
    const { drafts, openingAsUser, store } = this.#options;
    const { input, draft } = await this.#permitted(options);
    const { plan } = draft.whole;
    const { policy } = input;
    const [underWay, gates] = await Promise.all([
      store.underWayInLane(plan),
      drafts.gates(input, draft),
    ]);
    const { lane, active } = laneAnswer({ underWay, plan, lane: policy.lane });
    const openAs = openingAsUser?.wanted(plan);
    return {
      plan,
      lane,
      gates,
      policy,
      waves: [],
      ...(active && { active: toPromotion(active) }),
      ...(openAs && { openAs }),
    };
  }

  /** As `PromotionService.create`. Afterwards automatic promotion is held, and the version that it replaces is vetoed. */
  async create(options: {
    request: RollbackRequest;
    /** Of the user, to open the pull request with. */
    forgeToken?: ForgeToken;
    credentials: BackstageCredentials;
    user: string;
  }): Promise<{ promotion: Promotion; created: boolean }> {
    const { openingAsUser } = this.#options;
    const { request, user, forgeToken: token } = options;
    const drafted = await this.#permitted(options);
    const submitted = await this.#submit(drafted, {
      reason: request.reason,
      requestedBy: user,
      automatic: false,
      fingerprint: request.fingerprint,
      openAs: token && openingAsUser?.by({ user, token }),
      links: await this.#failedIn(drafted.input),
    });
    return {
      promotion: toPromotion(submitted.promotion),
      created: submitted.created,
    };
  }

  /**
   * Answers a failed promotion with a rollback. It has an id of its own that follows from the failed one, so that
   * there is one however often this is called. Throws ConflictError when there is nothing to go back to.
   */
  async answer(options: {
    failed: TrackedPromotion;
    id: string;
    targets: readonly StoredTarget[];
  }): Promise<Submitted> {
    const { failed, id, targets } = options;
    const drafted = await this.#draft({
      request: { entityRef: failed.entityRef, environment: failed.to },
      targets,
      failed,
      user: 'fairlead',
    });
    const { input } = drafted;
    // Whoever has asked for something meanwhile means to mend it, and is not pushed aside.
    const policy = { ...input.policy, lane: 'reject' as const };
    return this.#submit(
      { ...drafted, input: { ...input, policy } },
      {
        id,
        reason: `${versionLabel(failed.plan.toVersion)} went wrong in ${failed.to}. ${failed.message}`,
        requestedBy: 'fairlead',
        automatic: true,
        links: { rollsBack: failed.id },
      },
    );
  }

  async #permitted(options: {
    request: RollbackPlanRequest;
    credentials: BackstageCredentials;
    user: string;
  }): Promise<Drafted> {
    const { request, credentials, user } = options;
    const { authorizer, services } = this.#options;
    const { entityRef, targets } = await services.targetsOf({
      entityRef: request.entityRef,
      credentials,
    });
    await authorizer.require({
      credentials,
      entityRef,
      environment: request.environment,
      permission: gitopsRollbackPermission,
    });
    const newest = await this.#options.store.newestInLane({
      entityRef,
      to: request.environment,
    });
    return this.#draft({
      request: { ...request, entityRef },
      targets,
      user,
      ...(newest?.state === 'failed' && { failed: newest }),
    });
  }

  async #draft(options: {
    request: RollbackPlanRequest;
    targets: readonly StoredTarget[];
    user: string;
    failed?: TrackedPromotion;
  }): Promise<Drafted> {
    const { request, targets, user, failed } = options;
    const { drafts, environments, goals, pipelines } = this.#options;
    const { entityRef } = request;
    const pipeline = await pipelines.fresh({ entityRef, targets });
    const to = find(request.environment, { pipeline, environments });
    const current = targets.filter(
      ({ environment }) => environment === to.name,
    );
    if (current.length === 0) {
      throw new ConflictError(`There is no target in ${to.title}`);
    }
    const { side, deployment } = await goals.of({
      ...request,
      environment: to,
      targets: current,
      ...(failed?.pullRequest?.mergeSha && { failed: failed.plan }),
    });
    const input: DraftInput = {
      entityRef,
      from: side,
      to,
      kind: 'rollback',
      requestedBy: user,
      pipeline,
      policy: policyOf(pipeline, to.name),
      targets,
    };
    return {
      input,
      draft: await drafts.draft(input),
      goal: versionLabel(deployment.version),
    };
  }

  async #submit(
    { input, draft, goal }: Drafted,
    options: {
      id?: string;
      reason: string;
      requestedBy: string;
      automatic: boolean;
      fingerprint?: string;
      openAs?: OpenAs;
      links: PromotionLinks;
    },
  ): Promise<Submitted> {
    const { holds, onChange, reconciler, store } = this.#options;
    if (draft.whole.plan.edits.length === 0) {
      throw new ConflictError(
        draft.whole.plan.blockers[0]?.message ??
          `Git has ${goal} for ${input.to.title} already`,
      );
    }
    const submitted = await submit({
      ...this.#options,
      ...options,
      input,
      draft,
      now: this.#now(),
    });
    const { promotion, created } = submitted;
    if (!created) return submitted;
    const { rollsBack } = options.links;
    if (rollsBack) {
      await store.link({
        id: rollsBack,
        links: { rolledBackBy: promotion.id },
      });
    }
    await holds.afterRollback(promotion);
    await onChange({
      after: promotion,
      // What a person asks for is audited where it comes in.
      events: promotion.automatic ? [begun(promotion)] : [],
      policy: input.policy,
    });
    await reconciler.wake(submitted.wake);
    return submitted;
  }

  /** The promotion that a rollback by hand is most likely an answer to. */
  async #failedIn({ entityRef, to }: DraftInput): Promise<PromotionLinks> {
    const newest = await this.#options.store.newestInLane({
      entityRef,
      to: to.name,
    });
    return newest && isEnded(newest.state) && newest.pullRequest?.mergeSha
      ? { rollsBack: newest.id }
      : {};
  }
}
