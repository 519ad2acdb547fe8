import { TemplateError } from './TemplateError';

/** A piece of a template: text, or the inside of one `{{ }}`. */
export type Piece =
  { type: 'text'; text: string } | { type: 'action'; source: string };

/** Cuts a template at its actions and removes the white space that `{{-` and `-}}` ask for. */
export function piecesOf(template: string): Piece[] {
  const pieces: Piece[] = [];
  const pattern = /\{\{(-\s)?([\s\S]*?)(\s-)?\}\}/g;
  let end = 0;
  let trimNext = false;
  for (const match of template.matchAll(pattern)) {
    pushText(template.slice(end, match.index), Boolean(match[1]));
    const source = match[2].trim();
    if (!source.startsWith('/*')) pieces.push({ type: 'action', source });
    trimNext = Boolean(match[3]);
    end = match.index + match[0].length;
  }
  pushText(template.slice(end), false);
  if (template.slice(end).includes('{{')) {
    throw new TemplateError('unclosed action');
  }
  return pieces;

  function pushText(raw: string, trimEnd: boolean) {
    let text = trimNext ? raw.trimStart() : raw;
    if (trimEnd) text = text.trimEnd();
    if (text) pieces.push({ type: 'text', text });
  }
}

/** The words of an action: identifiers, paths, literals and punctuation. */
export function wordsOf(source: string): string[] {
  const pattern =
    /\s*("(?:[^"\\]|\\.)*"|`[^`]*`|:=|=|[|(),]|-?\d[\w.]*|\$?[\w]*(?:\.[\w-]+)+|\$\w*|\.|[A-Za-z_]\w*)/y;
  const words: string[] = [];
  pattern.lastIndex = 0;
  while (source.slice(pattern.lastIndex).trim() !== '') {
    const start = pattern.lastIndex;
    const match = pattern.exec(source);
    if (!match) {
      throw new TemplateError(
        `unexpected ${JSON.stringify(source.slice(start).trim())} in action`,
      );
    }
    words.push(match[1]);
  }
  return words;
}
