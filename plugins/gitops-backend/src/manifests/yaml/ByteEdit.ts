/** Replaces `[start, end)` of a text. */
export interface ByteEdit {
  start: number;
  end: number;
  replacement: string;
}

/** Applies edits that don't overlap. Every character outside them stays. */
export function splice(text: string, edits: readonly ByteEdit[]): string {
  const ordered = [...edits].sort((a, b) => a.start - b.start);
  let result = '';
  let done = 0;
  for (const edit of ordered) {
    if (edit.start < done) {
      throw new RangeError('edits overlap');
    }
    result += text.slice(done, edit.start) + edit.replacement;
    done = edit.end;
  }
  return result + text.slice(done);
}
