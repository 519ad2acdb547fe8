const zeroWidth = '\u200b';

/**
 * Somebody's words as Markdown that shows just these words: no markup, no HTML, no hidden comment, nobody mentioned
 * and no issue referenced. Line breaks stay.
 */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[\\`*_{}[\]()#+!|~=-]/g, '\\$&')
    .replace(/^(\s*\d+)\./gm, '$1\\.')
    .replace(/@/g, `@${zeroWidth}`)
    .replace(/#(?=\d)/g, `#${zeroWidth}`)
    .replace(/\b(GH)\\-(?=\d)/gi, `$1${zeroWidth}\\-`);
}

/** A quotation, each line of it escaped. */
export function quote(text: string): string {
  return escapeMarkdown(text.trim())
    .split('\n')
    .map(line => `> ${line.trim()}`)
    .join('\n');
}

/** Code in one line, fit for a table's cell too. */
export function inlineCode(text: string): string {
  const line = text.replace(/\s+/g, ' ').replace(/\|/g, '\\|');
  const longest = Math.max(
    0,
    ...[...line.matchAll(/`+/g)].map(([ticks]) => ticks.length),
  );
  const fence = '`'.repeat(longest + 1);
  const padding = longest > 0 || line.trim() === '' ? ' ' : '';
  return `${fence}${padding}${line}${padding}${fence}`;
}
