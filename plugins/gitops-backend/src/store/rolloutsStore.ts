import {
  RolloutStatus,
  rolloutStatusSchema,
} from '@fairlead/backstage-plugin-gitops-common';
import { Knex } from 'knex';
import { inChunks } from './inChunks';
import { StatusStore } from './StatusStore';
import {
  SourceState,
  staleBySource,
  StatusTable,
  withSourceState,
} from './StatusTable';
import { TargetSourcesStore } from './TargetSourcesStore';

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

/** The rollouts in the database. A target names its own, so that nothing has to be written of it here. */
export function rolloutsStore(options: {
  database: Knex;
  sources: TargetSourcesStore;
}): StatusStore<RolloutStatus> {
  return StatusStore.create({ ...options, table, targetsOf });
}

/** The rollouts of targets, by the targets' ids: of those that a query selects, or of all. Ordered by name. */
export async function rolloutsOf(
  database: Knex,
  ids?: Knex.QueryBuilder,
): Promise<Map<string, RolloutStatus[]>> {
  const query = withSourceState(joined(database), 'rollouts')
    .select('targets.id as target_id', 'rollouts.status as status')
    .orderBy(['rollouts.namespace', 'rollouts.name', 'rollouts.kind']);
  const rows: Array<SourceState & { target_id: string; status: string }> =
    await (ids ? query.whereIn('targets.id', ids) : query);
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
