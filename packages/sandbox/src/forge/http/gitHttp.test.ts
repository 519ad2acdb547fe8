import { execFile } from 'child_process';
import { mkdtemp, readFile, rm, writeFile } from 'fs/promises';
import git from 'isomorphic-git';
import http from 'isomorphic-git/http/node';
import fs from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { promisify } from 'util';
import { gitEnvironment } from '../git/runGit';
import { GithubDescription } from '../__testUtils__/GithubDescription';
import { startTestForge, TestForge } from '../__testUtils__/startTestForge';

const run = promisify(execFile);
const gitops = { owner: 'acme', name: 'gitops' };

describe('Git over HTTP', () => {
  const description = GithubDescription.read();
  let test: TestForge;
  let folder: string;

  const inFolder = async (...args: string[]) =>
    run('git', args, { cwd: folder, env: gitEnvironment() });
  const urlFor = (token: string, path = 'acme/gitops.git') =>
    `${test.forge.url.replace('//', `//x-access-token:${token}@`)}/${path}`;
  const change = async (branch: string) => {
    await inFolder('checkout', '-q', '-b', branch);
    await writeFile(join(folder, 'pushed.txt'), 'x'.repeat(200_000));
    await inFolder('add', '.');
    await inFolder('commit', '-q', '-m', 'Pushed');
    return (await inFolder('rev-parse', 'HEAD')).stdout.trim();
  };

  beforeEach(async () => {
    test = await startTestForge(description);
    folder = await mkdtemp(join(tmpdir(), 'fairlead-clone-'));
  });
  afterEach(async () => {
    await test.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('clones, pushes and fetches, and everybody hears of it', async () => {
    await inFolder('clone', '-q', `${test.forge.url}/acme/gitops`, '.');
    expect(await readFile(join(folder, 'README.md'), 'utf8')).toBe(
      '# GitOps\n',
    );
    const moves: string[] = [];
    test.forge.content.onPush(({ ref, after }) =>
      moves.push(`${ref} ${after}`),
    );
    const sha = await change('topic');
    await inFolder('push', '-q', urlFor('ada'), 'topic');
    expect(moves).toEqual([`refs/heads/topic ${sha}`]);
    expect(
      await test.forge.content.resolveRef({ ...gitops, ref: 'topic' }),
    ).toBe(sha);
    const number = await test.forge.content.openPullRequest({
      ...gitops,
      head: 'topic',
      base: 'main',
      title: 'Pushed',
      login: 'ada',
    });
    await inFolder('commit', '-q', '--amend', '-m', 'Amended');
    await inFolder('push', '-q', '--force', urlFor('bob'), 'topic');
    const repository = test.forge.domain.repositories.byName(gitops);
    const amended = (await inFolder('rev-parse', 'HEAD')).stdout.trim();
    expect(
      test.forge.domain.pullRequests.byNumber(repository, number),
    ).toMatchObject({
      headSha: amended,
      timeline: [expect.objectContaining({ event: 'head_ref_force_pushed' })],
    });
    const newest = await test.commit('main', { 'n.txt': 'n' });
    await inFolder('fetch', '-q', 'origin', 'main', `pull/${number}/head`);
    expect((await inFolder('rev-parse', 'origin/main')).stdout.trim()).toBe(
      newest,
    );

    await inFolder('push', '-q', urlFor('ada'), 'topic:main', '--force');
    expect(
      test.forge.domain.pullRequests.byNumber(repository, number),
    ).toMatchObject({ state: 'closed', mergeSha: amended });
  });

  it('says who may not', async () => {
    await inFolder('clone', '-q', `${test.forge.url}/acme/gitops.git`, '.');
    await change('topic');
    const push = async (url: string) =>
      inFolder('push', '-q', url, 'topic').then(
        () => 'pushed',
        (error: Error) => error.message,
      );
    expect(await push(`${test.forge.url}/acme/gitops.git`)).toMatch(
      /could not read Username/,
    );
    expect(await push(urlFor('wrong'))).toMatch(/Authentication failed/);
    expect(await push(urlFor('reader'))).toMatch(/403/);
    expect(await push(urlFor('ada', 'acme/missing.git'))).toMatch(/not found/);
    await inFolder('checkout', '-q', 'main');
    expect(
      await inFolder('push', '-q', urlFor('ada'), 'main:refs/pull/1/head').then(
        () => 'pushed',
        (error: Error) => error.message,
      ),
    ).toMatch(/hidden ref/);

    await test.client('ada').rest.repos.update({
      owner: 'acme',
      repo: 'gitops',
      private: true,
    });
    const fetchFrom = async (url: string) =>
      inFolder('ls-remote', url).then(
        ({ stdout }) => stdout,
        (error: Error) => error.message,
      );
    expect(await fetchFrom(`${test.forge.url}/acme/gitops`)).toMatch(
      /could not read Username/,
    );
    expect(await fetchFrom(urlFor('reader'))).toMatch(/refs\/heads\/main/);
  });

  it('refuses a push to a branch that is changed by pull requests only, and takes the others', async () => {
    await inFolder('clone', '-q', urlFor('ada'), '.');
    await test.client('ada').rest.repos.updateBranchProtection({
      owner: 'acme',
      repo: 'gitops',
      branch: 'main',
      required_status_checks: null,
      enforce_admins: true,
      required_pull_request_reviews: { required_approving_review_count: 1 },
      restrictions: null,
    });
    const before = await test.forge.content.resolveRef({
      owner: 'acme',
      name: 'gitops',
      ref: 'main',
    });
    await change('topic');
    const push = async (...refs: string[]) =>
      inFolder('push', '-q', urlFor('ada'), ...refs).then(
        () => 'pushed',
        (error: Error) => error.message,
      );
    const refused = await push('topic:main', 'topic:other');
    expect(refused).toMatch(/GH006: Protected branch update failed/);
    expect(refused).toMatch(/Changes must be made through a pull request/);
    const resolve = async (ref: string) =>
      test.forge.content.resolveRef({ owner: 'acme', name: 'gitops', ref });
    expect(await resolve('main')).toBe(before);
    expect(await resolve('other')).toBeDefined();
    expect(await push('topic')).toBe('pushed');
  });

  it('takes the first push to an empty repository from isomorphic-git', async () => {
    const { rest } = test.client('ada');
    await rest.repos.createInOrg({ org: 'acme', name: 'shop' });
    await git.init({ fs, dir: folder, defaultBranch: 'trunk' });
    await writeFile(join(folder, 'catalog-info.yaml'), 'kind: Component\n');
    await git.add({ fs, dir: folder, filepath: 'catalog-info.yaml' });
    const oid = await git.commit({
      fs,
      dir: folder,
      message: 'initial commit',
      author: { name: 'Scaffolder', email: 'scaffolder@backstage.io' },
    });
    const pushed = await git.push({
      fs,
      http,
      dir: folder,
      url: `${test.forge.url}/acme/shop.git`,
      ref: 'trunk',
      onAuth: () => ({ username: 'x-access-token', password: 'ada' }),
    });
    expect(pushed.ok).toBe(true);
    const shop = await rest.repos.get({ owner: 'acme', repo: 'shop' });
    expect(shop.data.default_branch).toBe('trunk');
    const head = await test.forge.content.resolveRef({
      owner: 'acme',
      name: 'shop',
      ref: 'HEAD',
    });
    expect(head).toBe(oid);
  });

  it('serves raw files and archives, as Backstage reads them', async () => {
    await test.commit('feature/x', { 'a b.txt': 'spaced\n' });
    const raw = await fetch(
      `${test.forge.url}/raw/acme/gitops/feature/x/a%20b.txt`,
    );
    expect(await raw.text()).toBe('spaced\n');
    expect(
      (await fetch(`${test.forge.url}/raw/acme/gitops/main/none`)).status,
    ).toBe(404);
    const status = await fetch(
      `${test.forge.url}/api/v3/repos/acme/gitops/commits/feature/x/status?per_page=0`,
    );
    const { sha, repository } = await status.json();
    const archive = await fetch(
      repository.archive_url
        .replace('{archive_format}', 'tarball')
        .replace('{/ref}', `/${sha}`),
    );
    expect(archive.redirected).toBe(true);
    const file = join(folder, 'archive.tar.gz');
    await writeFile(file, Buffer.from(await archive.arrayBuffer()));
    const { stdout } = await run('tar', ['-tzf', file]);
    expect(stdout.split('\n')).toContain(
      `acme-gitops-${sha.slice(0, 7)}/apps/shop/values.yaml`,
    );
  });
});
