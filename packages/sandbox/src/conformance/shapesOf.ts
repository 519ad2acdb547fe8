import { KubeObject } from '../contracts';
import { isRecord } from '../json';

/** What is said of an object at each of its paths: a text or number as it is, with `<…>` for what differs each time. */
export type Shapes = ReadonlyMap<string, ReadonlySet<string>>;

// What differs from one run to the next, most telling first: what was replaced is not looked at again.
const forms: ReadonlyArray<[RegExp, string]> = [
  [/https?:\/\/[^\s'"]+/g, '<url>'],
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, '<time>'],
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z/g, '<time with a fraction>'],
  [/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, '<uid>'],
  [/\b[0-9a-f]{64}\b/g, '<sha256>'],
  [/\b[0-9a-f]{40}\b/g, '<sha1>'],
  [/\b\d{1,3}(?:\.\d{1,3}){3}\b/g, '<ip>'],
  [/\/tmp\/([a-z]+)-\d+\b/g, '/tmp/$1-<number>'],
  [/\b(?:\d+h)?(?:\d+m)?\d+\.\d+(?:ms|µs|s)\b/g, '<measured time>'],
  [/\b(?=[a-z]*\d)(?=\d*[a-z])[a-z\d]{8,10}\b/g, '<hash>'],
  [/\b\d{13,}(?:-\w+)?\b/g, '<moment>'],
  [/\b\d{8}\b/g, '<number>'],
];

/**
 * The shapes of an object's metadata (without what the API server gives each object) and status. Lists are collapsed,
 * but for conditions, which are told apart by their type.
 */
export function shapesOf(object: KubeObject): Shapes {
  const shapes = new Map<string, Set<string>>();
  const { namespace, generation, finalizers, labels, annotations } =
    object.metadata;
  collect(
    {
      metadata: { generation, finalizers, labels, annotations },
      status: object.status,
    },
    { path: '', namespace, shapes },
  );
  return shapes;
}

interface Place {
  path: string;
  namespace: string | undefined;
  shapes: Map<string, Set<string>>;
}

function collect(value: unknown, place: Place): void {
  const { path, shapes } = place;
  if (value === undefined) return;
  if (Array.isArray(value)) {
    if (value.length === 0) add(shapes, path, '[]');
    for (const item of value) {
      collect(item, { ...place, path: `${path}[${keyOf(item)}]` });
    }
    return;
  }
  if (isRecord(value)) {
    const entries = Object.entries(value).filter(
      ([, each]) => each !== undefined,
    );
    if (entries.length === 0 && path) add(shapes, path, '{}');
    for (const [key, each] of entries) {
      collect(each, { ...place, path: path ? `${path}.${key}` : key });
    }
    return;
  }
  add(
    shapes,
    path,
    typeof value === 'string' ? textShape(value, place) : `${value}`,
  );
}

function keyOf(item: unknown): string {
  return isRecord(item) &&
    typeof item.type === 'string' &&
    typeof item.status === 'string'
    ? item.type
    : '';
}

function textShape(text: string, { namespace }: Place): string {
  const named = namespace ? text.replaceAll(namespace, '<namespace>') : text;
  return `"${forms.reduce((shape, [pattern, form]) => shape.replace(pattern, form), named)}"`;
}

function add(
  shapes: Map<string, Set<string>>,
  path: string,
  shape: string,
): void {
  const known = shapes.get(path);
  if (known) known.add(shape);
  else shapes.set(path, new Set([shape]));
}
