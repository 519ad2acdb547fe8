import { execFile } from 'child_process';
import { mkdtemp, rm } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import { promisify } from 'util';
import { FaultList } from '../faults/FaultList';
import { RunningForge, startForge } from './startForge';

const run = promisify(execFile);

describe('the forge in this process', () => {
  let dataDir: string;
  let forge: RunningForge;
  const faults = FaultList.create();
  const gitops = { owner: 'acme', name: 'gitops' };
  const author = { name: 'Ada', email: 'ada@acme.example' };

  const start = async () => startForge({ dataDir, port: 0, faults });
  const commit = async (
    branch: string,
    files: Record<string, string | null>,
    date?: string,
  ) =>
    forge.content.commitFiles({
      ...gitops,
      branch,
      files,
      date,
      message: `Change ${Object.keys(files).join(', ')}`,
      author,
    });
  const open = async (head: string) =>
    forge.content.openPullRequest({
      ...gitops,
      head,
      base: 'main',
      title: `Merge ${head}`,
      login: 'ada',
    });
  const merge = async (number: number, method: 'merge' | 'squash' | 'rebase') =>
    forge.content.mergePullRequest({ ...gitops, number, login: 'bob', method });
  const read = async (path: string) =>
    forge.content.readFile({ ...gitops, ref: 'main', path });

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'fairlead-forge-'));
    forge = await start();
    await forge.content.createUser({
      login: 'acme',
      name: 'Acme',
      email: 'it@acme.example',
      type: 'Organization',
    });
    for (const login of ['ada', 'bob']) {
      await forge.content.createUser({
        login,
        name: login,
        email: `${login}@acme.example`,
      });
    }
    await forge.content.createRepository(gitops);
    await commit('main', {
      'a/b.txt': 'one\n',
      'a.txt': 'a\n',
      'a-b/c.txt': 'c\n',
    });
  });

  afterEach(async () => {
    await forge.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  it('writes commits that git finds sound, and reads them back', async () => {
    const first = await commit('main', { 'a/b.txt': 'two\n', 'a.txt': null });
    const dated = await commit(
      'side',
      { 'ü/ñ.txt': 'x' },
      '2026-01-02T03:04:05Z',
    );
    expect(dated).toMatchObject({
      parents: [first.sha],
      author,
      date: '2026-01-02T03:04:05Z',
    });
    expect(await forge.content.listFiles({ ...gitops, ref: 'side' })).toEqual(
      expect.arrayContaining(['a-b/c.txt', 'a/b.txt', 'ü/ñ.txt']),
    );
    expect(
      await forge.content.listFiles({ ...gitops, ref: 'side', path: 'a' }),
    ).toEqual(['a/b.txt']);
    expect(
      (
        await forge.content.log({ ...gitops, ref: 'side', path: 'a/b.txt' })
      ).map(({ sha }) => sha),
    ).toHaveLength(2);
    expect(
      await forge.content.resolveRef({
        ...gitops,
        ref: dated.sha.slice(0, 8),
      }),
    ).toBe(dated.sha);
    const repository = forge.domain.repositories.byName(gitops);
    const git = await forge.domain.repositories.git(repository);
    const { stderr } = await run('git', ['fsck', '--strict'], {
      cwd: git.directory,
    });
    expect(stderr).not.toMatch(/error|warning/);
  });

  it('keeps all of many commits at once', async () => {
    await Promise.all(
      ['1', '2', '3', '4'].map(async n => commit('main', { [`${n}.txt`]: n })),
    );
    const files = await forge.content.listFiles({ ...gitops, ref: 'main' });
    expect(files).toEqual(
      expect.arrayContaining(['1.txt', '2.txt', '3.txt', '4.txt']),
    );
  });

  it.each([
    {
      method: 'merge',
      added: [
        'Merge pull request #1 from acme/topic\n\nMerge topic',
        'Change two.txt',
        'Change one.txt',
      ],
    },
    {
      method: 'squash',
      added: ['Merge topic (#1)\n\n* Change one.txt\n\n* Change two.txt'],
    },
    { method: 'rebase', added: ['Change two.txt', 'Change one.txt'] },
  ] as const)(
    'merges by $method with what both sides did',
    async ({ method, added }) => {
      await commit('topic', { 'one.txt': '1' }, '2026-01-01T00:00:01Z');
      await commit('topic', { 'two.txt': '2' }, '2026-01-01T00:00:02Z');
      const before = await commit('main', { 'main.txt': 'm' });
      const number = await open('topic');
      const { sha } = await merge(number, method);
      const repository = forge.domain.repositories.byName(gitops);
      const git = await forge.domain.repositories.git(repository);
      const log = await git.log({ sha, not: [before.sha] });
      expect(log.map(({ message }) => message)).toEqual(added);
      expect(log.at(method === 'merge' ? 0 : -1)?.parents[0]).toBe(before.sha);
      expect(await forge.content.resolveRef({ ...gitops, ref: 'main' })).toBe(
        sha,
      );
      expect(await read('one.txt')).toBe('1');
      expect(await read('two.txt')).toBe('2');
      expect(await read('main.txt')).toBe('m');
      expect(
        forge.domain.pullRequests.byNumber(repository, number),
      ).toMatchObject({ state: 'closed', mergeSha: sha });
      await expect(merge(number, method)).rejects.toMatchObject({
        name: 'ConflictError',
      });
    },
  );

  it.each(['merge', 'squash', 'rebase'] as const)(
    'refuses a conflict by %s and moves nothing',
    async method => {
      await commit('topic', { 'a.txt': 'theirs\n' });
      const before = await commit('main', { 'a.txt': 'ours\n' });
      const number = await open('topic');
      await expect(merge(number, method)).rejects.toMatchObject({
        name: 'ConflictError',
        message: 'Pull Request is not mergeable',
      });
      expect(await forge.content.resolveRef({ ...gitops, ref: 'main' })).toBe(
        before.sha,
      );
    },
  );

  it('merges once when asked twice at once', async () => {
    await commit('topic', { 'one.txt': '1' });
    const number = await open('topic');
    const results = await Promise.allSettled([
      merge(number, 'merge'),
      merge(number, 'merge'),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual([
      'fulfilled',
      'rejected',
    ]);
  });

  it('tells of every move and remembers everything after a restart', async () => {
    const events: string[] = [];
    forge.content.onPush(({ ref, repository }) =>
      events.push(`${repository.owner}/${repository.name} ${ref}`),
    );
    await commit('topic', { 'one.txt': '1' });
    const number = await open('topic');
    await merge(number, 'squash');
    expect(events).toEqual([
      'acme/gitops refs/heads/topic',
      'acme/gitops refs/heads/main',
    ]);
    await forge.stop();
    forge = await start();
    const repository = forge.domain.repositories.byName(gitops);
    expect(
      forge.domain.pullRequests.byNumber(repository, number),
    ).toMatchObject({
      state: 'closed',
      mergedById: forge.domain.users.byLogin('bob').id,
    });
    expect(await read('one.txt')).toBe('1');
    await commit('next', { 'one.txt': '2' });
    expect(await open('next')).toBe(number + 1);
  });

  it('follows what was pushed while it did not look', async () => {
    const first = await commit('topic', { 'one.txt': '1' });
    const number = await open('topic');
    const repository = forge.domain.repositories.byName(gitops);
    const { directory } = await forge.domain.repositories.git(repository);
    await forge.stop();
    await run('git', ['update-ref', 'refs/heads/main', first.sha], {
      cwd: directory,
    });
    forge = await start();
    expect(
      forge.domain.pullRequests.byNumber(repository, number),
    ).toMatchObject({ state: 'closed', mergeSha: first.sha });
  });

  it('closes what loses its branch, and says who did', async () => {
    await commit('topic', { 'one.txt': '1' });
    const number = await open('topic');
    const repository = forge.domain.repositories.byName(gitops);
    const pullRequest = forge.domain.pullRequests.byNumber(repository, number);
    await forge.domain.merging.deleteHead({
      pullRequest,
      actor: forge.domain.users.byLogin('bob'),
    });
    const closed = forge.domain.pullRequests.byNumber(repository, number);
    expect(closed).toMatchObject({ state: 'closed', mergedAt: null });
    expect(closed.timeline.map(({ event }) => event)).toEqual([
      'head_ref_deleted',
      'closed',
    ]);
  });
});
