import { PlannedFile } from '@fairlead/backstage-plugin-gitops-common';
import { parsePatch } from 'diff';

/** A line of a diff. A `gap` stands for lines that are the same and left out. */
export interface DiffRow {
  kind: 'added' | 'removed' | 'same' | 'gap' | 'remark';
  oldLine?: number;
  newLine?: number;
  text: string;
}

/** A file's diff, ready to be shown. */
export interface FileDiff {
  path: string;
  rows: DiffRow[];
  added: number;
  removed: number;
  /** The file's lines end with CRLF, which the edit keeps. */
  hasCrlf: boolean;
  /** The diff as it came, where it can't be understood. */
  raw?: string;
}

/** The rows of a planned file's unified diff. */
export function fileDiff(file: PlannedFile): FileDiff {
  const rows = parseRows(file.diff);
  return {
    path: file.path,
    rows: rows ?? [],
    added: (rows ?? []).filter(row => row.kind === 'added').length,
    removed: (rows ?? []).filter(row => row.kind === 'removed').length,
    hasCrlf: /\r\n/.test(file.diff),
    ...(rows ? {} : { raw: file.diff }),
  };
}

function parseRows(diff: string): DiffRow[] | undefined {
  let hunks;
  try {
    hunks = parsePatch(diff).flatMap(patch => patch.hunks);
  } catch {
    return undefined;
  }
  return hunks.flatMap((hunk, index) => {
    let oldLine = hunk.oldStart;
    let newLine = hunk.newStart;
    const rows = hunk.lines.map((line): DiffRow => {
      const text = line.slice(1).replace(/\r$/, '');
      switch (line[0]) {
        case '+':
          return { kind: 'added', newLine: newLine++, text };
        case '-':
          return { kind: 'removed', oldLine: oldLine++, text };
        case '\\':
          return { kind: 'remark', text: 'No newline at the end of the file' };
        default:
          return {
            kind: 'same',
            oldLine: oldLine++,
            newLine: newLine++,
            text,
          };
      }
    });
    const gap: DiffRow = {
      kind: 'gap',
      text: `@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@`,
    };
    return index === 0 && hunk.oldStart <= 1 ? rows : [gap, ...rows];
  });
}
