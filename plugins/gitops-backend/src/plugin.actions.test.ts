import {
  component,
  deployedComponent,
  overlayOf,
  serviceFiles,
} from './__testUtils__/portal/services';
import { refusalOf, TestPortal } from './__testUtils__/portal/TestPortal';
import { TestRepository } from './__testUtils__/portal/TestRepository';
import { TestWorld } from './__testUtils__/portal/TestWorld';
import { waitFor } from './clusters/__testUtils__/waitFor';

jest.setTimeout(60_000);

const versions = { dev: '1.1.0', staging: '1.0.0' };
const orders = 'component:default/orders';
const eve = 'user:default/eve';

describe('the API', () => {
  const entities = [deployedComponent('orders'), component('idle')];
  let world: TestWorld;
  let portal: TestPortal;
  let dev: string;
  let staging: string;
  let unowned: string;

  beforeAll(async () => {
    world = await TestWorld.start(serviceFiles('orders', versions));
    const deploy = async (environment: string, version: string) =>
      world.deploy({ service: 'orders', environment, version });
    dev = await deploy('dev', '1.1.0');
    staging = await deploy('staging', '1.0.0');
    unowned = await world.deploy({
      service: 'stray',
      environment: 'dev',
      version: '1.0.0',
    });
    portal = await TestPortal.start(world, { entities });
    await portal.service('orders', ({ environments }) =>
      environments.slice(0, 2).every(({ targets }) => targets.length === 1),
    );
  });

  afterAll(async () => {
    await portal?.stop();
    await world?.end();
  });

  describe('of actions', () => {
    it('asks Argo CD to sync, once at a time', async () => {
      expect(await portal.ada.syncTarget(dev)).toEqual({
        message: 'Argo CD was asked to sync orders-dev.',
      });
      expect(world.argocd.nonprod.read({ name: 'orders-dev' })).toMatchObject({
        operation: { initiatedBy: { username: 'user:default/ada' } },
      });
      await portal.service('orders', ({ environments }) => {
        const [target] = environments[0].targets;
        return target.status.operation?.phase === 'Running';
      });
      expect(await refusalOf(portal.ada.syncTarget(dev))).toEqual({
        status: 409,
        message:
          'Argo CD is already working on orders-dev; try again when that operation has finished.',
      });
      expect(portal.audited.slice(-2)).toEqual([
        'target-sync succeeded',
        'target-sync failed',
      ]);
    });

    it('asks Argo CD to compare again', async () => {
      expect(await portal.ada.refreshTarget(staging)).toEqual({
        message: 'Argo CD was asked to compare orders-staging with Git again.',
      });
      expect(
        world.argocd.nonprod.read({ name: 'orders-staging' }).metadata,
      ).toMatchObject({
        annotations: { 'argocd.argoproj.io/refresh': 'normal' },
      });
      await portal.service('orders', ({ environments }) =>
        Boolean(environments[1].targets[0].status.stale),
      );
    });

    it('refuses those who may not, and what belongs to nobody', async () => {
      const permission = 'gitops.target.sync';
      const allow = portal.policy.deny({ permission, user: eve });
      expect(await refusalOf(portal.as(eve).syncTarget(staging))).toEqual({
        status: 403,
        message: `You lack the permission ${permission} on ${orders} in staging`,
      });
      allow();
      expect(await refusalOf(portal.ada.refreshTarget(unowned))).toEqual({
        status: 403,
        message:
          'stray-dev belongs to no service, so nobody can be allowed to refresh it here',
      });
      expect(await refusalOf(portal.ada.syncTarget('a:b:c:d:e'))).toEqual({
        status: 404,
        message: 'There is no target a:b:c:d:e, or you may not see it',
      });
    });

    it('passes on why the cluster refuses, and that it is not there', async () => {
      const reader = await TestPortal.start(world, {
        entities,
        role: 'reader',
      });
      await reader.service('orders');
      const refusal = await refusalOf(reader.ada.syncTarget(staging));
      expect(refusal.status).toBe(403);
      expect(refusal.message).toMatch(
        /^The cluster nonprod refused to change applications argocd\/orders-staging: .*User "portal-reader" cannot patch resource "applications"/,
      );
      await reader.stop();

      const up = world.fault({
        surface: 'cluster:nonprod',
        fault: { type: 'down' },
      });
      expect(await refusalOf(portal.ada.refreshTarget(staging))).toMatchObject({
        status: 503,
        message: expect.stringMatching(
          /^The cluster nonprod could not be asked to read applications argocd\/orders-staging: connect ECONNREFUSED/,
        ),
      });
      up();
    });
  });

  describe('of commits', () => {
    it('asks the forge once for each, and never again', async () => {
      const repoUrl = `${world.repository.url}.git`;
      const get = async (sha: string) =>
        portal.ada.getCommits({ commits: [{ repoUrl, sha }] });
      const expectedOf = (sha: string) => [
        {
          repoUrl,
          sha,
          url: `${world.repository.url}/commit/${sha}`,
          author: 'Grace',
          message: 'Explain the carts',
          date: expect.any(String),
        },
      ];
      // A pipeline file may be read at the same moment, but not at each.
      const sha = await waitFor(async () => {
        const made = await world.repository.commit(
          { 'docs/a.md': `A ${Date.now()}\n` },
          { message: 'Explain the carts\n\nAt length.' },
        );
        const requests = await world.requestsDuring(async () => {
          const [first, second] = await Promise.all([get(made), get(made)]);
          expect(first).toMatchObject(expectedOf(made));
          expect(second).toEqual(first);
        });
        return requests.join() === 'forge POST /api/graphql' && made;
      });
      const expected = expectedOf(sha);

      const up = world.fault({ surface: 'forge', fault: { type: 'down' } });
      expect(await get(sha)).toMatchObject(expected);
      const unknown = { repoUrl, sha: '1'.repeat(40) };
      expect(
        await portal.ada.getCommits({ commits: [unknown, { repoUrl, sha }] }),
      ).toMatchObject(expected);
      up();
    });

    it('tells only what is in repositories of services that one may read', async () => {
      const secret = await TestRepository.create({
        forge: world.forge,
        name: 'secret',
      });
      const sha = await world.repository.head();
      const known = { repoUrl: world.repository.url, sha };
      const unknown = { repoUrl: secret.url, sha: await secret.head() };
      const commitsFor = async (user: string) =>
        portal.as(user).getCommits({ commits: [known, unknown] });
      expect(await commitsFor('user:default/ada')).toMatchObject([{ sha }]);
      for (const permission of ['gitops.read', 'catalog.entity.read']) {
        const allow = portal.policy.deny({ permission, user: eve });
        const requests = await world.requestsDuring(async () => {
          expect(await commitsFor(eve)).toEqual([]);
        });
        expect(requests).toEqual([]);
        allow();
      }
    });
  });

  describe('of changes', () => {
    const change = (part: object = {}) => ({
      repoUrl: world.repository.url,
      headBranch: 'new/stock',
      title: 'Add stock',
      description: 'The new service.',
      files: [
        { path: 'apps/stock/a.yaml', content: 'a: 1\n' },
        { path: 'README.md', content: '# gitops\n' },
      ],
      labels: ['new'],
      ...part,
    });

    it('opens one pull request for a branch, whatever becomes of it', async () => {
      const base = await world.repository.head();
      const opened = await portal.ada.openChange(change());
      expect(opened).toMatchObject({
        state: 'open',
        title: 'Add stock',
        headBranch: 'new/stock',
      });
      expect(
        await world.repository.read('apps/stock/a.yaml', 'new/stock'),
      ).toBe('a: 1\n');
      expect(await world.repository.head()).toBe(base);
      expect(world.repository.pullRequests()).toMatchObject([
        {
          number: opened.number,
          body: 'The new service.\n\nRequested by `user:default/ada`.',
          labels: ['new'],
        },
      ]);
      expect((await portal.ada.openChange(change())).number).toBe(
        opened.number,
      );
      await world.repository.merge(opened.number);
      expect(await portal.ada.openChange(change())).toMatchObject({
        number: opened.number,
        state: 'merged',
      });
      expect(world.repository.pullRequests()).toHaveLength(1);
    });

    it.each(['../outside.yaml', '/etc/passwd', 'a/../../b', '.git/config'])(
      'refuses the path %s',
      async path => {
        const files = [{ path, content: 'x' }];
        expect(
          await refusalOf(portal.ada.openChange(change({ files }))),
        ).toEqual({
          status: 400,
          message: `"${path}" is no path inside a repository`,
        });
      },
    );

    it('refuses to replace a file', async () => {
      const path = overlayOf('orders', 'dev');
      const files = [{ path, content: 'resources: []\n' }];
      expect(
        await refusalOf(
          portal.ada.openChange(change({ files, headBranch: 'new/orders' })),
        ),
      ).toEqual({
        status: 409,
        message: `${world.repository.url} already has ${path} with other content; choose another name`,
      });
      expect(await world.repository.head('new/orders')).toBe('');
    });

    it('refuses those who may not, unknown hosts, and what says nothing', async () => {
      const permission = 'gitops.change.create';
      const allow = portal.policy.deny({ permission, user: eve });
      expect(await refusalOf(portal.as(eve).openChange(change()))).toEqual({
        status: 403,
        message: `You lack the permission ${permission}`,
      });
      allow();
      expect(portal.audited.at(-1)).toBe('change-create failed');
      const repoUrl = 'https://git.example.com/acme/gitops';
      expect(
        await refusalOf(portal.ada.openChange(change({ repoUrl }))),
      ).toEqual({
        status: 400,
        message: `No integration covers ${repoUrl}: add its host to "integrations" in the portal's config`,
      });
      expect(
        await refusalOf(portal.ada.openChange(change({ title: '' }))),
      ).toMatchObject({
        status: 400,
        message: expect.stringContaining('The request is malformed: title:'),
      });
      expect(
        await refusalOf(
          portal.ada.openChange(
            change({ baseBranch: 'none', headBranch: 'x' }),
          ),
        ),
      ).toMatchObject({ status: 404 });
    });
  });

  it('shows nothing of a service that the catalog hides', async () => {
    const allow = portal.policy.deny({
      permission: 'catalog.entity.read',
      entityRef: orders,
      user: eve,
    });
    const api = portal.as(eve);
    expect(await refusalOf(api.getService(orders))).toMatchObject({
      status: 404,
    });
    expect(JSON.stringify(await api.getFleet())).not.toContain('orders');
    expect(await refusalOf(api.syncTarget(staging))).toMatchObject({
      status: 404,
    });
    expect(
      await refusalOf(
        api.planPromotion({ entityRef: orders, from: 'dev', to: 'staging' }),
      ),
    ).toMatchObject({ status: 404 });
    allow();
  });
});
