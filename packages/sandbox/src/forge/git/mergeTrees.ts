import { mkdtemp, rm } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import { gitLines, runGit } from './runGit';

/** The merged tree, or the paths that are in conflict. */
export type MergeResult =
  | { tree: string; conflicts?: undefined }
  | { tree?: undefined; conflicts: string[] };

interface MergeOptions {
  directory: string;
  ours: string;
  theirs: string;
}

let version: Promise<number[]> | undefined;

/** Merges two commits in memory, without moving anything. */
export async function mergeTrees(options: MergeOptions): Promise<MergeResult> {
  const [major = 0, minor = 0] = await (version ??= readVersion());
  return major > 2 || (major === 2 && minor >= 38)
    ? mergeInMemory(options)
    : mergeInWorktree(options);
}

async function readVersion(): Promise<number[]> {
  const { stdout } = await runGit({ directory: '.', args: ['--version'] });
  return (stdout.toString().match(/\d+/g) ?? []).map(Number);
}

async function mergeInMemory({
  directory,
  ours,
  theirs,
}: MergeOptions): Promise<MergeResult> {
  const { stdout, code } = await runGit({
    directory,
    args: [
      'merge-tree',
      '--write-tree',
      '--allow-unrelated-histories',
      '--no-messages',
      '--name-only',
      '-z',
      ours,
      theirs,
    ],
    codes: [0, 1],
  });
  const [tree, ...conflicts] = stdout.toString().split('\0').filter(Boolean);
  return code === 0 ? { tree } : { conflicts };
}

/** For a git older than 2.38. */
export async function mergeInWorktree({
  directory,
  ours,
  theirs,
}: MergeOptions): Promise<MergeResult> {
  const folder = await mkdtemp(join(tmpdir(), 'fairlead-forge-merge-'));
  const worktree = join(folder, 'worktree');
  try {
    await runGit({
      directory,
      args: ['worktree', 'add', '--quiet', '--detach', worktree, ours],
    });
    const { code } = await runGit({
      directory: worktree,
      args: [
        'merge',
        '--quiet',
        '--no-commit',
        '--no-ff',
        '--allow-unrelated-histories',
        theirs,
      ],
      codes: [0, 1],
    });
    if (code === 1) {
      const conflicts = await gitLines({
        directory: worktree,
        args: ['diff', '--name-only', '--diff-filter=U'],
      });
      return { conflicts };
    }
    const [tree] = await gitLines({
      directory: worktree,
      args: ['write-tree'],
    });
    return { tree };
  } finally {
    await rm(folder, { recursive: true, force: true });
    await runGit({ directory, args: ['worktree', 'prune'] });
  }
}
