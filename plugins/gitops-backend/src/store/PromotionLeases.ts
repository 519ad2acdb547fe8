import { randomUUID } from 'crypto';
import { Knex } from 'knex';
import { TrackedPromotion } from '../promotions/TrackedPromotion';
import { fromPromotionRow } from './promotionRows';

/** Promotions that one replica looks at, and no other until the lease ends. */
export interface PromotionLease {
  token: string;
  promotions: TrackedPromotion[];
}

/**
 * Hands each promotion to one replica at a time.
 *
 * @remarks
 * A lease is a token and a time in the promotion's own row, so that a replica that dies loses it by itself. It
 * saves work and double requests; that a promotion is right does not depend on it, because every write is checked
 * against the revision it was decided on and every action is idempotent.
 *
 * While it is leased, `next_look_at` is null. A wake sets it, and the release keeps what a wake has set: what
 * happens during a look is looked at next.
 *
 * For a promotion that has ended it is when the last word on its pull request is due, and null once that is said.
 */
export class PromotionLeases {
  readonly #knex: Knex;

  static create(options: { knex: Knex }): PromotionLeases {
    return new PromotionLeases(options.knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** Leases promotions that are due, or the named ones whether they are due or not. */
  async claim(options: {
    now: Date;
    until: Date;
    limit: number;
    ids?: string[];
  }): Promise<PromotionLease> {
    const { ids, limit } = options;
    const now = options.now.toISOString();
    const token = randomUUID();
    const free = (query: Knex.QueryBuilder) =>
      query
        .whereNull('finished_at')
        .where(each =>
          each.whereNull('lease_until').orWhere('lease_until', '<=', now),
        );
    const due = free(this.#knex('promotions'));
    if (ids) due.whereIn('id', ids);
    else {
      due.where(each =>
        each.whereNull('next_look_at').orWhere('next_look_at', '<=', now),
      );
    }
    const found: string[] = await due
      .orderBy('next_look_at')
      .limit(limit)
      .pluck('id');
    if (found.length === 0) return { token, promotions: [] };
    await free(this.#knex('promotions').whereIn('id', found)).update({
      lease_token: token,
      lease_until: options.until.toISOString(),
      next_look_at: null,
    });
    const rows = await this.#knex('promotions').where({ lease_token: token });
    return { token, promotions: rows.map(fromPromotionRow) };
  }

  async renew(options: { token: string; until: Date }): Promise<void> {
    await this.#knex('promotions')
      .where({ lease_token: options.token })
      .update({ lease_until: options.until.toISOString() });
  }

  async release(options: {
    token: string;
    id: string;
    nextLookAt: Date;
  }): Promise<void> {
    const { token, id, nextLookAt } = options;
    await this.#knex('promotions')
      .where({ id, lease_token: token })
      .update({
        lease_token: null,
        lease_until: null,
        next_look_at: this.#knex.raw(
          'case when finished_at is null then coalesce(next_look_at, ?) else next_look_at end',
          [nextLookAt.toISOString()],
        ),
      });
  }

  /** Releases a promotion that must not be looked at before a time, whatever wakes it. */
  async postpone(options: {
    token: string;
    id: string;
    until: Date;
  }): Promise<void> {
    const { token, id, until } = options;
    await this.#knex('promotions').where({ id, lease_token: token }).update({
      lease_token: null,
      lease_until: null,
      next_look_at: until.toISOString(),
    });
  }

  /** Those that have ended since a time, and whose last word is due; nobody else is given them until another time. */
  async claimUnsaid(options: {
    now: Date;
    since: Date;
    until: Date;
    limit: number;
  }): Promise<TrackedPromotion[]> {
    const token = randomUUID();
    const due = () =>
      this.#knex('promotions')
        .where('finished_at', '>=', options.since.toISOString())
        .where('next_look_at', '<=', options.now.toISOString());
    const found: string[] = await due().limit(options.limit).pluck('id');
    if (found.length === 0) return [];
    await due().whereIn('id', found).update({
      lease_token: token,
      next_look_at: options.until.toISOString(),
    });
    const rows = await this.#knex('promotions').where({ lease_token: token });
    return rows.map(fromPromotionRow);
  }

  /** The last word of one that has ended is said. */
  async said(id: string): Promise<void> {
    await this.#knex('promotions')
      .where({ id })
      .whereNotNull('finished_at')
      .update({ next_look_at: null });
  }

  /** Makes promotions due, also those that are being looked at. */
  async wake(options: { ids: string[]; now: Date }): Promise<void> {
    await this.#knex('promotions')
      .whereIn('id', options.ids)
      .whereNull('finished_at')
      .update({ next_look_at: options.now.toISOString() });
  }

  /** When something is due next; undefined when nothing is under way. */
  async nextDue(): Promise<Date | undefined> {
    const row: { due: string | null } | undefined = await this.#knex(
      'promotions',
    )
      .whereNull('finished_at')
      .select({
        due: this.#knex.raw('min(coalesce(lease_until, next_look_at))'),
      })
      .first();
    return row?.due ? new Date(row.due) : undefined;
  }
}
