import { Octokit } from '@octokit/rest';
import { GithubDescription } from '../__testUtils__/GithubDescription';
import { startTestForge, TestForge } from '../__testUtils__/startTestForge';

const gitops = { owner: 'acme', repo: 'gitops' };

describe('files, commits and refs over REST', () => {
  const description = GithubDescription.read();
  let test: TestForge;
  let ada: Octokit['rest'];

  beforeEach(async () => {
    test = await startTestForge(description);
    ada = test.client('ada').rest;
  });
  afterEach(async () => test.stop());

  it('reads and writes files', async () => {
    const path = 'apps/shop/values.yaml';
    const file = await ada.repos.getContent({ ...gitops, path });
    expect(file.headers['last-modified']).toBeDefined();
    expect(file.data).toMatchObject({ type: 'file', encoding: 'base64' });
    const raw = await ada.repos.getContent({
      ...gitops,
      path,
      mediaType: { format: 'raw' },
    });
    expect(raw.data).toBe('tag: "1.0.0"\n');
    const directory = await ada.repos.getContent({ ...gitops, path: '' });
    expect(directory.data).toEqual([
      expect.objectContaining({ name: 'README.md', type: 'file' }),
      expect.objectContaining({ name: 'apps', type: 'dir' }),
    ]);
    await ada.repos.getReadme(gitops);
    await expect(
      ada.repos.getContent({ ...gitops, path: 'missing' }),
    ).rejects.toMatchObject({ status: 404 });

    const write = {
      ...gitops,
      path,
      message: 'Bump',
      content: Buffer.from('tag: "1.1.0"\n').toString('base64'),
    };
    await expect(
      ada.repos.createOrUpdateFileContents(write),
    ).rejects.toMatchObject({ status: 422 });
    await expect(
      ada.repos.createOrUpdateFileContents({ ...write, sha: '0'.repeat(40) }),
    ).rejects.toMatchObject({ status: 409 });
    const { data: current } = await ada.repos.getContent({ ...gitops, path });
    const sha = 'sha' in current ? current.sha : undefined;
    const written = await ada.repos.createOrUpdateFileContents({
      ...write,
      sha,
    });
    expect(written.data.commit.message).toBe('Bump');
    const created = await ada.repos.createOrUpdateFileContents({
      ...write,
      path: 'new/file.txt',
    });
    expect(created.status).toBe(201);
    await ada.repos.deleteFile({
      ...gitops,
      path: 'new/file.txt',
      message: 'Delete',
      sha: created.data.content?.sha ?? '',
    });
    const files = await test.forge.content.listFiles({
      owner: 'acme',
      name: 'gitops',
      ref: 'main',
    });
    expect(files).toEqual(['README.md', path]);
  });

  it('writes the first file of an empty repository', async () => {
    await ada.repos.createInOrg({ org: 'acme', name: 'empty' });
    const empty = { owner: 'acme', repo: 'empty' };
    await expect(
      ada.git.getRef({ ...empty, ref: 'heads/main' }),
    ).rejects.toMatchObject({ status: 404 });
    await expect(ada.repos.listCommits(empty)).rejects.toMatchObject({
      status: 409,
    });
    await ada.repos.createOrUpdateFileContents({
      ...empty,
      path: '.gitkeep',
      message: 'initialize repository',
      content: '',
      branch: 'main',
    });
    await ada.git.getRef({ ...empty, ref: 'heads/main' });
  });

  it('builds commits from blobs and trees, the ref last', async () => {
    const base = await ada.git.getCommit({
      ...gitops,
      commit_sha: (await ada.git.getRef({ ...gitops, ref: 'heads/main' })).data
        .object.sha,
    });
    const blob = await ada.git.createBlob({
      ...gitops,
      content: Buffer.from([0, 255, 1]).toString('base64'),
      encoding: 'base64',
    });
    const read = await ada.git.getBlob({ ...gitops, file_sha: blob.data.sha });
    expect(Buffer.from(read.data.content, 'base64')).toEqual(
      Buffer.from([0, 255, 1]),
    );
    const tree = await ada.git.createTree({
      ...gitops,
      base_tree: base.data.tree.sha,
      tree: [
        { path: 'bin/logo', mode: '100644', type: 'blob', sha: blob.data.sha },
        { path: 'apps/shop/run.sh', mode: '100755', content: '#!/bin/sh\n' },
        { path: 'README.md', mode: '100644', sha: null },
      ],
    });
    const whole = await ada.git.getTree({
      ...gitops,
      tree_sha: tree.data.sha,
      recursive: 'true',
    });
    expect(
      whole.data.tree
        .filter(({ type }) => type === 'blob')
        .map(({ path, mode }) => `${mode} ${path}`),
    ).toEqual([
      '100755 apps/shop/run.sh',
      '100644 apps/shop/values.yaml',
      '100644 bin/logo',
    ]);
    const commit = await ada.git.createCommit({
      ...gitops,
      message: 'Rebuild',
      tree: tree.data.sha,
      parents: [base.data.sha],
    });
    expect(commit.data.author).toMatchObject({ email: 'ada@acme.example' });
    const ref = { ...gitops, ref: 'refs/heads/feature/x' };
    await expect(
      ada.git.createRef({ ...ref, sha: '1'.repeat(40) }),
    ).rejects.toMatchObject({
      status: 422,
      response: { data: { message: 'Object does not exist' } },
    });
    await ada.git.createRef({ ...ref, sha: commit.data.sha });
    await expect(
      ada.git.createRef({ ...ref, sha: base.data.sha }),
    ).rejects.toMatchObject({
      status: 422,
      response: { data: { message: 'Reference already exists' } },
    });
    await ada.git.listMatchingRefs({ ...gitops, ref: 'heads/feature' });
    const heads = { ...gitops, ref: 'heads/feature/x' };
    await expect(
      ada.git.updateRef({ ...heads, sha: base.data.sha }),
    ).rejects.toMatchObject({
      status: 422,
      response: { data: { message: 'Update is not a fast forward' } },
    });
    await ada.git.updateRef({ ...heads, sha: base.data.sha, force: true });
    await ada.git.deleteRef(heads);
    await expect(ada.git.deleteRef(heads)).rejects.toMatchObject({
      status: 422,
      response: { data: { message: 'Reference does not exist' } },
    });
  });

  it('joins a directory with what is at its path, and takes away only what is named', async () => {
    await test.commit('main', {
      'prod/a.yaml': 'a: 1\n',
      'prod/b.yaml': 'b: 1\n',
      'staging/b.yaml': 'b: 2\n',
      'staging/c/d.yaml': 'd: 2\n',
    });
    const base = await ada.git.getTree({ ...gitops, tree_sha: 'main' });
    const staging = base.data.tree.find(({ path }) => path === 'staging');
    const entry = {
      path: 'prod',
      mode: '040000' as const,
      type: 'tree' as const,
    };
    const filesOf = async (sha: string) => {
      const { data } = await ada.git.getTree({
        ...gitops,
        tree_sha: sha,
        recursive: 'true',
      });
      return data.tree.flatMap(({ path, type }) =>
        type === 'blob' && path?.startsWith('prod/') ? [path] : [],
      );
    };
    const joined = await ada.git.createTree({
      ...gitops,
      base_tree: base.data.sha,
      tree: [{ ...entry, sha: staging?.sha }],
    });
    expect(await filesOf(joined.data.sha)).toEqual([
      'prod/a.yaml',
      'prod/b.yaml',
      'prod/c/d.yaml',
    ]);
    const cleared = await ada.git.createTree({
      ...gitops,
      base_tree: base.data.sha,
      tree: [{ ...entry, sha: null }],
    });
    expect(await filesOf(cleared.data.sha)).toEqual([]);
    const replaced = await ada.git.createTree({
      ...gitops,
      base_tree: cleared.data.sha,
      tree: [{ ...entry, sha: staging?.sha }],
    });
    expect(replaced.data.tree.find(({ path }) => path === 'prod')?.sha).toBe(
      staging?.sha,
    );
    await expect(
      ada.git.createTree({
        ...gitops,
        base_tree: cleared.data.sha,
        tree: [{ ...entry, sha: null }],
      }),
    ).rejects.toMatchObject({ status: 422 });
  });

  it('compares and shows commits', async () => {
    await test.commit('feature/x', { 'x.txt': '1\n' });
    const head = await test.commit('feature/x', { 'README.md': null });
    await test.commit('main', { 'm.txt': 'm\n' });
    const { data } = await ada.repos.compareCommitsWithBasehead({
      ...gitops,
      basehead: 'main...feature/x',
    });
    expect(data).toMatchObject({
      status: 'diverged',
      ahead_by: 2,
      behind_by: 1,
      total_commits: 2,
      files: [
        expect.objectContaining({ filename: 'README.md', status: 'removed' }),
        expect.objectContaining({
          filename: 'x.txt',
          patch: '@@ -0,0 +1 @@\n+1',
        }),
      ],
    });
    expect(data.commits.map(({ sha }) => sha).at(-1)).toBe(head);
    const second = await ada.repos.compareCommitsWithBasehead({
      ...gitops,
      basehead: `${head}...main`,
      page: 2,
      per_page: 1,
    });
    expect(second.data.commits).toEqual([]);
    const same = await ada.repos.compareCommitsWithBasehead({
      ...gitops,
      basehead: 'main...main',
    });
    expect(same.data.status).toBe('identical');
    await expect(
      ada.repos.compareCommitsWithBasehead({
        ...gitops,
        basehead: 'v1...main',
      }),
    ).rejects.toMatchObject({ status: 404 });

    const commit = await ada.repos.getCommit({ ...gitops, ref: 'feature/x' });
    expect(commit.data.author).toMatchObject({ login: 'ada' });
    expect(commit.data.stats).toMatchObject({ deletions: 1, total: 1 });
    const diff = await ada.repos.getCommit({
      ...gitops,
      ref: head,
      mediaType: { format: 'diff' },
    });
    expect(String(diff.data)).toContain('diff --git a/README.md b/README.md');
    await expect(
      ada.repos.getCommit({ ...gitops, ref: 'nowhere' }),
    ).rejects.toMatchObject({ status: 422 });
    const merged = await ada.repos.merge({
      ...gitops,
      base: 'main',
      head: 'feature/x',
    });
    expect(merged.data.parents).toHaveLength(2);
    await ada.repos.listBranches(gitops);
    await ada.repos.getBranch({ ...gitops, branch: 'feature/x' });
    await expect(
      ada.repos.getBranch({ ...gitops, branch: 'gone' }),
    ).rejects.toMatchObject({ status: 404 });
    await ada.repos.listTags(gitops);
  });
});
