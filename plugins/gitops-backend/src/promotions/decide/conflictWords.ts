import { PromotionConflict } from '@fairlead/backstage-plugin-gitops-common';

/** What a person has to decide, in one line. */
export function conflictMessage(
  conflicts: readonly PromotionConflict[],
): string {
  const [{ file, pointer, from, to, now }] = conflicts;
  const more =
    conflicts.length > 1 ? ` (and ${conflicts.length - 1} more values)` : '';
  const what =
    now === undefined
      ? `${file} has no ${pointer} any more`
      : `${file} has ${now} at ${pointer}, neither ${from} nor ${to}`;
  return `Somebody else changed the same value: ${what}${more}. Cancel this promotion, or put the value back.`;
}
