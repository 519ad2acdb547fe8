import {
  secretName,
  secretReference,
  secretText,
} from '../../manifests/diff/secretRanges';
import { isRecord } from '../../manifests/isRecord';
import { valueAt } from '../../manifests/valueAt';
import { YamlPath } from '../../manifests/yaml/YamlPath';

const collections = /^(secrets|passwords|credentials|tokens)$/i;
/** `password: x`, `token=x` in a text of whatever format. */
const assignment =
  /(pass(word|phrase|wd)?|secret|token|credentials?|api[-_.]?key|access[-_.]?key|private[-_.]?key|connection[-_.]?string|dsn)["']?\s*[:=]\s*["']?[^\s"']/i;

/**
 * Whether the values of a field must not be shown: it is, or holds, the data of a Secret, something called like a
 * password or a token, a private key or a URL with credentials. Rather too often than once too rarely.
 */
export function isHidden(options: {
  resource: { group: string; kind: string };
  /** The objects that the field is of. */
  objects: readonly unknown[];
  path: YamlPath;
  values: readonly unknown[];
}): boolean {
  const { resource, objects, path, values } = options;
  if (isSecretData(resource, path)) return true;
  if (path.some(step => collections.test(String(step)))) return true;
  const names = objects.map(object =>
    valueAt(object, [...path.slice(0, -1), 'name']),
  );
  return values.some(value =>
    holdsSecret(value, String(path[path.length - 1] ?? ''), names),
  );
}

/** Whether a field is, or is in, the data of a Secret. */
export function isSecretData(
  { group, kind }: { group: string; kind: string },
  [first]: YamlPath,
): boolean {
  return (
    kind === 'Secret' &&
    group === '' &&
    ['data', 'stringData'].includes(String(first))
  );
}

function holdsSecret(
  value: unknown,
  name: string,
  siblings: readonly unknown[],
): boolean {
  if (Array.isArray(value)) {
    return (
      collections.test(name) || value.some(item => holdsSecret(item, '', []))
    );
  }
  if (isRecord(value)) {
    return (
      collections.test(name) ||
      Object.entries(value).some(([key, item]) =>
        holdsSecret(item, key, [value.name]),
      )
    );
  }
  if (typeof value !== 'string' && typeof value !== 'number') return false;
  const text = String(value);
  return (
    (secretName.test(name) && !secretReference.test(name)) ||
    (name === 'value' &&
      siblings.some(
        sibling => typeof sibling === 'string' && secretName.test(sibling),
      )) ||
    secretText.test(text) ||
    (/[\n=:]/.test(text) && assignment.test(text))
  );
}
