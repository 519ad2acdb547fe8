import { diffChars } from 'diff';

/** A part of a value, and whether the other value has it too. */
export interface ValuePart {
  text: string;
  isOwn: boolean;
}

const longest = 4_000;
const leastAlike = 0.3;

/**
 * Both values, each in parts that are the same and parts that are its own. Values with little in common are not cut
 * up: letters that happen to be in both tell nothing.
 */
export function valueDiff(
  git: string,
  live: string,
): { git: ValuePart[]; live: ValuePart[] } {
  const whole = {
    git: [{ text: git, isOwn: true }],
    live: [{ text: live, isOwn: true }],
  };
  if (git.length + live.length > longest) return whole;
  const parts = diffChars(git, live);
  const common = parts
    .filter(({ added, removed }) => !added && !removed)
    .reduce((length, { value }) => length + value.length, 0);
  if (common < leastAlike * Math.max(git.length, live.length)) return whole;
  return {
    git: parts
      .filter(({ added }) => !added)
      .map(({ value, removed }) => ({ text: value, isOwn: Boolean(removed) })),
    live: parts
      .filter(({ removed }) => !removed)
      .map(({ value, added }) => ({ text: value, isOwn: Boolean(added) })),
  };
}
