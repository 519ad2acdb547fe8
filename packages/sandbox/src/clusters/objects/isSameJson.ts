import { isJsonObject } from './mergePatch';

/** Whether two JSON values say the same. A field that is undefined counts as missing. */
export function isSameJson(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (Array.isArray(one) && Array.isArray(other)) {
    return (
      one.length === other.length &&
      one.every((item, index) => isSameJson(item, other[index]))
    );
  }
  if (!isJsonObject(one) || !isJsonObject(other)) return false;
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].every(key =>
    isSameJson(one[key], other[key]),
  );
}
