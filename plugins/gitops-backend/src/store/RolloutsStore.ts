import { createHash } from 'node:crypto';
import {
  RolloutStatus,
  rolloutStatusSchema,
} from '@fairlead/backstage-plugin-gitops-common';
import { Knex } from 'knex';
import { Batch } from '../clusters/BatchWriter';
import { inChunks } from './inChunks';
import { TargetSourceKey, TargetSourcesStore } from './TargetSourcesStore';

/** What became of one rollout. */
export type RolloutWrite =
  | { type: 'put'; source: TargetSourceKey; status: RolloutStatus }
  | { type: 'remove' }
  /** Its object can't be understood any more: the last status stays and says so. */
  | { type: 'mark'; reason: string };

interface RolloutRow extends TargetSourceKey {
  id: string;
  controller: string;
  kind: string;
  namespace: string;
  name: string;
  status: string;
  content_hash: string;
  updated_at: string;
}

/** The rollouts in the database. */
export class RolloutsStore {
  readonly #database: Knex;
  readonly #sources: TargetSourcesStore;

  static create(options: {
    database: Knex;
    sources: TargetSourcesStore;
  }): RolloutsStore {
    return new RolloutsStore(options);
  }

  private constructor(options: {
    database: Knex;
    sources: TargetSourcesStore;
  }) {
    this.#database = options.database;
    this.#sources = options.sources;
  }

  /** In one transaction with the positions, as targets are. Returns the ids of the targets that now look different. */
  async write(batch: Batch<RolloutWrite>): Promise<string[]> {
    return this.#database.transaction(async transaction => {
      const changed = await writeRollouts(batch.objects, transaction);
      const targets = await targetsOf(changed.written, transaction);
      targets.push(...(await remove(changed.removed, transaction)));
      await this.#sources.advance(batch.positions, transaction);
      return [...new Set(targets)];
    });
  }

  /** Removes those of a source that a full list of it did not have. Returns the ids of the targets that had them. */
  async removeUnseen(
    { cluster, resource }: TargetSourceKey,
    seen: ReadonlySet<string>,
  ): Promise<string[]> {
    const rows = await this.#database<RolloutRow>('rollouts')
      .where({ cluster, resource })
      .select('id');
    const gone = rows.map(({ id }) => id).filter(id => !seen.has(id));
    return this.#database.transaction(transaction => remove(gone, transaction));
  }
}

async function writeRollouts(
  writes: ReadonlyMap<string, RolloutWrite>,
  transaction: Knex,
): Promise<{ written: string[]; removed: string[] }> {
  const stored = new Map<string, RolloutRow>();
  await inChunks([...writes.keys()], async chunk => {
    const rows = await transaction<RolloutRow>('rollouts').whereIn('id', chunk);
    for (const row of rows) stored.set(row.id, row);
  });
  const rows = [...writes].flatMap(([id, write]) => {
    const row = rowOf(id, { write, before: stored.get(id) });
    return row && row.content_hash !== stored.get(id)?.content_hash ? row : [];
  });
  await inChunks(rows, chunk =>
    transaction<RolloutRow>('rollouts').insert(chunk).onConflict('id').merge(),
  );
  return {
    written: rows.map(({ id }) => id),
    removed: [...writes].flatMap(([id, { type }]) =>
      type === 'remove' && stored.has(id) ? id : [],
    ),
  };
}

function rowOf(
  id: string,
  options: { write: RolloutWrite; before: RolloutRow | undefined },
): RolloutRow | undefined {
  const { write, before } = options;
  if (write.type === 'remove') return undefined;
  const last = before && rolloutOf(before);
  const status =
    write.type === 'put'
      ? write.status
      : last && { ...last, stale: write.reason };
  const source = write.type === 'put' ? write.source : before;
  if (!status || !source) return undefined;
  const { kind, namespace, name } = status.object;
  const json = JSON.stringify(status);
  return {
    id,
    cluster: source.cluster,
    resource: source.resource,
    controller: status.controller,
    kind,
    namespace,
    name,
    status: json,
    content_hash: createHash('sha256').update(json).digest('base64'),
    updated_at: new Date().toISOString(),
  };
}

async function remove(ids: string[], transaction: Knex): Promise<string[]> {
  const targets = await targetsOf(ids, transaction);
  await inChunks(ids, chunk =>
    transaction('rollouts').whereIn('id', chunk).delete(),
  );
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
    const rollout = rolloutOf(row);
    if (!rollout) continue;
    const stale =
      row.state === 'failing'
        ? `It can't be read since ${row.since}: ${row.message}`
        : rollout.stale;
    const all = found.get(row.target_id) ?? [];
    all.push({ ...rollout, ...(stale && { stale }) });
    found.set(row.target_id, all);
  }
  return found;
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

/** Undefined when an older version of this plugin wrote something that no longer fits. */
function rolloutOf(row: { status: string }): RolloutStatus | undefined {
  return rolloutStatusSchema.safeParse(JSON.parse(row.status)).data;
}
