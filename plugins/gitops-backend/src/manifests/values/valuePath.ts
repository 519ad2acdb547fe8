import { isRecord } from '../isRecord';
import { YamlPath } from '../yaml/YamlPath';
import { documentsIn, LocatedValue, locateValue, ValueFile } from './ValueFile';

type Step = string | number | { key: string; value: string };

/**
 * Finds the values that a path as people write it leads to, one for each document that has it: `image.tag`,
 * `images[0].newTag`, `metadata.annotations["a.b/c"]`, and items of lists by a field of theirs:
 * `images[name=ghcr.io/acme/orders].newTag`. Undefined when the text is no such path.
 */
export function valuesAtPath(
  file: ValueFile,
  path: string,
): LocatedValue[] | undefined {
  const steps = parseValuePath(path);
  return (
    steps &&
    Array.from({ length: documentsIn(file) }, (_, index) => index).flatMap(
      document => {
        const resolved = resolveSteps(file.valueOf(document), steps);
        const place =
          resolved && locateValue({ file, document, path: resolved });
        return place ?? [];
      },
    )
  );
}

function parseValuePath(text: string): Step[] | undefined {
  const steps: Step[] = [];
  const token =
    /(?:^|\.)([^.[\]"\s]+)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|\[([\w.-]+)=([^\]]+)\]/gy;
  let end = 0;
  for (const [all, name, index, quoted, key, value] of text.matchAll(token)) {
    end += all.length;
    if (name !== undefined) steps.push(name);
    else if (index !== undefined) steps.push(Number(index));
    else if (quoted !== undefined) steps.push(String(JSON.parse(quoted)));
    else steps.push({ key, value });
  }
  return steps.length > 0 && end === text.length ? steps : undefined;
}

/** Turns fields into indexes. What is below text of another format is not looked into. */
function resolveSteps(
  root: unknown,
  steps: readonly Step[],
): YamlPath | undefined {
  let value = root;
  const path: Array<string | number> = [];
  for (const step of steps) {
    const next = typeof step === 'object' ? indexOf(value, step) : step;
    if (next === undefined) {
      return undefined;
    }
    path.push(next);
    if (Array.isArray(value)) value = value[Number(next)];
    else value = isRecord(value) ? value[String(next)] : undefined;
  }
  return path;
}

function indexOf(
  list: unknown,
  { key, value }: { key: string; value: string },
): number | undefined {
  const found = (Array.isArray(list) ? list : []).flatMap(
    (item: unknown, index) =>
      isRecord(item) && item[key] === value ? [index] : [],
  );
  return found.length === 1 ? found[0] : undefined;
}
