/** Under what an object is filed within its resource, and what lists are sorted by. */
export function objectKey(at: { namespace?: string; name: string }): string {
  return `${at.namespace ?? ''}/${at.name}`;
}

/** By code units, so that a key that continues a list always means the same place. */
export function compareKeys(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
