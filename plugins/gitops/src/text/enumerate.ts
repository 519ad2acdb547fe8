const format = new Intl.ListFormat('en', { type: 'conjunction' });

/** `a`, `a and b`, `a, b, and c`. */
export function enumerate(words: string[]): string {
  return format.format(words);
}
