const longest = 400;

/** Somebody's words in one line, shortened, without credentials and without what a Secret holds. */
export function quote(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const safe = line
    .replace(/(\w+:\/\/)[^\s/@]+@/g, '$1')
    .replace(
      /\b(token|password|passwd|secret|authorization)(["']?\s*[=:]\s*["']?)(?:bearer\s+|basic\s+)?[^\s"',;]{6,}/gi,
      '$1$2(hidden)',
    );
  const shown = /\bsecrets?\b/i.test(safe)
    ? safe.replace(/(Invalid value: )("(?:[^"\\]|\\.)*"|\S+)/g, '$1(hidden)')
    : safe;
  return shown.length > longest ? `${shown.slice(0, longest - 1)}…` : shown;
}
