import { Version } from '@fairlead/backstage-plugin-gitops-common';
import { compare, valid } from 'semver';

/**
 * Whether a version is a later one than another, as far as semantic versions tell: an image that both have is newer,
 * and none is older. What is no semantic version is neither.
 */
export function isAhead(version: Version, of: Version): boolean {
  const orders = version.images.flatMap(({ name, tag }) =>
    of.images
      .filter(other => other.name === name)
      .map(other => orderOf(tag, other.tag)),
  );
  return orders.some(order => order > 0) && orders.every(order => order >= 0);
}

/** Not a number where the two have no order. */
function orderOf(a: string | undefined, b: string | undefined): number {
  if (a === b) return 0;
  return valid(a) && valid(b) && a && b ? compare(a, b) : NaN;
}
