import {
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { NotFoundError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  Allowance,
  Environment,
  gitopsApprovePermission,
  gitopsCancelPermission,
  gitopsMergePermission,
  gitopsOverridePermission,
  gitopsReadPermission,
  gitopsRollbackPermission,
  isEnded,
  Promotion,
  PromotionDetail,
} from '@fairlead/backstage-plugin-gitops-common';
import { Approvals } from '../approvals/Approvals';
import { countApprovals } from '../approvals/countApprovals';
import { Authorizer } from '../authorize';
import { ActivePromotions } from '../services/ServiceQuery';
import { PromotionsStore } from '../store/PromotionsStore';
import { whyNotCancellable } from './cancellation';
import { whyNotMergeable } from './mergeRequest';
import { PromotionSurroundings } from './Surroundings';
import { toPromotion, TrackedPromotion } from './TrackedPromotion';
import { whyNotApprovable, whyNotOverridable } from './verdicts';

const listLimit = 200;
const catalogBatch = 500;

/** Promotions for people: only of services that they may see in the catalog and read here. */
export class PromotionQuery implements ActivePromotions {
  readonly #options: PromotionQueryOptions;

  static create(options: PromotionQueryOptions): PromotionQuery {
    return new PromotionQuery(options);
  }

  private constructor(options: PromotionQueryOptions) {
    this.#options = options;
  }

  /** Throws NotFoundError, also for what these credentials may not see. */
  async get(options: {
    id: string;
    credentials: BackstageCredentials;
    user: string;
  }): Promise<PromotionDetail> {
    const { approvals, authorizer, environments, store, surroundings } =
      this.#options;
    const { credentials, user } = options;
    const tracked = await this.readable(options);
    const promotion = toPromotion(tracked);
    const { id, entityRef, from, to, wave } = promotion;
    const [events, given, { policy }, entity, waves, permitted] =
      await Promise.all([
        store.events(id),
        approvals.of(id),
        surroundings.of(tracked),
        this.#entityOf(entityRef),
        wave ? store.waves(wave.group) : [],
        authorizer.allowances({
          credentials,
          entityRef,
          environment: to,
          permissions: [
            gitopsCancelPermission,
            gitopsApprovePermission,
            gitopsMergePermission,
            gitopsOverridePermission,
            gitopsRollbackPermission,
          ],
        }),
      ]);
    const [cancel, approve, merge, override, rollback] = permitted;
    const unless = (why: string | undefined, permission: Allowance) =>
      why ? { allowed: false, why } : permission;
    const titleOf = (name: string) =>
      environments.find(each => each.name === name)?.title ?? name;
    return {
      promotion,
      events,
      approvals: countApprovals({
        given,
        promotion,
        policy: policy.gates.approvals,
        entity,
      }).approvals,
      waves: waves.map(toPromotion),
      titles: { from: titleOf(from), to: titleOf(to) },
      allowances: {
        cancel: unless(whyNotCancellable(promotion), cancel),
        approve: unless(whyNotApprovable(promotion, user), approve),
        merge: unless(whyNotMergeable(promotion), merge),
        override: unless(whyNotOverridable(promotion), override),
        rollback: unless(whyNotRollable(promotion), rollback),
      },
    };
  }

  /** Newest first; the diffs are left out, which only the page of one promotion shows. */
  async list(options: {
    filter: { entityRef?: string; environment?: string; active?: boolean };
    credentials: BackstageCredentials;
  }): Promise<Promotion[]> {
    const { store } = this.#options;
    const { entityRef, ...rest } = options.filter;
    const filter = {
      ...rest,
      ...(entityRef && { entityRefs: [entityRef.toLowerCase()] }),
    };
    const entityRefs = await this.#readable(
      await store.entityRefs(filter),
      options.credentials,
    );
    const found = await store.list({ ...filter, entityRefs, limit: listLimit });
    return found.map(each => withoutDiffs(toPromotion(each)));
  }

  /** How people call the environments, by name. */
  titles(): Record<string, string> {
    return Object.fromEntries(
      this.#options.environments.map(({ name, title }) => [name, title]),
    );
  }

  async active(filter: { entityRefs?: string[] }): Promise<Promotion[]> {
    const found = await this.#options.store.active(filter);
    return found.map(toPromotion);
  }

  /** Throws NotFoundError, also for what these credentials may not see. */
  async readable(options: {
    id: string;
    credentials: BackstageCredentials;
  }): Promise<TrackedPromotion> {
    const { id, credentials } = options;
    const promotion = await this.#options.store.get(id);
    const [entityRef] = promotion
      ? await this.#readable([promotion.entityRef], credentials)
      : [];
    if (!promotion || !entityRef) {
      throw new NotFoundError(
        `There is no promotion ${id}, or you may not see it`,
      );
    }
    return promotion;
  }

  /** As the catalog says now; undefined for a service that is gone. */
  async #entityOf(entityRef: string): Promise<Entity | undefined> {
    const { auth, catalog } = this.#options;
    return catalog.getEntityByRef(entityRef, {
      credentials: await auth.getOwnServiceCredentials(),
    });
  }

  async #readable(
    entityRefs: string[],
    credentials: BackstageCredentials,
  ): Promise<string[]> {
    const { authorizer, catalog } = this.#options;
    const visible: string[] = [];
    for (let start = 0; start < entityRefs.length; start += catalogBatch) {
      const { items } = await catalog.getEntitiesByRefs(
        {
          entityRefs: entityRefs.slice(start, start + catalogBatch),
          fields: ['kind', 'metadata.name', 'metadata.namespace'],
        },
        { credentials },
      );
      for (const entity of items) {
        if (entity) visible.push(stringifyEntityRef(entity));
      }
    }
    const readable = await authorizer.filter({
      credentials,
      entityRefs: visible,
      permission: gitopsReadPermission,
    });
    return [...readable];
  }
}

function withoutDiffs(promotion: Promotion): Promotion {
  const { plan } = promotion;
  const files = plan.files.map(file => ({ ...file, diff: '' }));
  return { ...promotion, plan: { ...plan, files } };
}

function whyNotRollable({ state, kind, pullRequest }: Promotion) {
  if (kind === 'rollback') return 'A rollback is not rolled back: promote.';
  if (!pullRequest?.mergeSha)
    return 'It was not merged, so there is nothing to roll back.';
  return isEnded(state) ? undefined : 'It has not ended yet.';
}

/** What the query reads from. */
export interface PromotionQueryOptions {
  approvals: Approvals;
  auth: AuthService;
  authorizer: Authorizer;
  catalog: CatalogService;
  environments: readonly Environment[];
  store: PromotionsStore;
  surroundings: Pick<PromotionSurroundings, 'of'>;
}
