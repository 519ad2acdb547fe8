const token =
  /^(?:\.?([A-Za-z_][\w-]*)|\['((?:[^'\\]|\\.)+)'\]|\["((?:[^"\\]|\\.)+)"\]|\.?\[(\*|-?\d+)\]|\[\?\(@((?:\.[\w-]+)+)\s*==\s*["']([^"']*)["']\)\]|\.(\*))/;

type Step = (value: unknown) => unknown[];

const field =
  (name: string): Step =>
  value =>
    value !== null && typeof value === 'object' && name in value
      ? [Reflect.get(value, name)]
      : [];

const each: Step = value =>
  value !== null && typeof value === 'object' ? Object.values(value) : [];

const at =
  (index: number): Step =>
  value => {
    const found = Array.isArray(value) ? value.at(index) : undefined;
    return found === undefined ? [] : [found];
  };

const where =
  (path: string, expected: string): Step =>
  value =>
    Array.isArray(value)
      ? value.filter(item =>
          readJsonPath(item, path).some(found => String(found) === expected),
        )
      : [];

/** The steps of the JSONPath subset that printer columns and scale paths use. */
function parse(path: string): Step[] {
  const steps: Step[] = [];
  // Dots inside quoted or bracketed names are escaped with a backslash in Kubernetes' dialect.
  let rest = path.replace(/^\$/, '').replace(/\\\./g, '\u0000');
  while (rest && rest !== '.') {
    const match = token.exec(rest);
    if (!match) return [() => []];
    const [all, name, single, double, index, filterPath, expected, star] =
      match;
    const key = name ?? single ?? double;
    if (key !== undefined) steps.push(field(key.replaceAll('\u0000', '.')));
    else if (index === '*' || star) steps.push(each);
    else if (index !== undefined) steps.push(at(Number(index)));
    else steps.push(where(filterPath, expected));
    rest = rest.slice(all.length);
  }
  return steps;
}

const parsed = new Map<string, Step[]>();

/** Everything that the path leads to; nothing for a path that is not understood. */
export function readJsonPath(value: unknown, path: string): unknown[] {
  const steps = parsed.get(path) ?? parse(path);
  parsed.set(path, steps);
  return steps.reduce<unknown[]>(
    (values, step) => values.flatMap(step),
    [value],
  );
}
