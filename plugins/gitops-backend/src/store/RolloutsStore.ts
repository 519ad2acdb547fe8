import {
  RolloutStatus,
  rolloutStatusSchema,
} from '@fairlead/backstage-plugin-gitops-common';
import { Knex } from 'knex';
import { Batch } from '../clusters/BatchWriter';
import { inChunks } from './inChunks';
import { staleBySource, StatusTable, StatusWrite } from './StatusTable';
import { TargetSourceKey, TargetSourcesStore } from './TargetSourcesStore';

/** What became of one rollout. */
export type RolloutWrite = StatusWrite<RolloutStatus>;

const table = StatusTable.create({
  table: 'rollouts',
  schema: rolloutStatusSchema,
  columnsOf: ({ controller, object }) => ({
    controller,
    kind: object.kind,
    namespace: object.namespace,
    name: object.name,
  }),
});

/** The rollouts in the database. */
export class RolloutsStore {
  readonly #options: RolloutsStoreOptions;

  static create(options: RolloutsStoreOptions): RolloutsStore {
    return new RolloutsStore(options);
  }

  private constructor(options: RolloutsStoreOptions) {
    this.#options = options;
  }

  /** In one transaction with the positions, as targets are. Returns the ids of the targets that now look different. */
  async write(batch: Batch<RolloutWrite>): Promise<string[]> {
    const { database, sources } = this.#options;
    return database.transaction(async transaction => {
      const { written, removed } = await table.write(
        batch.objects,
        transaction,
      );
      const targets = [
        ...(await targetsOf([...written.keys()], transaction)),
        ...(await remove(removed, transaction)),
      ];
      await sources.advance(batch.positions, transaction);
      return [...new Set(targets)];
    });
  }

  /** Removes those of a source that a full list of it did not have. Returns the ids of the targets that had them. */
  async removeUnseen(
    source: TargetSourceKey,
    seen: ReadonlySet<string>,
  ): Promise<string[]> {
    const { database } = this.#options;
    const gone = await table.unseen(source, { seen, database });
    return database.transaction(transaction => remove(gone, transaction));
  }
}

/** What it is built on. */
export interface RolloutsStoreOptions {
  database: Knex;
  sources: TargetSourcesStore;
}

/** The rollouts of targets, by the targets' ids: of those that a query selects, or of all. Ordered by name. */
export async function rolloutsOf(
  database: Knex,
  ids?: Knex.QueryBuilder,
): Promise<Map<string, RolloutStatus[]>> {
  const query = joined(database)
    .leftJoin('target_sources', join =>
      join
        .on('target_sources.cluster', 'rollouts.cluster')
        .andOn('target_sources.resource', 'rollouts.resource'),
    )
    .select(
      'targets.id as target_id',
      'rollouts.status as status',
      'target_sources.state as state',
      'target_sources.since as since',
      'target_sources.message as message',
    )
    .orderBy(['rollouts.namespace', 'rollouts.name', 'rollouts.kind']);
  const rows: Array<{
    target_id: string;
    status: string;
    state: string | null;
    since: string | null;
    message: string | null;
  }> = await (ids ? query.whereIn('targets.id', ids) : query);
  const found = new Map<string, RolloutStatus[]>();
  for (const row of rows) {
    const rollout = table.parse(row.status);
    if (!rollout) continue;
    const stale = staleBySource(row) ?? rollout.stale;
    const all = found.get(row.target_id) ?? [];
    all.push({ ...rollout, ...(stale && { stale }) });
    found.set(row.target_id, all);
  }
  return found;
}

async function remove(ids: string[], transaction: Knex): Promise<string[]> {
  const targets = await targetsOf(ids, transaction);
  await table.remove(ids, transaction);
  return targets;
}

async function targetsOf(ids: string[], database: Knex): Promise<string[]> {
  const targets: string[] = [];
  await inChunks(ids, async chunk => {
    const rows: Array<{ id: string }> = await joined(database)
      .whereIn('rollouts.id', chunk)
      .distinct('targets.id as id');
    targets.push(...rows.map(({ id }) => id));
  });
  return targets;
}

function joined(database: Knex): Knex.QueryBuilder {
  return database('rollouts')
    .join('target_rollouts', join =>
      join
        .on('target_rollouts.name', 'rollouts.name')
        .andOn('target_rollouts.namespace', 'rollouts.namespace')
        .andOn('target_rollouts.kind', 'rollouts.kind'),
    )
    .join('targets', join =>
      join
        .on('targets.id', 'target_rollouts.target_id')
        .andOn('targets.destination', 'rollouts.cluster'),
    );
}
