import { Restriction } from '@fairlead/backstage-plugin-gitops-common';

/** When the last of them ends; undefined when one has no end. */
export function latestEnd(
  restrictions: readonly Restriction[],
): string | undefined {
  const ends = restrictions.map(({ endsAt }) => Date.parse(endsAt ?? ''));
  const latest = Math.max(...ends);
  return Number.isFinite(latest) ? new Date(latest).toISOString() : undefined;
}
