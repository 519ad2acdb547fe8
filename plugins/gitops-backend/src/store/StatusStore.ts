import { ObjectRef } from '@fairlead/backstage-plugin-gitops-common';
import { Knex } from 'knex';
import { Batch } from '../clusters/BatchWriter';
import { StatusTable, StatusWrite } from './StatusTable';
import { TargetSourceKey, TargetSourcesStore } from './TargetSourcesStore';

/** Statuses of objects that are shown with targets, such as rollouts. */
export class StatusStore<Status extends { object: ObjectRef; stale?: string }> {
  readonly #options: StatusStoreOptions<Status>;

  static create<Status extends { object: ObjectRef; stale?: string }>(
    options: StatusStoreOptions<Status>,
  ): StatusStore<Status> {
    return new StatusStore(options);
  }

  private constructor(options: StatusStoreOptions<Status>) {
    this.#options = options;
  }

  /** In one transaction with the positions, as targets are. Returns the ids of the targets that now look different. */
  async write(batch: Batch<StatusWrite<Status>>): Promise<string[]> {
    const { database, sources, table, targetsOf, link } = this.#options;
    return database.transaction(async transaction => {
      const { written, removed } = await table.write(
        batch.objects,
        transaction,
      );
      const ids = [...written.keys()];
      const targets = await targetsOf(ids, transaction);
      if (link) {
        await link(written, transaction);
        targets.push(...(await targetsOf(ids, transaction)));
      }
      targets.push(...(await this.#remove(removed, transaction)));
      await sources.advance(batch.positions, transaction);
      return [...new Set(targets)];
    });
  }

  /** Removes those of a source that a full list of it did not have. Returns the ids of the targets that had them. */
  async removeUnseen(
    source: TargetSourceKey,
    seen: ReadonlySet<string>,
  ): Promise<string[]> {
    const { database, table } = this.#options;
    const gone = await table.unseen(source, { seen, database });
    return database.transaction(transaction => this.#remove(gone, transaction));
  }

  async #remove(ids: string[], transaction: Knex): Promise<string[]> {
    const { table, targetsOf } = this.#options;
    const targets = await targetsOf(ids, transaction);
    await table.remove(ids, transaction);
    return targets;
  }
}

/** What it is built on. */
export interface StatusStoreOptions<
  Status extends { object: ObjectRef; stale?: string },
> {
  database: Knex;
  sources: TargetSourcesStore;
  table: StatusTable<Status>;
  /** Ids of the targets with which the objects of these ids are shown. */
  targetsOf(ids: string[], database: Knex): Promise<string[]>;
  /** Writes down with which targets they are shown, where they say so themselves. */
  link?(written: ReadonlyMap<string, Status>, transaction: Knex): Promise<void>;
}
