/** Keys and list indexes from a document's root to a value. */
export type YamlPath = ReadonlyArray<string | number>;

/** A path as people write it: `spec.sources[1].helm.values`, `data["app.yaml"]`. */
export function formatPointer(path: YamlPath): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') {
      return `${text}[${step}]`;
    }
    if (!/^[\w-]+$/.test(step)) {
      return `${text}[${JSON.stringify(step)}]`;
    }
    return text ? `${text}.${step}` : step;
  }, '');
}

/** The inverse of {@link formatPointer}; undefined for what is no pointer. */
export function parsePointer(pointer: string): YamlPath | undefined {
  const path: Array<string | number> = [];
  const token = /(?:^|\.)([\w-]+)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/gy;
  let end = 0;
  for (const [text, key, index, quoted] of pointer.matchAll(token)) {
    end += text.length;
    if (key !== undefined) path.push(key);
    else if (index !== undefined) path.push(Number(index));
    else path.push(String(JSON.parse(quoted)));
  }
  return end === pointer.length ? path : undefined;
}
