import { Knex } from 'knex';
import { TargetStatus } from '@fairlead/backstage-plugin-gitops-common';
import { StoredTarget, TargetCondition } from '../targets/StoredTarget';
import { withRollouts } from '../targets/withRollouts';
import { rolloutsOf } from './rolloutsStore';
import { idsWhere } from './targetConditions';
import {
  SourceColumns,
  statusOf,
  storedTargetOf,
  TargetRow,
} from './targetRows';
import { TargetSourceKey, TargetSourcesStore } from './TargetSourcesStore';
import { removeTargets, TargetBatch, writeTargets } from './writeTargets';

/** The targets in the database. */
export class TargetsStore {
  static create(options: {
    database: Knex;
    sources: TargetSourcesStore;
  }): TargetsStore {
    return new TargetsStore(options.database, options.sources);
  }

  private constructor(
    private readonly database: Knex,
    private readonly sources: TargetSourcesStore,
  ) {}

  /** One query, whatever the number of conditions, and one for rollouts where there are any. Ordered by id. */
  async find(conditions: readonly TargetCondition[]): Promise<StoredTarget[]> {
    const ids = idsWhere(this.database, conditions);
    return ids ? this.#select(ids) : [];
  }

  /** Ordered by id. */
  async all(): Promise<StoredTarget[]> {
    return this.#select();
  }

  /** In one transaction: after it, the stored position of a source is never ahead of its targets. */
  async write(batch: TargetBatch): Promise<WrittenTargets> {
    return this.database.transaction(async transaction => {
      const written = await writeTargets(batch, transaction);
      await this.sources.advance(batch.positions, transaction);
      return written;
    });
  }

  /** Removes the targets of a source that a full list of it did not have. Returns their ids. */
  async removeUnseen(
    source: TargetSourceKey,
    seen: ReadonlySet<string>,
  ): Promise<string[]> {
    const { cluster, resource } = source;
    const rows = await this.database<TargetRow>('targets')
      .where({ cluster, resource })
      .select('id');
    return this.database.transaction(transaction =>
      removeTargets(
        rows.map(({ id }) => id).filter(id => !seen.has(id)),
        transaction,
      ),
    );
  }

  /**
   * Assigns all targets to environments and clusters again, after the config may have changed. Returns the ids of those
   * that moved to another environment.
   */
  async reassign(options: {
    environmentOf(status: TargetStatus): string | undefined;
    destinationOf(status: TargetStatus): string | undefined;
  }): Promise<string[]> {
    const rows = await this.database<TargetRow>('targets').select(
      'id',
      'environment',
      'destination',
      'status',
      'format',
    );
    const moved: string[] = [];
    for (const row of rows) {
      const status = statusOf(row);
      if (!status) continue;
      const environment = options.environmentOf(status) ?? null;
      const destination = options.destinationOf(status) ?? null;
      if (environment !== row.environment) moved.push(row.id);
      else if (destination === row.destination) continue;
      await this.database<TargetRow>('targets')
        .where({ id: row.id })
        .update({ environment, destination });
    }
    return moved;
  }

  async #select(ids?: Knex.QueryBuilder): Promise<StoredTarget[]> {
    const query = this.database('targets')
      .leftJoin('target_sources', join =>
        join
          .on('target_sources.cluster', 'targets.cluster')
          .andOn('target_sources.resource', 'targets.resource'),
      )
      .select(
        'targets.*',
        'target_sources.state',
        'target_sources.since',
        'target_sources.message',
        'target_sources.fault',
        'target_sources.confirmed_at',
      );
    const rows: Array<TargetRow & SourceColumns> = await (ids
      ? query.whereIn('targets.id', ids.clone())
      : query);
    const targets = rows
      .flatMap(row => storedTargetOf(row) ?? [])
      // Databases order texts each by their own rules.
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    if (!targets.some(({ status }) => status.rolloutRefs)) return targets;
    const rollouts = await rolloutsOf(this.database, ids);
    return targets.map(each => withRollouts(each, rollouts.get(each.id)));
  }
}

/** Ids of the targets that a write made different. `added` is a part of neither of the others. */
export interface WrittenTargets {
  changed: string[];
  added: string[];
  removed: string[];
}
