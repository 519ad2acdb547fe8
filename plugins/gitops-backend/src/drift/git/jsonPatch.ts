import { ManifestText } from '../../manifests/flux/ManifestDocument';
import { isRecord } from '../../manifests/isRecord';
import { ManifestProblem } from '../../manifests/ManifestProblem';
import { YamlPath } from '../../manifests/yaml/YamlPath';
import { Sourced, sourcedAt, sourcedOf, withSourcedAt } from './Sourced';

/** An object after the operations of a JSON patch (RFC 6902). Throws ManifestProblem for those that are not followed. */
export function jsonPatch(base: Sourced, text: ManifestText): Sourced {
  const operations = text.file.valueOf(0);
  const file = text.file.path;
  if (!Array.isArray(operations)) return base;
  return operations.reduce<Sourced>(
    (object, operation: unknown, index) =>
      apply({ object, operation, index, text }) ?? refuse(file),
    base,
  );
}

function apply(options: {
  object: Sourced;
  operation: unknown;
  index: number;
  text: ManifestText;
}): Sourced | undefined {
  const { object, operation, index, text } = options;
  if (!isRecord(operation) || typeof operation.path !== 'string') {
    return undefined;
  }
  const { op, path: pointer, value } = operation;
  const path = stepsOf(pointer);
  const last = path[path.length - 1];
  const parent = sourcedAt(object, path.slice(0, -1));
  const sourced = sourcedOf(value, {
    text,
    document: 0,
    path: [index, 'value'],
  });
  if (op === 'test') return object;
  if (op === 'remove') return withSourcedAt(object, path, undefined);
  if (op !== 'add' && op !== 'replace') return undefined;
  if (op === 'add' && parent?.type === 'list') {
    const at = last === '-' ? parent.items.length : Number(last);
    const items = [...parent.items];
    items.splice(at, 0, sourced);
    return withSourcedAt(object, path.slice(0, -1), { type: 'list', items });
  }
  return parent ? withSourcedAt(object, path, sourced) : undefined;
}

/** Keys and indexes of a JSON pointer (RFC 6901). */
export function stepsOf(pointer: string): YamlPath {
  return pointer
    .split('/')
    .slice(1)
    .map(step => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function refuse(file: string): never {
  throw new ManifestProblem(
    'ambiguous',
    `${file} has an operation that is not followed here`,
    { file },
  );
}
