import { TargetStatus } from '@fairlead/backstage-plugin-gitops-common';
import { Knex } from 'knex';
import { inChunks } from './inChunks';
import { rowOf, statusOf, TargetRow } from './targetRows';
import { StatusWrite } from './StatusTable';
import { TargetSourceKey } from './TargetSourcesStore';

/** What became of one target. */
export type TargetWrite = StatusWrite<TargetStatus, TargetAssignment>;

/** Where a target belongs, as the config has it. */
export interface TargetAssignment {
  environment?: string;
  /** Name of the cluster that it deploys to. */
  destination?: string;
}

/** What is written together. */
export interface TargetBatch {
  /** By target id. */
  targets: ReadonlyMap<string, TargetWrite>;
  positions: Array<TargetSourceKey & { resourceVersion: string }>;
}

/** Writes what differs from what is stored. */
export async function writeTargets(
  batch: TargetBatch,
  transaction: Knex,
): Promise<{ changed: string[]; added: string[]; removed: string[] }> {
  const now = new Date().toISOString();
  const stored = await storedRows([...batch.targets.keys()], transaction);
  const changed: string[] = [];
  const added: string[] = [];
  const rows: TargetRow[] = [];
  const labels = new Map<string, Record<string, string>>();
  const referring = new Map<string, TargetStatus>();

  for (const [id, write] of batch.targets) {
    const before = stored.get(id);
    const put = write.type === 'mark' ? markedPut(before, write) : write;
    if (put?.type !== 'put') continue;
    const row = rowOf({ ...put, id, now });
    const sameContent =
      before?.content_hash === row.content_hash &&
      before.format === row.format &&
      before.environment === row.environment &&
      before.destination === row.destination;
    if (sameContent && before.reconciled_at === row.reconciled_at) continue;
    rows.push(row);
    if (before?.labels_hash !== row.labels_hash) {
      labels.set(id, put.status.labels);
    }
    if (!sameContent) referring.set(id, put.status);
    if (matchesDifferently(before, row)) added.push(id);
    else if (!sameContent) changed.push(id);
  }

  await inChunks(rows, chunk =>
    transaction<TargetRow>('targets').insert(chunk).onConflict('id').merge(),
  );
  await writeLabels(labels, transaction);
  await writeReferences(referring, transaction);
  const removed = await removeTargets(
    [...batch.targets].flatMap(([id, { type }]) =>
      type === 'remove' && stored.has(id) ? [id] : [],
    ),
    transaction,
  );
  return { changed, added, removed };
}

/** Returns the ids it was given. */
export async function removeTargets(
  ids: string[],
  transaction: Knex,
): Promise<string[]> {
  await inChunks(ids, async chunk => {
    await transaction('target_labels').whereIn('target_id', chunk).delete();
    await transaction('target_rollouts').whereIn('target_id', chunk).delete();
    await transaction('target_stages').whereIn('target_id', chunk).delete();
    await transaction<TargetRow>('targets').whereIn('id', chunk).delete();
  });
  return ids;
}

async function storedRows(
  ids: string[],
  transaction: Knex,
): Promise<Map<string, TargetRow>> {
  const stored = new Map<string, TargetRow>();
  await inChunks(ids, async chunk => {
    const rows = await transaction<TargetRow>('targets').whereIn('id', chunk);
    for (const row of rows) stored.set(row.id, row);
  });
  return stored;
}

function markedPut(
  before: TargetRow | undefined,
  mark: { reason: string },
): TargetWrite | undefined {
  const status = before && statusOf(before);
  if (!before || !status) return undefined;
  return {
    type: 'put',
    source: before,
    status: { ...status, stale: mark.reason },
    ...(before.environment && { environment: before.environment }),
    ...(before.destination && { destination: before.destination }),
  };
}

function matchesDifferently(
  before: TargetRow | undefined,
  row: TargetRow,
): boolean {
  return (
    before?.labels_hash !== row.labels_hash ||
    before.entity_ref !== row.entity_ref ||
    before.environment !== row.environment
  );
}

async function writeLabels(
  labels: ReadonlyMap<string, Record<string, string>>,
  transaction: Knex,
): Promise<void> {
  await inChunks([...labels.keys()], chunk =>
    transaction('target_labels').whereIn('target_id', chunk).delete(),
  );
  const rows = [...labels].flatMap(([id, each]) =>
    Object.entries(each).map(([key, value]) => ({ target_id: id, key, value })),
  );
  await inChunks(rows, chunk => transaction('target_labels').insert(chunk));
}

/** What targets say of rollouts and stages that belong to them. */
async function writeReferences(
  statuses: ReadonlyMap<string, TargetStatus>,
  transaction: Knex,
): Promise<void> {
  const references = {
    target_rollouts: [...statuses].flatMap(([id, { rolloutRefs = [] }]) =>
      rolloutRefs.map(ref => ({ ...ref, target_id: id })),
    ),
    target_stages: [...statuses].flatMap(([id, { stageRefs = [] }]) =>
      stageRefs.map(ref => ({ ...ref, target_id: id })),
    ),
  };
  for (const [table, rows] of Object.entries(references)) {
    await inChunks([...statuses.keys()], chunk =>
      transaction(table).whereIn('target_id', chunk).delete(),
    );
    await inChunks<object>(rows, chunk =>
      transaction(table).insert(chunk).onConflict().ignore(),
    );
  }
}
