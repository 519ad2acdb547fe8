import { isDatabaseConflictError } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import {
  PromotionEvent,
  PromotionKind,
  PromotionLinks,
  PromotionState,
} from '@fairlead/backstage-plugin-gitops-common';
import { Knex } from 'knex';
import { LaneSighting } from '../promotions/Observation';
import { PlannedContents } from '../promotions/plan/PromotionPlanner';
import {
  NewPromotionEvent,
  PromotionChange,
  TrackedPromotion,
} from '../promotions/TrackedPromotion';
import { LaneHolder } from '../services/FleetQuery';
import { LaneTakenError, StaleRevisionError } from './promotionErrors';
import {
  askToGiveWay,
  insertEvents,
  refuseOtherLane,
  writeContents,
} from './promotionWrites';
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
  kind?: PromotionKind;
  states?: readonly PromotionState[];
  active?: boolean;
}

const linkAttempts = 5;

/** A promotion that is to be stored. */
export interface NewPromotion {
  promotion: TrackedPromotion;
  written: PlannedContents;
  events: NewPromotionEvent[];
}

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

  /**
   * All of them or none. Throws {@link LaneTakenError} when another promotion is active in the lane of one that is not
   * queued, and for an id that is there; {@link StaleRevisionError} when the lane is not as it was read any more.
   */
  async insert(
    promotions: NewPromotion[],
    options: {
      /** Those in the lane that shall give way, as they were read. */
      supersede?: readonly TrackedPromotion[];
      /** All that were under way in the lane when this was decided. */
      underWay?: readonly TrackedPromotion[];
    } = {},
  ): Promise<void> {
    const [{ promotion: first }] = promotions;
    const { supersede = [], underWay = [] } = options;
    try {
      await this.#knex.transaction(async tx => {
        await refuseOtherLane({ tx, underWay, newer: first });
        for (const older of supersede) {
          await askToGiveWay({ tx, older, newer: first });
        }
        for (const { promotion, written, events } of promotions) {
          const { id, createdAt: at } = promotion;
          await tx('promotions').insert(toPromotionRow(promotion));
          await writeContents({ tx, id, written });
          await insertEvents({ tx, id, at, events });
        }
      });
    } catch (error) {
      if (!isDatabaseConflictError(error)) throw error;
      throw new LaneTakenError(
        `A promotion of ${first.entityRef} to ${first.to} is under way already`,
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

  /** All that are under way, or those of them in some states. */
  async active(
    filter: Pick<PromotionFilter, 'entityRefs' | 'states'> = {},
  ): Promise<TrackedPromotion[]> {
    const rows = await this.#matching({ ...filter, active: true });
    return rows.map(fromPromotionRow);
  }

  /** Ids of all that are under way: the plans of many are long. */
  async activeIds(filter: { entityRefs?: string[] } = {}): Promise<string[]> {
    return this.#matching({ ...filter, active: true }).pluck('id');
  }

  /** Those that hold their lanes now. */
  async holders(): Promise<LaneHolder[]> {
    return this.#knex('promotions')
      .whereNotNull('active_lane')
      .select({ id: 'id', entityRef: 'entity_ref', to: 'to_environment' });
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

  /** All in a lane that have not ended, first come first. */
  async underWayInLane(lane: {
    entityRef: string;
    to: string;
  }): Promise<TrackedPromotion[]> {
    const rows = await this.#knex('promotions')
      .where({ entity_ref: lane.entityRef, to_environment: lane.to })
      .whereNull('finished_at')
      .orderBy([{ column: 'created_at' }, { column: 'wave_index' }]);
    return rows.map(fromPromotionRow);
  }

  /** Ids of those that wait for their turn in a lane, first come first. */
  async queuedInLane(lane: {
    entityRef: string;
    to: string;
  }): Promise<string[]> {
    const queued = await this.#queued(lane);
    return queued.map(({ id }) => id);
  }

  /** Who else is in the lane of a promotion that waits for its turn. */
  async sightingOf(promotion: TrackedPromotion): Promise<LaneSighting> {
    const { id, wave, createdAt } = promotion;
    const [active, queued, waves] = await Promise.all([
      this.activeInLane(promotion),
      this.#queued(promotion),
      wave ? this.waves(wave.group) : [],
    ]);
    const isBefore = (other: TrackedPromotion) =>
      other.createdAt === createdAt
        ? (other.wave?.index ?? 0) < (wave?.index ?? 0)
        : other.createdAt < createdAt;
    return {
      ...(active && { active }),
      ahead: queued.filter(other => other.id !== id && isBefore(other)),
      earlierWaves: waves.filter(
        other => wave && other.wave && other.wave.index < wave.index,
      ),
    };
  }

  /** All waves of a group, in order. */
  async waves(group: string): Promise<TrackedPromotion[]> {
    const rows = await this.#knex('promotions')
      .where({ wave_group: group })
      .orderBy('wave_index');
    return rows.map(fromPromotionRow);
  }

  /** Those that have failed since a time. */
  async failedSince(since: Date): Promise<TrackedPromotion[]> {
    const rows = await this.#knex('promotions')
      .where({ state: 'failed' })
      .where('finished_at', '>=', since.toISOString());
    return rows.map(fromPromotionRow);
  }

  /** Notes another promotion that one has to do with, also on one that has ended. What is noted already stays. */
  async link(options: { id: string; links: PromotionLinks }): Promise<void> {
    const { id, links } = options;
    for (let attempt = 1; ; attempt++) {
      const promotion = await this.get(id);
      if (!promotion) return;
      const { revision } = promotion;
      const written = await this.#knex('promotions')
        .where({ id, revision })
        .update({
          links: JSON.stringify({ ...links, ...promotion.links }),
          revision: revision + 1,
        });
      if (written > 0) return;
      if (attempt === linkAttempts) {
        throw new StaleRevisionError(`Promotion ${id} is changed too often`);
      }
    }
  }

  /** Adds steps to a timeline that do not change the promotion itself. */
  async addEvents(options: {
    id: string;
    at: Date;
    events: NewPromotionEvent[];
  }): Promise<void> {
    const { id, events } = options;
    const at = options.at.toISOString();
    await this.#knex.transaction(tx => insertEvents({ tx, id, at, events }));
  }

  /** The newest promotion of a lane, active or not; of waves, the last that has got as far as a pull request. */
  async newestInLane(lane: {
    entityRef: string;
    to: string;
  }): Promise<TrackedPromotion | undefined> {
    const row = await this.#knex('promotions')
      .where({ entity_ref: lane.entityRef, to_environment: lane.to })
      .orderBy('created_at', 'desc')
      .orderByRaw('case when pull_request is null then 0 else 1 end desc')
      .orderBy('wave_index', 'desc')
      .first();
    return row && fromPromotionRow(row);
  }

  /** Kept only until it is written to Git. */
  async contentsOf(id: string): Promise<PlannedContents> {
    const rows: Array<{
      path: string;
      content: string;
      tree_id: string | null;
    }> = await this.#knex('promotion_files').where({ promotion_id: id });
    const files = rows.filter(row => row.tree_id === null);
    return {
      contents: new Map(files.map(({ path, content }) => [path, content])),
      directories: new Map(
        rows.flatMap(({ path, tree_id }) =>
          tree_id === null ? [] : [[path, tree_id] as const],
        ),
      ),
    };
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
        .update({
          ...toChangedColumns(promotion, { change, at }),
          revision: revision + 1,
        });
      if (written === 0) {
        throw new StaleRevisionError(
          `Promotion ${id} was changed by someone else at the same time`,
        );
      }
      await insertEvents({ tx, id, at, events: change.events ?? [] });
      if (change.contents !== undefined) {
        await tx('promotion_files').where({ promotion_id: id }).delete();
        if (change.contents) {
          await writeContents({ tx, id, written: change.contents });
        }
      }
      const row = await tx('promotions').where({ id }).first();
      if (!row) throw new NotFoundError(`There is no promotion ${id}`);
      return fromPromotionRow(row);
    });
  }

  async #queued(lane: {
    entityRef: string;
    to: string;
  }): Promise<TrackedPromotion[]> {
    const rows = await this.#knex('promotions')
      .where({
        entity_ref: lane.entityRef,
        to_environment: lane.to,
        state: 'queued',
      })
      .orderBy([{ column: 'created_at' }, { column: 'wave_index' }]);
    return rows.map(fromPromotionRow);
  }

  #matching(filter: PromotionFilter): Knex.QueryBuilder {
    const query = this.#knex('promotions');
    if (filter.entityRefs) query.whereIn('entity_ref', filter.entityRefs);
    if (filter.environment) query.where('to_environment', filter.environment);
    if (filter.kind) query.where('kind', filter.kind);
    if (filter.states) query.whereIn('state', [...filter.states]);
    if (filter.active === true) query.whereNull('finished_at');
    if (filter.active === false) query.whereNotNull('finished_at');
    return query;
  }
}
