import { z } from 'zod';
import { isRecord } from '../manifests/isRecord';
import { YamlPath } from '../manifests/yaml/YamlPath';

const fieldsSchema = z.record(z.string(), z.unknown());

const entrySchema = z.object({
  manager: z.string().min(1),
  operation: z.string().nullish(),
  subresource: z.string().nullish(),
  time: z.string().nullish(),
  fieldsV1: fieldsSchema.nullish(),
});

const objectSchema = z.object({
  metadata: z.object({ managedFields: z.array(z.unknown()).nullish() }),
});

/** One of those who wrote an object, and the fields that were theirs when they last did. */
export type FieldManager = z.infer<typeof entrySchema>;

/** Who has written an object, as the cluster remembers it. What can't be understood is left out. */
export function fieldManagersOf(object: unknown): FieldManager[] {
  const { metadata } = objectSchema.safeParse(object).data ?? {};
  return (metadata?.managedFields ?? []).flatMap(
    entry => entrySchema.safeParse(entry).data ?? [],
  );
}

/** Who wrote a field last, and when they last wrote anything; undefined when nobody says so. */
export function changedBy(
  object: unknown,
  path: YamlPath,
): { manager: string; at?: string } | undefined {
  const [last] = fieldManagersOf(object)
    .filter(({ fieldsV1 }) => fieldsV1 && owns(fieldsV1, object, path))
    .sort((a, b) => (b.time ?? '').localeCompare(a.time ?? ''));
  return last && { manager: last.manager, ...(last.time && { at: last.time }) };
}

/** The fields that somebody has written, by their paths in the object as it is now. Those that are gone are left out. */
export function ownedPaths(manager: FieldManager, object: unknown): YamlPath[] {
  const found: YamlPath[] = [];
  const visit = (fields: unknown, value: unknown, path: YamlPath): void => {
    const inner = childrenOf(fields);
    if (inner.length === 0) {
      if (path.length > 0) found.push(path);
      return;
    }
    for (const [key, rest] of inner) {
      const step = stepOf(key, value);
      if (step !== undefined) {
        visit(rest, at(value, step), [...path, step]);
      }
    }
  };
  visit(manager.fieldsV1, object, []);
  return found;
}

/** Whether a set of fields (`FieldsV1`) has a field, or something that is owned as a whole and holds it. */
function owns(fields: unknown, object: unknown, path: YamlPath): boolean {
  const [step, ...rest] = path;
  if (step === undefined) return true;
  const inner = childrenOf(fields);
  const next = inner.find(([key]) => stepOf(key, object) === step);
  if (!next) return false;
  return (
    childrenOf(next[1]).length === 0 || owns(next[1], at(object, step), rest)
  );
}

/** Without `.`, which stands for the map or item itself. */
function childrenOf(fields: unknown): Array<[string, unknown]> {
  return isRecord(fields)
    ? Object.entries(fields).filter(([key]) => key !== '.')
    : [];
}

/** `f:name` a field, `k:{…}` an item by its keys, `v:…` an item by its value, `i:1` by its place. */
function stepOf(key: string, value: unknown): string | number | undefined {
  const [, kind, text] = /^([fkvi]):(.*)$/s.exec(key) ?? [];
  if (kind === 'f') {
    return isRecord(value) && Object.hasOwn(value, text) ? text : undefined;
  }
  if (!Array.isArray(value) || kind === undefined) return undefined;
  if (kind === 'i') {
    const index = Number(text);
    return Number.isInteger(index) && index < value.length ? index : undefined;
  }
  const wanted = parsed(text);
  const index = value.findIndex(item =>
    kind === 'v' ? item === wanted : hasKeys(item, wanted),
  );
  return index < 0 ? undefined : index;
}

function hasKeys(item: unknown, keys: unknown): boolean {
  return (
    isRecord(item) &&
    isRecord(keys) &&
    Object.keys(keys).some(key => item[key] !== undefined) &&
    // Keys that have a default may be left out of the item: the protocol of a port.
    Object.entries(keys).every(([key, value]) => (item[key] ?? value) === value)
  );
}

function at(value: unknown, step: string | number): unknown {
  if (Array.isArray(value)) return value[Number(step)];
  return isRecord(value) ? value[String(step)] : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
