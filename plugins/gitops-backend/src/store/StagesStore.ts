import {
  ManagedStages,
  managedStagesSchema,
} from '@fairlead/backstage-plugin-gitops-common';
import { Knex } from 'knex';
import { Batch } from '../clusters/BatchWriter';
import { LinkedStage, Stages } from '../stages/Stages';
import { inChunks } from './inChunks';
import { staleBySource, StatusTable, StatusWrite } from './StatusTable';
import { TargetSourceKey, TargetSourcesStore } from './TargetSourcesStore';

/** What became of the stages of one object. */
export type StagesWrite = StatusWrite<ManagedStages>;

const table = StatusTable.create({
  table: 'managed_stages',
  schema: managedStagesSchema,
  columnsOf: ({ system, pipeline }) => ({ system, pipeline }),
});

interface LinkRow {
  target_id: string;
  object_id: string;
  stage: string;
}

/** The stages of other promotion systems in the database. */
export class StagesStore implements Stages {
  readonly #options: StagesStoreOptions;

  static create(options: StagesStoreOptions): StagesStore {
    return new StagesStore(options);
  }

  private constructor(options: StagesStoreOptions) {
    this.#options = options;
  }

  /** In one transaction with the positions, as targets are. Returns the ids of the targets that now look different. */
  async write(batch: Batch<StagesWrite>): Promise<string[]> {
    const { database, sources } = this.#options;
    return database.transaction(async transaction => {
      const { written, removed } = await table.write(
        batch.objects,
        transaction,
      );
      const ids = [...written.keys()];
      const before = await targetsOf(ids, transaction);
      await writeTargetsOf(written, transaction);
      const targets = [
        ...before,
        ...(await targetsOf(ids, transaction)),
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

  async of(targetIds: readonly string[]): Promise<LinkedStage[]> {
    const { database } = this.#options;
    const links: LinkRow[] = [];
    await inChunks(targetIds, async chunk => {
      for (const query of linkQueries(database)) {
        links.push(...(await query.whereIn('targets.id', chunk)));
      }
    });
    const objects = await this.#read(links.map(each => each.object_id));
    const found = new Map<string, LinkedStage>();
    for (const { target_id, object_id, stage: name } of links) {
      const object = objects.get(object_id);
      const stage = object?.stages.find(each => each.name === name);
      if (!object || !stage) continue;
      const key = `${object_id} ${name}`;
      const known = found.get(key) ?? {
        objectId: object_id,
        object,
        stage,
        targets: [],
      };
      if (!known.targets.includes(target_id)) known.targets.push(target_id);
      found.set(key, known);
    }
    return [...found.values()].sort((a, b) =>
      a.stage.name.localeCompare(b.stage.name),
    );
  }

  async #read(ids: string[]): Promise<Map<string, ManagedStages>> {
    const found = new Map<string, ManagedStages>();
    await inChunks([...new Set(ids)], async chunk => {
      const rows: Array<{
        id: string;
        status: string;
        state: string | null;
        since: string | null;
        message: string | null;
      }> = await this.#options
        .database('managed_stages')
        .leftJoin('target_sources', join =>
          join
            .on('target_sources.cluster', 'managed_stages.cluster')
            .andOn('target_sources.resource', 'managed_stages.resource'),
        )
        .whereIn('managed_stages.id', chunk)
        .select(
          'managed_stages.id as id',
          'managed_stages.status as status',
          'target_sources.state as state',
          'target_sources.since as since',
          'target_sources.message as message',
        );
      for (const row of rows) {
        const status = table.parse(row.status);
        const stale = staleBySource(row) ?? status?.stale;
        if (status) found.set(row.id, { ...status, ...(stale && { stale }) });
      }
    });
    return found;
  }
}

/** What it is built on. */
export interface StagesStoreOptions {
  database: Knex;
  sources: TargetSourcesStore;
}

async function writeTargetsOf(
  written: ReadonlyMap<string, ManagedStages>,
  transaction: Knex,
): Promise<void> {
  await inChunks([...written.keys()], chunk =>
    transaction('managed_stage_targets').whereIn('object_id', chunk).delete(),
  );
  const rows = [...written].flatMap(([id, { stages }]) =>
    stages.flatMap(stage =>
      stage.targets.map(({ namespace, name }) => ({
        object_id: id,
        stage: stage.name,
        namespace,
        name,
      })),
    ),
  );
  await inChunks(rows, chunk =>
    transaction('managed_stage_targets').insert(chunk).onConflict().ignore(),
  );
}

async function remove(ids: string[], transaction: Knex): Promise<string[]> {
  const targets = await targetsOf(ids, transaction);
  await inChunks(ids, chunk =>
    transaction('managed_stage_targets').whereIn('object_id', chunk).delete(),
  );
  await table.remove(ids, transaction);
  return targets;
}

async function targetsOf(ids: string[], database: Knex): Promise<string[]> {
  const targets: string[] = [];
  await inChunks(ids, async chunk => {
    for (const query of linkQueries(database)) {
      const rows: LinkRow[] = await query.whereIn('managed_stages.id', chunk);
      targets.push(...rows.map(row => row.target_id));
    }
  });
  return targets;
}

/** Either side may name the other: a stage the objects that it deploys by, an object the stages that it belongs to. */
function linkQueries(database: Knex): Knex.QueryBuilder[] {
  return [
    database('managed_stages')
      .join(
        'managed_stage_targets',
        'managed_stage_targets.object_id',
        'managed_stages.id',
      )
      .join('targets', join =>
        join
          .on('targets.name', 'managed_stage_targets.name')
          .andOn('targets.namespace', 'managed_stage_targets.namespace'),
      )
      .distinct(
        'targets.id as target_id',
        'managed_stages.id as object_id',
        'managed_stage_targets.stage as stage',
      ),
    database('managed_stages')
      .join('target_stages', join =>
        join
          .on('target_stages.pipeline', 'managed_stages.pipeline')
          .andOn('target_stages.system', 'managed_stages.system'),
      )
      .join('targets', 'targets.id', 'target_stages.target_id')
      .distinct(
        'targets.id as target_id',
        'managed_stages.id as object_id',
        'target_stages.stage as stage',
      ),
  ];
}
