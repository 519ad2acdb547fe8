import { Environment } from '@fairlead/backstage-plugin-gitops-common';

/**
 * The environments that a hotfix skips: all that come before where it goes, other than where it comes from and what
 * comes before that.
 */
export function skippedEnvironments(
  environments: readonly Environment[],
  way: { from: string; to: string },
): Environment[] {
  const known = before(environments, way.from).add(way.from);
  const onTheWay = before(environments, way.to);
  return environments.filter(
    ({ name }) => onTheWay.has(name) && !known.has(name) && name !== way.to,
  );
}

function before(
  environments: readonly Environment[],
  environment: string,
): Set<string> {
  const found = new Set<string>();
  const visit = (name: string) => {
    const { after = [] } = environments.find(item => item.name === name) ?? {};
    for (const previous of after) {
      if (found.has(previous)) continue;
      found.add(previous);
      visit(previous);
    }
  };
  visit(environment);
  return found;
}
