import { runGit } from './runGit';

/** One file of a difference between two trees. */
export interface FileDiff {
  status: 'added' | 'removed' | 'modified' | 'renamed';
  path: string;
  /** Only when renamed. */
  previousPath?: string;
  /** Of the new file; of the old one when it was removed. */
  blobSha: string;
  additions: number;
  deletions: number;
  /** Hunks without the file's header; undefined for a binary file. */
  patch?: string;
}

const NONE = '0'.repeat(40);

/** The files in which two trees (or commits) differ, in the order of their paths. */
export async function diffTrees(options: {
  directory: string;
  from: string;
  to: string;
}): Promise<FileDiff[]> {
  const { directory, from, to } = options;
  const diff = async (...args: string[]) =>
    (
      await runGit({
        directory,
        args: ['diff-tree', '-r', '-M', '--no-color', ...args, from, to],
      })
    ).stdout.toString();
  const [summary, patches] = await Promise.all([
    diff('--raw', '--numstat', '-z', '--abbrev=40'),
    diff('-p'),
  ]);
  const files = parseSummary(summary.split('\0'));
  const texts = patches.split(/^(?=diff --git )/m).filter(Boolean);
  return files.map((file, index) => {
    const start = texts[index]?.search(/^@@ /m) ?? -1;
    return start < 0
      ? file
      : { ...file, patch: texts[index].slice(start).replace(/\n$/, '') };
  });
}

/** The whole difference as text, as `git diff` prints it. */
export async function diffText(options: {
  directory: string;
  from: string;
  to: string;
}): Promise<string> {
  const { directory, from, to } = options;
  const { stdout } = await runGit({
    directory,
    args: ['diff-tree', '-r', '-M', '-p', '--no-color', from, to],
  });
  return stdout.toString();
}

function parseSummary(fields: string[]): FileDiff[] {
  const files: FileDiff[] = [];
  const counts: Array<[number, number]> = [];
  let at = 0;
  const next = () => fields[at++] ?? '';
  while (at < fields.length) {
    const field = next();
    if (field.startsWith(':')) {
      const [, , before, after, letter] = field.split(' ');
      const path = next();
      const renamed = letter.startsWith('R') || letter.startsWith('C');
      files.push({
        status: statusOf(letter),
        path: renamed ? next() : path,
        ...(renamed && { previousPath: path }),
        blobSha: after === NONE ? before : after,
        additions: 0,
        deletions: 0,
      });
    } else if (field !== '') {
      const [added, deleted, path] = field.split('\t');
      counts.push([Number(added) || 0, Number(deleted) || 0]);
      if (path === '') at += 2;
    }
  }
  return files.map((file, index) => {
    const [additions, deletions] = counts[index] ?? [0, 0];
    return { ...file, additions, deletions };
  });
}

function statusOf(letter: string): FileDiff['status'] {
  if (letter.startsWith('A')) return 'added';
  if (letter.startsWith('D')) return 'removed';
  return letter.startsWith('R') || letter.startsWith('C')
    ? 'renamed'
    : 'modified';
}
