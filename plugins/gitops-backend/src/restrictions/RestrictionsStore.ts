import { isDatabaseConflictError } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import {
  Restriction,
  RestrictionScope,
} from '@fairlead/backstage-plugin-gitops-common';
import { randomUUID } from 'crypto';
import { Knex } from 'knex';
import {
  fromRestrictionRow,
  heldLaneOf,
  originOf,
  RestrictionRow,
  toRestrictionRow,
} from './restrictionRows';
import { NewRestriction, Restrictions } from './Restrictions';

type Listener = (restriction: Restriction) => void;

/**
 * Restrictions in the database. Entity refs are kept in lower case, times in UTC.
 *
 * What a promotion has set is set once: asked again, also after it was lifted, the answer is what there is.
 */
export class RestrictionsStore implements Restrictions {
  readonly #knex: Knex;
  readonly #listeners = new Set<Listener>();

  static create(options: { knex: Knex }): RestrictionsStore {
    return new RestrictionsStore(options.knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  async inForce(options: {
    entityRef: string;
    system?: string;
    environment?: string;
    now: Date;
  }): Promise<Restriction[]> {
    const { environment } = options;
    const entityRef = options.entityRef.toLowerCase();
    const system = options.system?.toLowerCase();
    const rows = await this.#rows()
      .where(query => inForceAt(query, options.now))
      .where(query => allOrOne(query, 'entity_ref', entityRef))
      .where(query => allOrOne(query, 'system', system))
      .where(query => {
        if (environment) allOrOne(query, 'environment', environment);
      });
    return rows.map(fromRestrictionRow);
  }

  async list(options: { all: boolean; now: Date }): Promise<Restriction[]> {
    const rows = await this.#rows().where(query => {
      if (!options.all) inForceAt(query, options.now);
    });
    return rows.map(fromRestrictionRow);
  }

  async get(id: string): Promise<Restriction | undefined> {
    const row = await this.#rows().where({ id }).first();
    return row && fromRestrictionRow(row);
  }

  async create(options: {
    restriction: NewRestriction;
    at: Date;
  }): Promise<Restriction> {
    const { endsAt, scope, ...rest } = options.restriction;
    const restriction: Restriction = {
      ...rest,
      id: randomUUID(),
      scope: inLowerCase(scope),
      createdAt: options.at.toISOString(),
      ...(endsAt && { endsAt: new Date(endsAt).toISOString() }),
    };
    const created = await this.#insert(restriction);
    if (created === restriction) this.#changed(created);
    return created;
  }

  async lift(options: {
    id: string;
    by: string;
    reason: string;
    at: Date;
  }): Promise<Restriction> {
    const { id, at, ...rest } = options;
    const lifted = await this.#knex<RestrictionRow>('restrictions')
      .where({ id })
      .where(query => notEndedAt(query, at))
      .update(liftedBy({ ...rest, at: at.toISOString() }));
    const restriction = await this.get(id);
    if (!restriction) {
      throw new NotFoundError(`There is no restriction ${id}`);
    }
    if (lifted > 0) this.#changed(restriction);
    return restriction;
  }

  /** Called after each change that this replica has written. Returns a function that stops it. */
  onChange(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #rows() {
    return this.#knex<RestrictionRow>('restrictions')
      .orderBy('created_at', 'desc')
      .orderBy('id');
  }

  async #insert(restriction: Restriction): Promise<Restriction> {
    const origin = originOf(restriction);
    for (let attempt = 1; ; attempt++) {
      const present = origin && (await this.#rows().where({ origin }).first());
      if (present) return fromRestrictionRow(present);
      try {
        await this.#knex.transaction(async tx => {
          await makeRoom(tx, restriction);
          await tx('restrictions').insert(toRestrictionRow(restriction));
        });
        return restriction;
      } catch (error) {
        // Somebody else was faster with the same lane, or with the same restriction.
        if (!isDatabaseConflictError(error) || attempt >= 5) throw error;
      }
    }
  }

  #changed(restriction: Restriction): void {
    for (const listener of this.#listeners) listener(restriction);
  }
}

async function makeRoom(
  tx: Knex.Transaction,
  restriction: Restriction,
): Promise<void> {
  const lane = heldLaneOf(restriction);
  if (!lane) return;
  const { createdBy: by, createdAt: at, kind, reason } = restriction;
  const held = () =>
    tx<RestrictionRow>('restrictions').where('held_lane', lane);
  await held()
    .where(query => notEndedAt(query, new Date(at)))
    .update(
      liftedBy({ by, at, reason: `Another ${kind} took its place: ${reason}` }),
    );
  // One that has ended by itself was not lifted.
  await held().where('ends_at', '<=', at).update({ held_lane: null });
}

function liftedBy(lift: { by: string; at: string; reason: string }) {
  return {
    lifted_by: lift.by,
    lifted_at: lift.at,
    lift_reason: lift.reason,
    held_lane: null,
  };
}

function inForceAt(query: Knex.QueryBuilder, now: Date): void {
  query.where('created_at', '<=', now.toISOString());
  notEndedAt(query, now);
}

function notEndedAt(query: Knex.QueryBuilder, now: Date): void {
  query
    .whereNull('lifted_at')
    .where(end =>
      end.whereNull('ends_at').orWhere('ends_at', '>', now.toISOString()),
    );
}

function allOrOne(
  query: Knex.QueryBuilder,
  column: string,
  value: string | undefined,
): void {
  query.whereNull(column);
  if (value) query.orWhere(column, value);
}

function inLowerCase(scope: RestrictionScope): RestrictionScope {
  const { system, entityRef, environment } = scope;
  return {
    ...(system && { system: system.toLowerCase() }),
    ...(entityRef && { entityRef: entityRef.toLowerCase() }),
    ...(environment && { environment }),
  };
}
