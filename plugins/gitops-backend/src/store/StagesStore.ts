import {
  ManagedStages,
  managedStagesSchema,
} from '@fairlead/backstage-plugin-gitops-common';
import { Knex } from 'knex';
import { Batch } from '../clusters/BatchWriter';
import { LinkedStage, Stages } from '../stages/Stages';
import { inChunks } from './inChunks';
import { StatusStore } from './StatusStore';
import {
  SourceState,
  staleBySource,
  StatusTable,
  StatusWrite,
  withSourceState,
} from './StatusTable';
import { TargetSourceKey, TargetSourcesStore } from './TargetSourcesStore';

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
  readonly #statuses: StatusStore<ManagedStages>;

  static create(options: StagesStoreOptions): StagesStore {
    return new StagesStore(options);
  }

  private constructor(options: StagesStoreOptions) {
    this.#options = options;
    this.#statuses = StatusStore.create({
      ...options,
      table,
      targetsOf,
      link: writeTargetsOf,
    });
  }

  /** As {@link StatusStore.write}. */
  async write(batch: Batch<StatusWrite<ManagedStages>>): Promise<string[]> {
    return this.#statuses.write(batch);
  }

  /** As {@link StatusStore.removeUnseen}. */
  async removeUnseen(
    source: TargetSourceKey,
    seen: ReadonlySet<string>,
  ): Promise<string[]> {
    return this.#statuses.removeUnseen(source, seen);
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
      const query = withSourceState(
        this.#options.database('managed_stages'),
        'managed_stages',
      );
      const rows: Array<SourceState & { id: string; status: string }> =
        await query
          .whereIn('managed_stages.id', chunk)
          .select('managed_stages.id as id', 'managed_stages.status as status');
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
