import { YamlPath } from '../yaml/YamlPath';

/** A value with another one at a path. Copies along the path only: what an alias shares with it elsewhere stays. */
export function withValueAt(
  value: unknown,
  path: YamlPath,
  leaf: unknown,
): unknown {
  const [step, ...rest] = path;
  if (step === undefined) {
    return leaf;
  }
  if (Array.isArray(value)) {
    return value.map((item, index) =>
      index === Number(step) ? withValueAt(item, rest, leaf) : item,
    );
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        key,
        key === String(step) ? withValueAt(item, rest, leaf) : item,
      ]),
    );
  }
  return value;
}
