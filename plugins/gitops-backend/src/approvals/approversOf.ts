import {
  Entity,
  parseEntityRef,
  RELATION_OWNED_BY,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { z } from 'zod';

const specSchema = z.object({ owner: z.string().min(1) });

/**
 * Entity refs of those who may approve, in lower case. `owners` stands for the owners of the service in the catalog,
 * of which there may be none.
 */
export function approversOf(options: {
  from: readonly string[];
  entity?: Entity;
}): string[] {
  const { from, entity } = options;
  const owners = entity ? ownersOf(entity) : [];
  const refs = from.flatMap(each => (each === 'owners' ? owners : [each]));
  return [...new Set(refs.map(ref => ref.toLowerCase()))];
}

function ownersOf(entity: Entity): string[] {
  const related = (entity.relations ?? []).filter(
    ({ type }) => type === RELATION_OWNED_BY,
  );
  if (related.length > 0) return related.map(({ targetRef }) => targetRef);
  const spec = specSchema.safeParse(entity.spec);
  if (!spec.success) return [];
  try {
    return [
      stringifyEntityRef(
        parseEntityRef(spec.data.owner, {
          defaultKind: 'group',
          defaultNamespace: entity.metadata.namespace,
        }),
      ),
    ];
  } catch {
    // The catalog says what is wrong with it.
    return [];
  }
}
