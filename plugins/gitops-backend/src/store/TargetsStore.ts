import { Knex } from 'knex';
import { TargetStatus } from '@fairlead/backstage-plugin-gitops-common';
import { StoredTarget, TargetCondition } from '../targets/StoredTarget';
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

  /** One query, whatever the number of conditions. Ordered by id. */
  async find(conditions: readonly TargetCondition[]): Promise<StoredTarget[]> {
    const ids = idsWhere(this.database, conditions);
    return ids ? this.#select(query => query.whereIn('targets.id', ids)) : [];
  }

  /** Ordered by id. */
  async all(): Promise<StoredTarget[]> {
    return this.#select(query => query);
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

  /** Assigns all targets to environments again, after the rules may have changed. Returns the ids of those that moved. */
  async reassign(
    environmentOf: (status: TargetStatus) => string | undefined,
  ): Promise<string[]> {
    const rows = await this.database<TargetRow>('targets').select(
      'id',
      'environment',
      'status',
      'format',
    );
    const moved: string[] = [];
    for (const row of rows) {
      const status = statusOf(row);
      const environment = (status && environmentOf(status)) ?? null;
      if (status && environment !== row.environment) {
        await this.database<TargetRow>('targets')
          .where({ id: row.id })
          .update({ environment });
        moved.push(row.id);
      }
    }
    return moved;
  }

  async #select(
    narrow: (query: Knex.QueryBuilder) => Knex.QueryBuilder,
  ): Promise<StoredTarget[]> {
    const rows: Array<TargetRow & SourceColumns> = await narrow(
      this.database('targets')
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
        ),
    );
    return (
      rows
        .flatMap(row => storedTargetOf(row) ?? [])
        // Databases order texts each by their own rules.
        .sort((a, b) => (a.id < b.id ? -1 : 1))
    );
  }
}

/** Ids of the targets that a write made different. `added` is a part of neither of the others. */
export interface WrittenTargets {
  changed: string[];
  added: string[];
  removed: string[];
}
