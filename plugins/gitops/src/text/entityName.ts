import { parseEntityRef } from '@backstage/catalog-model';

/** The name in an entity ref, for people. What is no entity ref, such as a login of the forge, stays as it is. */
export function entityName(ref: string): string {
  return ref.includes(':') ? parseEntityRef(ref).name : ref;
}
