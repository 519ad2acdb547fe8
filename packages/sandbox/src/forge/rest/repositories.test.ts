import { Octokit } from '@octokit/rest';
import { GithubDescription } from '../__testUtils__/GithubDescription';
import { startTestForge, TestForge } from '../__testUtils__/startTestForge';

const gitops = { owner: 'acme', repo: 'gitops' };

describe('people and repositories over REST', () => {
  const description = GithubDescription.read();
  let test: TestForge;
  let ada: Octokit['rest'];
  let bob: Octokit['rest'];

  beforeEach(async () => {
    test = await startTestForge(description);
    ada = test.client('ada').rest;
    bob = test.client('bob').rest;
  });
  afterEach(async () => test.stop());

  it('knows who asks, and tells about people and organizations', async () => {
    const me = await ada.users.getAuthenticated();
    expect(me.data).toMatchObject({ login: 'ada', name: 'Ada Lovelace' });
    expect(me.headers).toMatchObject({
      'x-ratelimit-limit': '5000',
      'x-github-request-id': expect.any(String),
      'x-oauth-scopes': expect.stringContaining('repo'),
    });
    const used = async () => (await ada.rateLimit.get()).data.rate.used;
    const before = await used();
    await ada.users.getByUsername({ username: 'ADA' });
    expect(await used()).toBe(before + 1);
    await ada.users.getByUsername({ username: 'acme' });
    await ada.orgs.get({ org: 'acme' });
    await ada.orgs.listForAuthenticatedUser();
    await ada.orgs.listForUser({ username: 'bob' });
    expect((await ada.orgs.listMembers({ org: 'acme' })).data).toHaveLength(2);
    await ada.teams.create({ org: 'acme', name: 'Platform Team' });
    const team = { org: 'acme', team_slug: 'platform-team' };
    expect((await ada.teams.getByName(team)).data.members_count).toBe(1);
    await ada.teams.list({ org: 'acme' });
    await ada.teams.listMembersInOrg(team);
    await ada.teams.addOrUpdateRepoPermissionsInOrg({ ...team, ...gitops });
    await ada.meta.root();
    await ada.meta.get();
    await expect(
      test.client().rest.users.getAuthenticated(),
    ).rejects.toMatchObject({ status: 401 });
    await expect(
      new Octokit({
        baseUrl: `${test.forge.url}/api/v3`,
        auth: 'wrong',
        log: {
          debug: () => undefined,
          info: () => undefined,
          warn: () => undefined,
          error: () => undefined,
        },
      }).rest.users.getAuthenticated(),
    ).rejects.toMatchObject({
      status: 401,
      response: { data: { message: 'Bad credentials' } },
    });
    await expect(
      ada.users.getByUsername({ username: 'nobody' }),
    ).rejects.toMatchObject({ status: 404 });
  });

  it('creates, changes and deletes repositories', async () => {
    const created = await ada.repos.createInOrg({
      org: 'acme',
      name: 'shop',
      private: true,
      description: 'The shop',
      auto_init: true,
    });
    expect(created.data).toMatchObject({
      full_name: 'acme/shop',
      private: true,
      default_branch: 'main',
      permissions: { push: true },
      clone_url: `${test.forge.url}/acme/shop.git`,
    });
    expect(created.data.size).toBeGreaterThan(0);
    await expect(
      ada.repos.createInOrg({ org: 'acme', name: 'Shop' }),
    ).rejects.toMatchObject({
      status: 422,
      response: {
        data: {
          errors: [
            expect.objectContaining({
              message: 'name already exists on this account',
            }),
          ],
        },
      },
    });
    const mine = await ada.repos.createForAuthenticatedUser({ name: 'notes' });
    expect(mine.data).toMatchObject({ full_name: 'ada/notes', size: 0 });

    const shop = { owner: 'acme', repo: 'shop' };
    await expect(test.client().rest.repos.get(shop)).rejects.toMatchObject({
      status: 404,
    });
    await ada.repos.replaceAllTopics({ ...shop, names: ['GitOps'] });
    expect((await ada.repos.getAllTopics(shop)).data.names).toEqual(['gitops']);
    const changed = await ada.repos.update({
      ...shop,
      private: false,
      delete_branch_on_merge: true,
      description: 'Sells',
    });
    expect(changed.data).toMatchObject({
      private: false,
      delete_branch_on_merge: true,
      description: 'Sells',
      topics: ['gitops'],
    });
    await ada.repos.addCollaborator({ ...shop, username: 'bob' });
    const { data } = await ada.repos.getCollaboratorPermissionLevel({
      ...shop,
      username: 'bob',
    });
    expect(data.permission).toBe('admin');
    await expect(
      bob.repos.update({ owner: 'ada', repo: 'notes', description: 'x' }),
    ).rejects.toMatchObject({ status: 403 });
    await expect(
      test.client('reader').rest.repos.update({ ...shop, description: 'x' }),
    ).rejects.toMatchObject({ status: 403 });

    const names = (await ada.repos.listForOrg({ org: 'acme' })).data.map(
      ({ name }) => name,
    );
    expect(names).toEqual(['gitops', 'shop']);
    await ada.repos.listForUser({ username: 'ada' });
    await ada.repos.listForAuthenticatedUser();
    await ada.repos.listForks(shop);
    await ada.repos.listLanguages(shop);
    await ada.activity.setRepoSubscription({ ...shop, subscribed: true });
    await ada.repos.delete(shop);
    await expect(ada.repos.get(shop)).rejects.toMatchObject({ status: 404 });
  });

  it('pages with links, and answers 304 to what has not changed', async () => {
    for (const n of [1, 2, 3, 4, 5]) {
      await test.commit('main', { 'n.txt': `${n}` });
    }
    const page = await ada.repos.listCommits({
      ...gitops,
      per_page: 2,
      page: 2,
      path: 'n.txt',
    });
    expect(page.data.map(({ sha }) => sha)).toHaveLength(2);
    expect(page.headers.link).toMatch(/page=3.*rel="next"/);
    expect(page.headers.link).toMatch(/page=1.*rel="prev"/);
    const all = await test
      .client('ada')
      .paginate('GET /repos/{owner}/{repo}/commits', {
        ...gitops,
        per_page: 2,
      });
    expect(all).toHaveLength(6);

    const { headers } = await ada.repos.get(gitops);
    expect(headers.etag).toBeDefined();
    await expect(
      ada.repos.get({ ...gitops, headers: { 'if-none-match': headers.etag } }),
    ).rejects.toMatchObject({ status: 304 });
    await ada.repos.update({ ...gitops, description: 'changed' });
    const again = await ada.repos.get({
      ...gitops,
      headers: { 'if-none-match': headers.etag },
    });
    expect(again.status).toBe(200);
  });
});
