import {
  DriftEntry,
  TargetStatus,
} from '@fairlead/backstage-plugin-gitops-common';
import { ManagedResource } from '@fairlead/backstage-plugin-gitops-node';
import { isHelmRelease } from '../parse';
import { FluxObject, HelmRelease } from '../schema';
import { driftOf } from './drift';

/** What Flux has applied; undefined where the object does not tell, as releases of old controllers. */
export function inventoryOf(object: FluxObject): ManagedResource[] | undefined {
  return object.status?.inventory?.entries?.flatMap(({ id, v }) => {
    const named = id && parseEntry(id);
    return named ? [{ ...named, ...(v && { version: v }) }] : [];
  });
}

/** With what has drifted. */
export function mapManaged(object: FluxObject): ManagedResource[] | undefined {
  const drift = isHelmRelease(object) ? driftOf(object) : [];
  return inventoryOf(object)?.map(resource =>
    drift.some(each => isSame(each, resource))
      ? { ...resource, sync: 'OutOfSync' as const }
      : resource,
  );
}

/** What has drifted, with the groups that only the inventory knows. */
export function mapDrift(release: HelmRelease): DriftEntry[] {
  const inventory = inventoryOf(release) ?? [];
  return driftOf(release).map(entry => {
    const known = inventory.find(resource => isSame(entry, resource));
    return known ? { ...entry, group: known.group } : entry;
  });
}

const rolloutKinds: Record<string, string> = {
  'argoproj.io': 'Rollout',
  'flagger.app': 'Canary',
};

/** What a rollout controller may look after. */
export function rolloutsAmong(
  resources: readonly ManagedResource[],
): NonNullable<TargetStatus['rolloutRefs']> {
  return resources.flatMap(({ group, kind, namespace, name }) =>
    namespace && rolloutKinds[group] === kind
      ? [{ kind, namespace, name }]
      : [],
  );
}

// `<namespace>_<name>_<group>_<kind>`: names of RBAC objects may hold a colon, which is written as two underscores.
const entryForm = /^([^_]*)_(.+)_([^_]*)_([^_]+)$/;

function parseEntry(id: string): ManagedResource | undefined {
  const [, namespace, name, group, kind] = entryForm.exec(id) ?? [];
  return kind
    ? {
        group,
        kind,
        ...(namespace && { namespace }),
        name: name.replaceAll('__', ':'),
      }
    : undefined;
}

function isSame(
  drifted: { kind: string; namespace?: string; name: string },
  resource: ManagedResource,
): boolean {
  return (
    drifted.kind === resource.kind &&
    drifted.name === resource.name &&
    drifted.namespace === resource.namespace
  );
}
