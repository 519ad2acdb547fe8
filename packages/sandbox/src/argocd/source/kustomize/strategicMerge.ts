import { isRecord, JsonRecord } from '../../../json';

// How lists of objects are merged in a strategic merge: by these fields of their items, in the lists of that name.
const mergeKeys: Record<string, string[]> = {
  containers: ['name'],
  initContainers: ['name'],
  ephemeralContainers: ['name'],
  env: ['name'],
  envFrom: [],
  ports: ['containerPort', 'port'],
  volumes: ['name'],
  volumeMounts: ['mountPath'],
  imagePullSecrets: ['name'],
  hostAliases: ['ip'],
  topologySpreadConstraints: ['topologyKey'],
};

/** Merges a strategic merge patch into a value: maps by key, known lists by their items' keys, `null` and `$patch: delete` remove. */
export function strategicMerge(target: JsonRecord, patch: JsonRecord): void {
  for (const [key, value] of Object.entries(patch)) {
    if (key === '$patch') continue;
    const current = target[key];
    if (value === null) {
      delete target[key];
    } else if (isRecord(value)) {
      if (value.$patch === 'delete') {
        delete target[key];
      } else if (value.$patch === 'replace' || !isRecord(current)) {
        target[key] = withoutDirectives(value);
      } else {
        strategicMerge(current, value);
      }
    } else if (Array.isArray(value) && Array.isArray(current)) {
      target[key] = mergeLists({ key, current, patch: value });
    } else {
      target[key] = value;
    }
  }
}

function mergeLists(options: {
  key: string;
  current: unknown[];
  patch: unknown[];
}): unknown[] {
  const { key, current, patch } = options;
  const items = [...current, ...patch];
  const mergeKey = mergeKeys[key]?.find(candidate =>
    items.every(item => isRecord(item) && item[candidate] !== undefined),
  );
  if (!mergeKey) return patch;
  const merged = current.filter(isRecord);
  for (const item of patch.filter(isRecord)) {
    const index = merged.findIndex(each => each[mergeKey] === item[mergeKey]);
    if (item.$patch === 'delete') {
      if (index >= 0) merged.splice(index, 1);
    } else if (index >= 0) {
      strategicMerge(merged[index], item);
    } else {
      merged.push(withoutDirectives(item));
    }
  }
  return merged;
}

function withoutDirectives(value: JsonRecord): JsonRecord {
  const { $patch: _, ...rest } = value;
  return rest;
}
