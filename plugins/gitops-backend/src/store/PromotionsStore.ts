import { isDatabaseConflictError } from '@backstage/backend-plugin-api';
import { ConflictError, NotFoundError } from '@backstage/errors';
import { PromotionEvent } from '@fairlead/backstage-plugin-gitops-common';
import { Knex } from 'knex';
import {
  NewPromotionEvent,
  PromotionChange,
  TrackedPromotion,
} from '../promotions/TrackedPromotion';
import {
  fromEventRow,
  fromPromotionRow,
  laneOf,
  toChangedColumns,
  toPromotionRow,
} from './promotionRows';

/** Which promotions to list. */
export interface PromotionFilter {
  entityRefs?: string[];
  environment?: string;
  active?: boolean;
}

/** Thrown when a lane is taken. */
export class LaneTakenError extends ConflictError {}

/** Thrown when a promotion was changed since it was read. */
export class StaleRevisionError extends ConflictError {}

/**
 * Promotions, what they will write and their timelines.
 *
 * Two guarantees come from the database: a lane has at most one active promotion, and a change is written only on
 * top of the revision that it was decided on, together with its timeline entries.
 */
export class PromotionsStore {
  readonly #knex: Knex;

  static create(options: { knex: Knex }): PromotionsStore {
    return new PromotionsStore(options.knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** Throws {@link LaneTakenError} when another promotion is active in the lane. */
  async insert(options: {
    promotion: TrackedPromotion;
    contents: ReadonlyMap<string, string>;
    events: NewPromotionEvent[];
  }): Promise<void> {
    const { promotion, contents, events } = options;
    const { id, createdAt: at } = promotion;
    try {
      await this.#knex.transaction(async tx => {
        await tx('promotions').insert(toPromotionRow(promotion));
        const files = [...contents].map(([path, content]) => ({
          promotion_id: id,
          path,
          content,
        }));
        await tx.batchInsert('promotion_files', files, 50);
        await insertEvents({ tx, id, at, events });
      });
    } catch (error) {
      if (!isDatabaseConflictError(error)) throw error;
      throw new LaneTakenError(
        `A promotion of ${promotion.entityRef} to ${promotion.to} is under way already`,
        error,
      );
    }
  }

  async get(id: string): Promise<TrackedPromotion | undefined> {
    const row = await this.#knex('promotions').where({ id }).first();
    return row && fromPromotionRow(row);
  }

  /** Newest first. */
  async list(
    filter: PromotionFilter & { limit: number },
  ): Promise<TrackedPromotion[]> {
    const rows = await this.#matching(filter)
      .orderBy('created_at', 'desc')
      .orderBy('id')
      .limit(filter.limit);
    return rows.map(fromPromotionRow);
  }

  /** All that are under way. */
  async active(
    filter: { entityRefs?: string[] } = {},
  ): Promise<TrackedPromotion[]> {
    const rows = await this.#matching({ ...filter, active: true });
    return rows.map(fromPromotionRow);
  }

  /** Services that have promotions. */
  async entityRefs(filter: PromotionFilter): Promise<string[]> {
    return this.#matching(filter).distinct().pluck('entity_ref');
  }

  /** The promotion that holds a lane now. */
  async activeInLane(lane: {
    entityRef: string;
    to: string;
  }): Promise<TrackedPromotion | undefined> {
    const row = await this.#knex('promotions')
      .where({ active_lane: laneOf(lane) })
      .first();
    return row && fromPromotionRow(row);
  }

  /** The newest promotion of a lane, active or not. */
  async newestInLane(lane: {
    entityRef: string;
    to: string;
  }): Promise<TrackedPromotion | undefined> {
    const row = await this.#knex('promotions')
      .where({ entity_ref: lane.entityRef, to_environment: lane.to })
      .orderBy('created_at', 'desc')
      .first();
    return row && fromPromotionRow(row);
  }

  /** Whole new content by path. Kept only until the pull request is open. */
  async contentsOf(id: string): Promise<Map<string, string>> {
    const rows: Array<{ path: string; content: string }> = await this.#knex(
      'promotion_files',
    ).where({ promotion_id: id });
    return new Map(rows.map(({ path, content }) => [path, content]));
  }

  /** Oldest first. */
  async events(id: string): Promise<PromotionEvent[]> {
    const rows = await this.#knex('promotion_events')
      .where({ promotion_id: id })
      .orderBy('seq');
    return rows.map(fromEventRow);
  }

  /** Writes a change on top of the promotion as it was read. Throws {@link StaleRevisionError} when it was changed since. */
  async update(options: {
    promotion: TrackedPromotion;
    change: PromotionChange;
    at: Date;
  }): Promise<TrackedPromotion> {
    const { promotion, change } = options;
    const { id, revision } = promotion;
    const at = options.at.toISOString();
    return this.#knex.transaction(async tx => {
      const written = await tx('promotions')
        .where({ id, revision })
        .update({ ...toChangedColumns(change, at), revision: revision + 1 });
      if (written === 0) {
        throw new StaleRevisionError(
          `Promotion ${id} was changed by someone else at the same time`,
        );
      }
      await insertEvents({ tx, id, at, events: change.events ?? [] });
      if (change.state && change.state !== 'opening') {
        await tx('promotion_files').where({ promotion_id: id }).delete();
      }
      const row = await tx('promotions').where({ id }).first();
      if (!row) throw new NotFoundError(`There is no promotion ${id}`);
      return fromPromotionRow(row);
    });
  }

  #matching(filter: PromotionFilter): Knex.QueryBuilder {
    const query = this.#knex('promotions');
    if (filter.entityRefs) query.whereIn('entity_ref', filter.entityRefs);
    if (filter.environment) query.where('to_environment', filter.environment);
    if (filter.active === true) query.whereNotNull('active_lane');
    if (filter.active === false) query.whereNull('active_lane');
    return query;
  }
}

async function insertEvents(options: {
  tx: Knex.Transaction;
  id: string;
  at: string;
  events: NewPromotionEvent[];
}): Promise<void> {
  const { tx, id, at, events } = options;
  for (const { key, type, message, actor, link } of events) {
    await tx('promotion_events')
      .insert({
        promotion_id: id,
        dedupe_key: key,
        at,
        type,
        message,
        actor: actor ?? null,
        link: link ?? null,
      })
      .onConflict(['promotion_id', 'dedupe_key'])
      .ignore();
  }
}
