import { KubeObject, ObjectRef } from '../../contracts';
import { groupVersionOf } from '../../argocd/objects';
import { InventoryEntry } from '../schema';

/** Of what was applied, as Flux writes it: a colon, which RBAC objects may have in their names, is two underscores. */
export function inventoryOf(objects: readonly KubeObject[]): InventoryEntry[] {
  return objects
    .map(object => {
      const { group, version } = groupVersionOf(object);
      const { namespace = '', name } = object.metadata;
      return {
        id: `${namespace}_${name.replaceAll(':', '__')}_${group}_${object.kind}`,
        v: version,
      };
    })
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** What an entry names. */
export function refOfEntry({ id, v }: InventoryEntry): ObjectRef {
  const [, namespace, name, group, kind] =
    /^([^_]*)_(.+)_([^_]*)_([^_]+)$/.exec(id) ?? [];
  if (!kind) throw new Error(`${id} is no entry of an inventory`);
  return {
    apiVersion: group ? `${group}/${v}` : v,
    kind,
    ...(namespace && { namespace }),
    name: name.replaceAll('__', ':'),
  };
}
