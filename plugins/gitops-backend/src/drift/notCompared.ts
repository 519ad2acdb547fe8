import { ResourceRef } from '@fairlead/backstage-plugin-gitops-common';

const namedAtMost = 3;

/** A resource that could not be read, and why. */
export type Unread = Pick<ResourceRef, 'kind' | 'name'> & { why: string };

/** Names what could not be compared, in sentences that follow others; those with one reason together. Pure. */
export function notCompared(resources: readonly Unread[]): string {
  const byReason = new Map<string, string[]>();
  for (const { kind, name, why } of resources) {
    byReason.set(why, [...(byReason.get(why) ?? []), `${kind} ${name}`]);
  }
  return [...byReason]
    .map(([why, names]) => {
      const more = names.length - namedAtMost;
      const named = names.slice(0, namedAtMost).join(', ');
      return ` Not compared: ${named}${more > 0 ? ` and ${more} more` : ''}. ${why}`;
    })
    .join('');
}
