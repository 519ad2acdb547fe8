import fc from 'fast-check';

type Part = Record<string, unknown> | unknown[];

interface Change {
  at: number;
  how: 'remove' | 'empty' | 'null' | 'other' | 'repeat';
  text: string;
  number: number;
}

interface Site {
  parent: Part;
  key: string | number;
  /** A field of an item in a list: such fields are often required, and stay. */
  inItem: boolean;
}

const changes = fc.array(
  fc.record<Change>({
    at: fc.nat(),
    how: fc.constantFrom('remove', 'empty', 'null', 'other', 'repeat'),
    text: fc.oneof(fc.string(), fc.constantFrom('Unknown', 'a_b__c', '://')),
    number: fc.integer(),
  }),
  { minLength: 1, maxLength: 8 },
);

/**
 * The object with other content in a part of it, which an API server could have accepted for all that it knows of a
 * status: fields are gone, empty, zero as Go writes it, or hold other values of the same type.
 */
export function mangled(options: {
  object: Record<string, unknown>;
  part: 'spec' | 'status';
}): fc.Arbitrary<Record<string, unknown>> {
  const { object, part } = options;
  return changes.map(list => {
    const copy: Record<string, unknown> = structuredClone(object);
    for (const change of list) apply(change, sitesOf(copy[part]));
    return copy;
  });
}

function sitesOf(value: unknown, inItem = false): Site[] {
  if (!isPart(value)) return [];
  const ofItems = Array.isArray(value);
  const keys = ofItems ? [...value.keys()] : Object.keys(value);
  return keys.flatMap(key => [
    { parent: value, key, inItem: inItem && !ofItems },
    ...sitesOf(get(value, key), inItem || ofItems),
  ]);
}

function apply(change: Change, sites: readonly Site[]) {
  const site = sites[change.at % Math.max(sites.length, 1)];
  if (!site) return;
  const { parent, key, inItem } = site;
  const value = get(parent, key);
  if (change.how === 'remove') {
    if (Array.isArray(parent)) parent.splice(Number(key), 1);
    else if (!inItem) delete parent[key];
    return;
  }
  const next = changed(value, change);
  if (next === null && (inItem || Array.isArray(parent)) && !isTime(value)) {
    return;
  }
  if (Array.isArray(parent)) parent[Number(key)] = next;
  else parent[key] = next;
}

function changed(value: unknown, { how, text, number }: Change): unknown {
  if (how === 'null') {
    return isTime(value) || isPart(value) ? null : value;
  }
  if (isTime(value)) {
    return new Date(Math.abs(number) * 1000).toISOString();
  }
  if (typeof value === 'string') return how === 'empty' ? '' : text;
  if (typeof value === 'number') return how === 'empty' ? 0 : number;
  if (typeof value === 'boolean') return !value;
  if (Array.isArray(value)) {
    if (how === 'empty') return [];
    return how === 'repeat' ? [...value, ...value] : [...value].reverse();
  }
  return value;
}

function isTime(value: unknown): boolean {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value);
}

function isPart(value: unknown): value is Part {
  return typeof value === 'object' && value !== null;
}

function get(part: Part, key: string | number): unknown {
  return Array.isArray(part) ? part[Number(key)] : part[key];
}
