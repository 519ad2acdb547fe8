import { isJsonObject, JsonObject } from './mergePatch';

/**
 * By what the items of the lists of built-in kinds are told apart. The same
 * name means the same list almost everywhere; ports differ between containers
 * and services, so the key is the first that the items have.
 */
const mergeKeys: Record<string, readonly string[]> = {
  containers: ['name'],
  initContainers: ['name'],
  ephemeralContainers: ['name'],
  env: ['name'],
  volumes: ['name'],
  volumeMounts: ['mountPath'],
  volumeDevices: ['devicePath'],
  imagePullSecrets: ['name'],
  secrets: ['name'],
  ports: ['containerPort', 'port'],
  conditions: ['type'],
  ownerReferences: ['uid'],
  hostAliases: ['ip'],
  topologySpreadConstraints: ['topologyKey'],
};

const mergedPrimitives = new Set(['finalizers']);

const directive = /^\$(setElementOrder|deleteFromPrimitiveList)\/(.+)$/;

/** Merges as `kubectl apply` expects for built-in kinds: lists whose items have a key are merged item by item. */
export function strategicMergePatch(target: unknown, patch: unknown): unknown {
  if (!isJsonObject(patch)) return patch;
  const { $patch, $retainKeys, ...changes } = patch;
  if ($patch === 'replace') return changes;
  if ($patch === 'delete') return undefined;
  const merged = new Map(isJsonObject(target) ? Object.entries(target) : []);
  if (Array.isArray($retainKeys)) {
    for (const key of [...merged.keys()]) {
      if (!$retainKeys.includes(key)) merged.delete(key);
    }
  }
  for (const [key, value] of Object.entries(changes)) {
    const [, order, field] = directive.exec(key) ?? [];
    if (order === 'deleteFromPrimitiveList' && Array.isArray(value)) {
      merged.set(
        field,
        listOf(merged.get(field)).filter(item => !value.includes(item)),
      );
    } else if (!order) {
      const next = mergeField(key, merged.get(key), value);
      if (next === undefined || next === null) merged.delete(key);
      else merged.set(key, next);
    }
  }
  applyOrders(merged, changes);
  return Object.fromEntries(merged);
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function mergeField(field: string, target: unknown, patch: unknown): unknown {
  if (!Array.isArray(patch)) return strategicMergePatch(target, patch);
  if (mergedPrimitives.has(field)) {
    return [...new Set([...listOf(target), ...patch])];
  }
  const key = keyOf(field, patch);
  return key ? mergeItems(listOf(target), patch, key) : patch;
}

function keyOf(field: string, items: unknown[]): string | undefined {
  return mergeKeys[field]?.find(key =>
    items.every(
      item => isJsonObject(item) && (key in item || item.$patch === 'replace'),
    ),
  );
}

function mergeItems(
  target: unknown[],
  patch: unknown[],
  key: string,
): unknown[] {
  const changes = patch.filter(isJsonObject);
  if (changes.some(item => item.$patch === 'replace' && !(key in item))) {
    return changes.filter(item => key in item);
  }
  const merged = [...target];
  for (const change of changes) {
    const index = merged.findIndex(
      item => isJsonObject(item) && item[key] === change[key],
    );
    if (change.$patch === 'delete') {
      if (index >= 0) merged.splice(index, 1);
    } else if (index >= 0) {
      merged[index] = strategicMergePatch(merged[index], change);
    } else {
      merged.push(strategicMergePatch({}, change));
    }
  }
  return merged;
}

function applyOrders(merged: Map<string, unknown>, patch: JsonObject): void {
  for (const [name, order] of Object.entries(patch)) {
    const [, kind, field] = directive.exec(name) ?? [];
    const items = field ? merged.get(field) : undefined;
    if (
      kind !== 'setElementOrder' ||
      !Array.isArray(order) ||
      !Array.isArray(items)
    ) {
      continue;
    }
    const key = keyOf(field, order);
    const place = (item: unknown) => {
      const index = order.findIndex(wanted =>
        key && isJsonObject(wanted) && isJsonObject(item)
          ? wanted[key] === item[key]
          : wanted === item,
      );
      return index < 0 ? order.length : index;
    };
    merged.set(
      field,
      [...items].sort((one, other) => place(one) - place(other)),
    );
  }
}
