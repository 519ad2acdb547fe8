import { mkdtemp, rm } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import { GitRepository } from './GitRepository';
import { mergeInWorktree, mergeTrees } from './mergeTrees';
import { timestamp } from './objectFormats';

describe('merging two commits', () => {
  let directory: string;
  let git: GitRepository;

  const commit = async (
    files: Record<string, string>,
    parents: string[] = [],
  ) => {
    const changes = new Map();
    for (const [path, content] of Object.entries(files)) {
      changes.set(path, {
        mode: '100644',
        sha: await git.writeBlob(content),
      });
    }
    const author = { name: 'Ada', email: 'a@b.example', date: timestamp() };
    const base = parents[0] && (await git.commit(parents[0])).tree;
    return git.writeCommit({
      tree: await git.writeTree({ base, changes }),
      parents,
      author,
      committer: author,
      message: 'x',
    });
  };

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'fairlead-merge-'));
    git = await GitRepository.create({ directory, defaultBranch: 'main' });
  });
  afterEach(async () => {
    git.close();
    await rm(directory, { recursive: true, force: true });
  });

  it.each([
    ['in memory', mergeTrees],
    ['with an old git', mergeInWorktree],
  ])('is the same %s', async (_name, merge) => {
    const lines = ['1', '2', '3', '4', '5', '6', '7', '8', ''];
    const text = (change: Record<number, string>) =>
      lines.map((line, index) => change[index] ?? line).join('\n');
    const root = await commit({ 'a.txt': text({}), 'dir/b.txt': 'b' });
    const ours = await commit({ 'a.txt': text({ 0: 'ours' }) }, [root]);
    const theirs = await commit(
      { 'a.txt': text({ 7: 'theirs' }), 'dir/new file.txt': 'n' },
      [root],
    );
    const { tree = '' } = await merge({ directory, ours, theirs });
    const merged = await git.entry(tree, 'a.txt');
    expect((await git.blob(merged?.sha ?? ''))?.toString()).toBe(
      text({ 0: 'ours', 7: 'theirs' }),
    );
    expect((await git.walk(tree)).map(({ path }) => path)).toEqual([
      'a.txt',
      'dir',
      'dir/b.txt',
      'dir/new file.txt',
    ]);
    const clash = await commit({ 'a.txt': text({ 0: 'clash' }) }, [root]);
    expect(await merge({ directory, ours, theirs: clash })).toEqual({
      conflicts: ['a.txt'],
    });
  });
});
