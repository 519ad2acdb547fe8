import { mkdtemp, rm } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import express, { Express } from 'express';
import request from 'supertest';
import { ForgeDomain, openForgeDomain, PullRequest } from '../domain';
import { ForgeStore } from '../ForgeStore';
import { createPagesRouter } from './createPagesRouter';

const shop = { owner: 'acme', name: 'shop' };
const ada = { name: 'Ada', email: 'ada@example.com' };
const EVIL = '<img src=x onerror=alert(1)>';

describe('createPagesRouter', () => {
  let directory: string;
  let forge: ForgeDomain;
  let store: ForgeStore;
  let app: Express;
  let number: number;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'fairlead-pages-'));
    forge = await openForgeDomain({
      dataDir: directory,
      baseUrl: 'http://localhost:7010',
      onError: error => {
        throw error;
      },
    });
    store = ForgeStore.create(forge);
    await store.createUser({
      login: 'acme',
      name: 'Acme',
      email: '',
      type: 'Organization',
    });
    await store.createUser({ login: 'ada', ...ada });
    await store.createUser({
      login: 'grace',
      name: 'Grace',
      email: 'grace@example.com',
    });
    await store.createUser({
      login: 'fairlead[bot]',
      name: 'Fairlead',
      email: 'bot@example.com',
      type: 'Bot',
    });
    await store.createRepository({ ...shop, description: EVIL });
    const commit = (branch: string, files: Record<string, string>) =>
      store.commitFiles({
        ...shop,
        branch,
        message: `Change ${EVIL}\n\nA body`,
        author: ada,
        files,
      });
    await commit('main', {
      'README.md': `# Shop\n\n${EVIL} [bad](javascript:alert(1)) <details><summary>More</summary>\n\nHidden\n\n</details>\n<!-- a note -->`,
      'a dir/values.yaml': 'tag: "1.0.0"\nother: 1\n',
    });
    await commit('fairlead/promotion-1', {
      'a dir/values.yaml': 'tag: "1.1.0"\nother: 1\n',
    });
    number = await store.openPullRequest({
      ...shop,
      head: 'fairlead/promotion-1',
      base: 'main',
      title: `Promote ${EVIL}`,
      body: `**Why** ${EVIL}`,
      login: 'fairlead[bot]',
      labels: ['fairlead'],
    });
    app = express();
    app.use(createPagesRouter(forge));
  });
  afterEach(async () => {
    await forge.close();
    await rm(directory, { recursive: true, force: true });
  });

  const page = async (path: string, cookie = '') => {
    const { text } = await request(app)
      .get(path)
      .set('cookie', cookie)
      .expect(200);
    return text;
  };
  const press = async (
    action: string,
    form: Record<string, string> = {},
    cookie = '',
  ) =>
    request(app)
      .post(`/acme/shop/pull/${number}/${action}`)
      .set({ host: 'localhost:7010', origin: 'http://localhost:7010', cookie })
      .type('form')
      .send(form);
  const pullRequest = (): PullRequest =>
    forge.pullRequests.byNumber(forge.repositories.byName(shop), number);

  it('shows owners, repositories, files, commits and pull requests, and escapes what people wrote', async () => {
    const head = await store.resolveRef({ ...shop, ref: 'main' });
    const paths = [
      '/',
      '/acme',
      '/acme/shop',
      '/acme/shop/tree/main/a%20dir',
      '/acme/shop/tree/fairlead/promotion-1/a%20dir',
      '/acme/shop/blob/fairlead/promotion-1/a%20dir/values.yaml',
      '/acme/shop/blob/main/README.md',
      '/acme/shop/commits/main',
      `/acme/shop/commit/${head}`,
      '/acme/shop/pulls',
      '/acme/shop/pulls?state=all',
      `/acme/shop/pull/${number}`,
      `/acme/shop/pull/${number}?notice=${encodeURIComponent(EVIL)}`,
    ];
    for (const path of paths) {
      const text = await page(path);
      expect(text).not.toContain('<img src=x');
      expect(text).not.toMatch(/href="javascript:/i);
      expect(text).not.toContain('undefined');
      expect(text).not.toContain('[object Object]');
    }
    expect(await page('/')).toContain('href="/acme/shop"');
    const repository = await page('/acme/shop');
    expect(repository).toContain('<details><summary>More</summary>');
    expect(repository).not.toContain('a note');
    expect(
      await page('/acme/shop/blob/fairlead/promotion-1/a%20dir/values.yaml'),
    ).toContain('tag: &quot;1.1.0&quot;');
    const shown = await page(`/acme/shop/pull/${number}`);
    expect(shown).toContain('<strong>Why</strong>');
    expect(shown).toMatch(/class="plus">[\s\S]*tag: &quot;1\.1\.0&quot;/);
    expect(shown).toMatch(/class="minus">[\s\S]*tag: &quot;1\.0\.0&quot;/);
    expect(shown).toContain('fairlead[bot]');
    for (const name of [
      'Merge pull request',
      'Approve',
      'Close pull request',
    ]) {
      expect(shown).toMatch(
        new RegExp(`<button[^>]*>\\s*${name}\\s*</button>`),
      );
    }
  });

  it('says what is not there', async () => {
    for (const path of [
      '/nobody',
      '/acme/none',
      '/acme/shop/pull/99',
      '/acme/shop/pull/x',
      '/acme/shop/blob/main/none.txt',
      '/acme/shop/tree/none',
      '/acme/shop/commit/0123456789',
    ]) {
      const { text } = await request(app).get(path).expect(404);
      expect(text).toContain('Not found');
    }
  });

  it('approves, merges by the chosen method, and shows what became of it', async () => {
    const approved = await press('approve', { body: 'Looks good' });
    expect(approved.status).toBe(303);
    expect(approved.headers.location).toBe(`/acme/shop/pull/${number}`);
    expect(await page(`/acme/shop/pull/${number}`)).toMatch(
      /ada <span class="badge approved">/,
    );
    await press('merge', { method: 'squash' });
    expect(pullRequest()).toMatchObject({
      mergedAt: expect.any(String),
      mergedById: forge.users.byLogin('ada').id,
    });
    expect(
      await store.readFile({ ...shop, ref: 'main', path: 'a dir/values.yaml' }),
    ).toBe('tag: "1.1.0"\nother: 1\n');
    const merged = await page(`/acme/shop/pull/${number}`);
    expect(merged).toContain('<span class="badge merged">Merged</span>');
    expect(merged).not.toContain('Merge pull request</button>');
    expect(await page('/acme/shop/pulls?state=merged')).toContain('Promote');
  });

  it('closes, reopens, comments and asks for changes', async () => {
    await press('comment', { body: 'A word' });
    await press('request-changes');
    await press('close');
    expect(pullRequest().state).toBe('closed');
    expect(await page(`/acme/shop/pull/${number}`)).toContain(
      'Reopen pull request',
    );
    await press('reopen');
    expect(pullRequest().state).toBe('open');
    const shown = await page(`/acme/shop/pull/${number}`);
    expect(shown).toContain('A word');
    expect(shown).toContain('Changes requested');
  });

  it('shows statuses, those that are required and missing, and what waits for them', async () => {
    const repository = forge.repositories.byName(shop);
    const actor = forge.users.byLogin('ada');
    forge.repositories.update(repository, { allowAutoMerge: true });
    forge.protections.put({
      repository,
      branch: 'main',
      checks: { strict: false, contexts: ['fairlead/gates', 'ci'] },
    });
    await forge.checks.createStatus({
      repository,
      actor,
      sha: pullRequest().headSha,
      state: 'pending',
      context: 'fairlead/gates',
      description: `Waits for 2 gates ${EVIL}`,
      targetUrl: 'https://portal.example/promotions/42',
    });
    await forge.scheduling.enableAutoMerge({
      pullRequest: pullRequest(),
      actor,
    });
    const shown = await page(`/acme/shop/pull/${number}`);
    expect(shown).toContain('https://portal.example/promotions/42');
    expect(shown).toContain('Waits for 2 gates');
    expect(shown).not.toContain(EVIL);
    expect(shown).toMatch(
      /ci\s*<span class="muted">Required, and not reported/,
    );
    expect(shown).toContain('merged as soon as it can be: ada');
    expect(await page('/acme/shop/pulls')).toMatch(/badge pending">Pending</);
  });

  it('disables the merge with the reason, and says so to who tries all the same', async () => {
    await store.commitFiles({
      ...shop,
      branch: 'main',
      message: 'Meanwhile',
      author: ada,
      files: { 'a dir/values.yaml': 'tag: "9.9.9"\nother: 1\n' },
    });
    const shown = await page(`/acme/shop/pull/${number}`);
    expect(shown).toMatch(/conflict[\s\S]*disabled[^>]*>\s*Merge pull request/);
    const refused = await press('merge');
    expect(await page(refused.headers.location)).toContain(
      'Pull Request is not mergeable',
    );
    expect(pullRequest().state).toBe('open');
  });

  it('lets people choose who they are, and nobody approve what is their own', async () => {
    const own = await store.commitFiles({
      ...shop,
      branch: 'own',
      message: 'Own',
      author: ada,
      files: { 'own.txt': '1' },
    });
    expect(own.sha).toBeDefined();
    number = await store.openPullRequest({
      ...shop,
      head: 'own',
      base: 'main',
      title: 'Own',
      login: 'grace',
    });
    const chosen = await request(app)
      .post('/session')
      .set({ host: 'localhost:7010', origin: 'http://localhost:7010' })
      .type('form')
      .send({ login: 'grace', path: '//evil.example' })
      .expect(303);
    expect(chosen.headers.location).toBe('/');
    const [cookie] = String(chosen.headers['set-cookie']).split(';');
    const shown = await page(`/acme/shop/pull/${number}`, cookie);
    expect(shown).toContain('Nobody can approve their own pull request.');
    const refused = await press('approve', {}, cookie);
    expect(await page(refused.headers.location, cookie)).toContain(
      'Can not approve your own pull request',
    );
    await press('approve');
    const repository = forge.repositories.byName(shop);
    expect(
      forge.reviews
        .list(forge.pullRequests.byNumber(repository, number))
        .map(({ state }) => state),
    ).toEqual(['APPROVED']);
  });

  it('takes forms from its own pages only', async () => {
    for (const origin of ['http://evil.example', 'null', undefined]) {
      await request(app)
        .post(`/acme/shop/pull/${number}/merge`)
        .set({ host: 'localhost:7010', ...(origin && { origin }) })
        .expect(403);
    }
    expect(pullRequest().state).toBe('open');
  });
});
