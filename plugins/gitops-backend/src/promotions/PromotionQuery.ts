import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { NotFoundError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  gitopsCancelPermission,
  gitopsReadPermission,
  Promotion,
  PromotionDetail,
} from '@fairlead/backstage-plugin-gitops-common';
import { Authorizer } from '../authorize';
import { ActivePromotions } from '../services/ServiceQuery';
import { PromotionsStore } from '../store/PromotionsStore';
import { whyNotCancellable } from './cancellation';
import { toPromotion, TrackedPromotion } from './TrackedPromotion';

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
  }): Promise<PromotionDetail> {
    const { authorizer, store } = this.#options;
    const tracked = await this.readable(options);
    const promotion = toPromotion(tracked);
    const [events, [permitted]] = await Promise.all([
      store.events(promotion.id),
      authorizer.allowances({
        credentials: options.credentials,
        entityRef: promotion.entityRef,
        permissions: [gitopsCancelPermission],
      }),
    ]);
    const why = whyNotCancellable(promotion);
    const cancel = why ? { allowed: false, why } : permitted;
    return { promotion, events, cancel };
  }

  /** Newest first. */
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
    return found.map(toPromotion);
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

/** What the query reads from. */
export interface PromotionQueryOptions {
  authorizer: Authorizer;
  catalog: CatalogService;
  store: PromotionsStore;
}
