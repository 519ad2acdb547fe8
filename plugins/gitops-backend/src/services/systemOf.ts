import {
  Entity,
  parseEntityRef,
  RELATION_PART_OF,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { z } from 'zod';

const specSchema = z.object({ system: z.string().min(1) });

/** Entity ref of the system that a service is part of. */
export function systemOf(entity: Entity): string | undefined {
  const related = entity.relations?.find(
    ({ type, targetRef }) =>
      type === RELATION_PART_OF && /^system:/i.test(targetRef),
  );
  if (related) return related.targetRef.toLowerCase();
  const spec = specSchema.safeParse(entity.spec);
  if (!spec.success) return undefined;
  try {
    return stringifyEntityRef(
      parseEntityRef(spec.data.system, {
        defaultKind: 'system',
        defaultNamespace: entity.metadata.namespace,
      }),
    );
  } catch {
    // The catalog says what is wrong with it.
    return undefined;
  }
}
