/** What forges accept at most. */
const LONGEST = 140;

/** The description of a commit status, cut to what fits. */
export function statusDescription(text: string): string {
  const characters = [...text];
  // Counted as databases do, not in UTF-16: half of a character would be refused.
  return characters.length <= LONGEST
    ? text
    : `${characters.slice(0, LONGEST - 1).join('')}…`;
}
