import { structuredPatch } from 'diff';
import { ByteEdit, splice } from '../yaml/ByteEdit';
import { ValueFile } from '../values/ValueFile';
import { secretsIn } from './secretsIn';

/** Stands in place of a secret. */
export const HIDDEN = '(hidden)';

/**
 * The unified diff of an edit, line ends as they are, with secrets near it hidden. What is hidden is the same on
 * both sides, so every line that changes is shown as it changes.
 */
export function unifiedDiff(options: {
  file: ValueFile;
  edits: readonly ByteEdit[];
}): string {
  const { file, edits } = options;
  const hiding = secretsIn(file)
    .filter(([start, end]) =>
      edits.every(edit => edit.end <= start || edit.start >= end),
    )
    .map(([start, end]) => ({
      start,
      end,
      replacement: hideLines(file.content.slice(start, end)),
    }));
  const { hunks } = structuredPatch(
    file.path,
    file.path,
    splice(file.content, hiding),
    splice(file.content, [...hiding, ...edits]),
    undefined,
    undefined,
    { context: 3 },
  );
  return [
    `--- a/${file.path}`,
    `+++ b/${file.path}`,
    ...hunks.flatMap(hunk => [
      `@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@`,
      ...hunk.lines,
    ]),
    '',
  ].join('\n');
}

/** Keeps the lines, so that line numbers stay true. */
export function hideLines(text: string): string {
  return text.replace(/(^|\n)([ \t]*)[^\r\n]+/g, `$1$2${HIDDEN}`);
}
