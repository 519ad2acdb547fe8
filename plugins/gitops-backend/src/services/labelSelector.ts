/** Alternatives (OR) of labels that must all hold (AND), or why the selector can't be read. */
export type ParsedSelector =
  { alternatives: Array<Record<string, string>> } | { problem: string };

const requirement =
  /^([A-Za-z0-9][\w./-]*)\s*(?:(==?)\s*([\w.-]*)|\s+in\s*\(([^()]*)\))$/;

/** Reads the Kubernetes label selectors that can be answered from an index: `k=v`, `k==v` and `k in (a, b)`. */
export function parseLabelSelector(selector: string): ParsedSelector {
  let alternatives: Array<Record<string, string>> = [{}];
  for (const part of splitTopLevel(selector)) {
    const match = requirement.exec(part);
    if (!match) return { problem: `"${part}" is not understood` };
    const [, key, equals, value, list] = match;
    const values = equals
      ? [value]
      : list
          .split(',')
          .map(each => each.trim())
          .filter(Boolean);
    if (values.length === 0) return { problem: `"${part}" names no value` };
    alternatives = alternatives.flatMap(labels =>
      values.map(each => ({ ...labels, [key]: each })),
    );
  }
  return Object.keys(alternatives[0] ?? {}).length > 0
    ? { alternatives }
    : { problem: 'it is empty' };
}

// Commas inside parentheses separate values, the others separate requirements.
function splitTopLevel(selector: string): string[] {
  return selector
    .split(/,(?![^(]*\))/)
    .map(part => part.trim())
    .filter(Boolean);
}
