/** Markup that may be sent as it is. Only {@link html} and {@link trusted} make it. */
export class Html {
  constructor(readonly markup: string) {}

  toString(): string {
    return this.markup;
  }
}

/** What can stand in a template. Text is escaped; false, null and undefined are nothing. */
export type HtmlValue =
  Html | string | number | false | null | undefined | readonly HtmlValue[];

/** A template of markup, in which every value is escaped that is not markup itself. */
export function html(
  strings: TemplateStringsArray,
  ...values: HtmlValue[]
): Html {
  const parts = strings.map((part, index) => part + markupOf(values[index]));
  return new Html(parts.join(''));
}

/** Takes markup over as it is. For markup of our own, never for what somebody wrote. */
export function trusted(markup: string): Html {
  return new Html(markup);
}

/** Text as markup. */
export function escapeHtml(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#39;');
}

function markupOf(value: HtmlValue): string {
  if (value instanceof Html) return value.markup;
  if (value === undefined || value === null || value === false) return '';
  if (typeof value === 'string' || typeof value === 'number') {
    return escapeHtml(String(value));
  }
  return value.map(markupOf).join('');
}
