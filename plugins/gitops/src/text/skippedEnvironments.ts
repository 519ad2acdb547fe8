import { Environment } from '@fairlead/backstage-plugin-gitops-common';

/**
 * The environments between two, by their order: those that a hotfix from the one to the other skips. Empty where no
 * way leads from the one to the other.
 */
export function skippedEnvironments(
  environments: readonly Environment[],
  way: { from: string; to: string },
): Environment[] {
  const before = (name: string, seen = new Set<string>()): Set<string> => {
    const found = environments.find(item => item.name === name);
    for (const previous of found?.after ?? []) {
      if (!seen.has(previous)) {
        seen.add(previous);
        before(previous, seen);
      }
    }
    return seen;
  };
  const onTheWay = before(way.to);
  if (!onTheWay.has(way.from)) return [];
  return environments.filter(
    ({ name }) => onTheWay.has(name) && before(name).has(way.from),
  );
}
