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
