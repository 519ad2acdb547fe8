import { isRecord } from './isRecord';
import { YamlPath } from './yaml/YamlPath';

/** The part of a parsed value at a path; undefined when there is none. */
export function valueAt(value: unknown, path: YamlPath): unknown {
  return path.reduce<unknown>((inner, step) => {
    if (Array.isArray(inner)) {
      return inner[Number(step)];
    }
    return isRecord(inner) ? inner[String(step)] : undefined;
  }, value);
}
