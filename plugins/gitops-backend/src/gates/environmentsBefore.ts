/** The environments right before one. Those that are left out are replaced by the ones before them. */
export function environmentsBefore(options: {
  environments: ReadonlyArray<{ name: string; after: readonly string[] }>;
  to: string;
  except: readonly string[];
}): string[] {
  const { environments, to, except } = options;
  const seen = new Set<string>();
  const before = new Set<string>();
  const visit = (name: string) => {
    const after = environments.find(each => each.name === name)?.after ?? [];
    for (const each of after) {
      if (seen.has(each)) continue;
      seen.add(each);
      if (except.includes(each)) visit(each);
      else before.add(each);
    }
  };
  visit(to);
  return [...before];
}
