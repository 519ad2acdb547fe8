import { Knex } from 'knex';
import { TargetCondition } from '../targets/StoredTarget';
import { TargetRow } from './targetRows';

/**
 * Selects the ids of the targets for which one of the conditions holds; undefined when none can.
 *
 * @remarks
 * One branch of a UNION per way to find a target, because databases answer each of them from an index, and
 * an OR across tables by looking at every row.
 */
export function idsWhere(
  database: Knex,
  conditions: readonly TargetCondition[],
): Knex.QueryBuilder | undefined {
  const ids: string[] = [];
  const entityRefs: string[] = [];
  const branches: Knex.QueryBuilder[] = [];
  for (const condition of conditions) {
    if ('id' in condition) {
      ids.push(condition.id);
    } else if ('entityRef' in condition) {
      entityRefs.push(condition.entityRef.toLowerCase());
    } else {
      const branch = objectBranch(database, condition);
      if (branch) branches.push(branch);
    }
  }
  const targets = () => database<TargetRow>('targets').select('targets.id');
  if (ids.length > 0) branches.push(targets().whereIn('id', ids));
  if (entityRefs.length > 0) {
    branches.push(targets().whereIn('entity_ref', entityRefs));
  }
  const [first, ...others] = branches;
  return first?.union(others);
}

function objectBranch(
  database: Knex,
  condition: Exclude<TargetCondition, { id: string } | { entityRef: string }>,
): Knex.QueryBuilder | undefined {
  const { name, namespace, cluster } = condition;
  const labels = Object.entries(condition.labels ?? {});
  const fields = Object.entries({ name, namespace, cluster }).filter(
    ([, value]) => value,
  );
  // What asks for nothing would find everything.
  if (labels.length === 0 && fields.length === 0) return undefined;

  const query = database('targets').select('targets.id');
  for (const [field, value] of fields) query.where(`targets.${field}`, value);
  labels.forEach(([key, value], index) => {
    const alias = `label_${index}`;
    query.join({ [alias]: 'target_labels' }, join =>
      join
        .on(`${alias}.target_id`, 'targets.id')
        .andOnVal(`${alias}.key`, key)
        .andOnVal(`${alias}.value`, value),
    );
  });
  return query;
}
