import {
  ConflictError,
  NotAllowedError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { testDatabases } from '../__testUtils__/testDatabases';
import { promotionStory } from './__testUtils__/promotionStory';
import {
  kustomization,
  repoUrl,
  stagingFile,
} from './__testUtils__/PromotionWorld';
import { timing } from './__testUtils__/timing';

const databases = testDatabases();

describe.each(databases.eachSupportedId())('promotions on %s', databaseId => {
  const setUp = async () => promotionStory(await databases.init(databaseId));

  it('go from a request to a verified version', async () => {
    const { world, create, reconciler, look, get, timeline } = await setUp();
    const { promotion, created } = await create();
    expect(created).toBe(true);
    expect(promotion).toMatchObject({ state: 'planned', from: 'dev' });

    await reconciler.idle();
    const { id } = promotion;
    const open = await get(id);
    expect(open).toMatchObject({
      state: 'open',
      message: 'Pull request #1 can be merged.',
      pullRequest: { number: 1, state: 'open' },
    });
    const branch = open.pullRequest?.headBranch ?? '';
    expect(branch).toMatch(/^fairlead\/orders-staging-[0-9a-f]{10}$/);
    const written = world.repository.commitOf(branch);
    expect(written.files.get(stagingFile)).toBe(kustomization('1.5.0'));
    expect(written.message).toBe(
      `Promote orders 1.5.0 to staging\n\nThe fix for the rounding error\n\nPromotion-Id: ${id}\nPromoted-From: dev\nPromoted-To: staging\nRequested-By: user:default/alice`,
    );

    world.repository.merge({ number: 1, by: 'carol' });
    await look();
    expect(await get(id)).toMatchObject({
      state: 'merged',
      message: expect.stringMatching(
        /^Waiting for orders-staging to sync: it is at [0-9a-f]{7}, the merge is [0-9a-f]{7}\.$/,
      ),
    });

    world.sync({ health: { status: 'Progressing' } });
    await look();
    expect(await get(id)).toMatchObject({ state: 'synced' });
    world.sync();
    await look();
    expect(await get(id)).toMatchObject({ state: 'settling' });
    await look(timing.settleMs - 1000);
    expect(await get(id)).toMatchObject({ state: 'settling' });
    await look(1000);
    expect(await get(id)).toMatchObject({
      state: 'succeeded',
      finishedAt: world.now().toISOString(),
    });
    expect(await timeline(id)).toEqual([
      'requested',
      'opened',
      'merged',
      'target-synced',
      'synced',
      'target-healthy',
      'settling',
      'succeeded',
    ]);
    const states = world.changes.map(({ state }) => state);
    expect([...new Set(states)]).toEqual([
      'planned',
      'opening',
      'open',
      'merged',
      'synced',
      'settling',
      'succeeded',
    ]);
    expect(world.forge.opened.size).toBe(1);
  });

  it('have no gap in their timeline, whatever happened while nobody looked', async () => {
    const { world, opened, look, get, timeline } = await setUp();
    const id = await opened();
    world.repository.merge({ number: 1, by: 'carol' });
    world.sync();
    await look();
    expect((await get(id)).state).toBe('settling');
    await look(timing.settleMs);
    expect(await timeline(id)).toEqual([
      'requested',
      'opened',
      'merged',
      'target-synced',
      'synced',
      'target-healthy',
      'settling',
      'succeeded',
    ]);
  });

  it('tell what the pull request waits for, and each change once', async () => {
    const { world, opened, look, get, store } = await setUp();
    const id = await opened();
    const say = async (
      part: Parameters<typeof world.forge.changePullRequest>[0] extends infer T
        ? Partial<T>
        : never,
    ) => {
      world.forge.changePullRequest({ repoUrl, number: 1, ...part });
      await look();
      await look();
      return (await get(id)).message;
    };
    expect(await say({ checks: 'pending', review: 'required' })).toBe(
      'Waiting for the checks of pull request #1.',
    );
    expect(await say({ checks: 'failing' })).toBe(
      'Checks of pull request #1 fail.',
    );
    expect(await say({ checks: 'passing' })).toBe(
      'Waiting for a review of pull request #1.',
    );
    expect(await say({ review: 'changes-requested' })).toBe(
      'A reviewer of pull request #1 asked for changes.',
    );
    expect(await say({ review: 'approved' })).toBe(
      'Pull request #1 can be merged.',
    );
    expect(await say({ mergeable: 'conflicting' })).toMatch(
      /conflicts with main/,
    );
    expect((await store.events(id)).map(({ message }) => message)).toEqual([
      expect.stringContaining('was requested'),
      'Pull request #1 was opened: Promote orders 1.5.0 to staging',
      'Checks are running.',
      'A review is required.',
      'A check fails.',
      'All checks pass.',
      'A reviewer asked for changes.',
      'It was approved.',
      'It conflicts with the branch it is to be merged into.',
    ]);
  });

  it('end as closed when a person closes the pull request', async () => {
    const { world, opened, look, get, create, store } = await setUp();
    const id = await opened();
    world.forge.changePullRequest({
      repoUrl,
      number: 1,
      state: 'closed',
      closedBy: 'dave',
    });
    await look();
    expect(await get(id)).toMatchObject({
      state: 'closed',
      message: 'Pull request #1 was closed without being merged by dave.',
    });
    expect((await store.events(id)).at(-1)).toMatchObject({
      type: 'closed',
      actor: 'dave',
    });
    expect((await create()).created).toBe(true);
  });

  describe('that are cancelled', () => {
    it('close the pull request, delete the branch and free the lane', async () => {
      const { world, opened, cancel, create, timeline } = await setUp();
      const id = await opened();
      expect(await cancel(id)).toMatchObject({
        state: 'cancelled',
        message: 'Cancelled by bob: Not now',
        pullRequest: { state: 'closed' },
      });
      expect(world.forge.comments.get(`${repoUrl}#1`)).toEqual([
        expect.stringContaining('Not now'),
      ]);
      expect([...world.repository.branches.keys()]).toEqual(['main']);
      expect(await timeline(id)).toEqual([
        'requested',
        'opened',
        'cancel-requested',
        'cancelled',
      ]);
      expect(await cancel(id)).toMatchObject({ state: 'cancelled' });
      expect((await create()).created).toBe(true);
    });

    it('leave a branch alone that a person pushed to', async () => {
      const { world, opened, cancel, get } = await setUp();
      const id = await opened();
      const branch = (await get(id)).pullRequest?.headBranch ?? '';
      const { sha } = world.repository.commit({
        parents: [world.repository.commitOf(branch).sha],
        files: new Map([[stagingFile, kustomization('1.5.1')]]),
        message: 'By hand',
        branch,
      });
      await cancel(id);
      expect(world.repository.branches.get(branch)).toBe(sha);
    });

    it('go on when the pull request was merged first', async () => {
      const { world, opened, cancel, get, timeline } = await setUp();
      const id = await opened();
      world.repository.merge({ number: 1, by: 'carol' });
      await expect(cancel(id)).rejects.toThrow(ConflictError);
      expect((await get(id)).state).toBe('merged');
      expect(await timeline(id)).toContain('cancel-too-late');
      await expect(cancel(id)).rejects.toThrow(/merged already/);
    });

    it('are closed as soon as the forge answers again', async () => {
      const { world, opened, cancel, look, get } = await setUp();
      const id = await opened();
      world.forge.failNext('closePullRequest', {
        error: new ServiceUnavailableError('github.com is down'),
        afterEffect: true,
      });
      expect(await cancel(id)).toMatchObject({
        state: 'open',
        message: expect.stringContaining('github.com is down'),
      });
      await look();
      expect((await get(id)).state).toBe('cancelled');
      expect(world.forge.comments.get(`${repoUrl}#1`)).toHaveLength(1);
    });
  });

  describe('with a forge in trouble', () => {
    it.each([false, true])(
      'open one pull request when the connection is cut (after the effect: %s)',
      async afterEffect => {
        const { world, create, reconciler, look, get, timeline } =
          await setUp();
        world.forge.failNext('openPullRequest', {
          error: new ServiceUnavailableError(
            'github.com limits the portal',
            Object.assign(new Error('limited'), {
              retryAt: new Date('2026-11-24T09:00:30Z'),
            }),
          ),
          afterEffect,
        });
        const { promotion } = await create();
        await reconciler.idle();
        expect(await get(promotion.id)).toMatchObject({
          state: 'opening',
          message:
            'Waiting for the forge: github.com limits the portal. Trying again at 2026-11-24T09:00:30.000Z.',
        });
        await look(29_000);
        await reconciler.wake([promotion.id]);
        await reconciler.idle();
        expect((await get(promotion.id)).state).toBe('opening');
        await look(1_000);
        expect((await get(promotion.id)).state).toBe('open');
        expect(world.repository.pullRequests.size).toBe(1);
        expect(world.repository.branches.size).toBe(2);
        expect(await timeline(promotion.id)).toEqual([
          'requested',
          'waiting',
          'opened',
        ]);
      },
    );

    it('give up when it refuses for good, and free the lane', async () => {
      const { world, create, reconciler, get } = await setUp();
      world.forge.failNext('openPullRequest', {
        error: new ConflictError('there is a branch with other content'),
      });
      const { promotion } = await create();
      await reconciler.idle();
      expect(await get(promotion.id)).toMatchObject({
        state: 'errored',
        message:
          'The pull request could not be opened: there is a branch with other content.',
      });
      expect((await create()).created).toBe(true);
    });

    it('wait a while for a person to grant what is missing', async () => {
      const { world, create, look, get, timeline } = await setUp();
      for (let attempt = 0; attempt < 20; attempt++) {
        world.forge.failNext('openPullRequest', {
          error: new NotAllowedError('the app may not write'),
        });
      }
      const { promotion } = await create();
      for (let attempt = 0; attempt < 11; attempt++) await look(300_000);
      expect((await get(promotion.id)).state).toBe('opening');
      for (let attempt = 0; attempt < 2; attempt++) await look(300_000);
      expect(await get(promotion.id)).toMatchObject({
        state: 'errored',
        message: expect.stringContaining('the app may not write'),
      });
      expect(await timeline(promotion.id)).toEqual([
        'requested',
        'waiting',
        'errored',
      ]);
    });

    it('wait for an open pull request that can not be read', async () => {
      const { world, opened, look, get, timeline } = await setUp();
      const id = await opened();
      for (let attempt = 0; attempt < 20; attempt++) {
        world.forge.failNext('readPullRequests', {
          error: new NotAllowedError('the app was suspended'),
        });
        await look(300_000);
      }
      expect(await get(id)).toMatchObject({
        state: 'open',
        message: 'Waiting for the forge: the app was suspended.',
      });
      world.repository.merge({ number: 1, by: 'carol' });
      await look(300_000);
      expect((await get(id)).state).toBe('merged');
      expect(await timeline(id)).toEqual([
        'requested',
        'opened',
        'waiting',
        'merged',
      ]);
    });
  });

  it('read all open pull requests in one call', async () => {
    const { world, opened, look } = await setUp();
    await opened();
    const prod = world.targets.add({
      name: 'orders-prod',
      environment: 'prod',
      tag: '1.4.1',
    });
    world.commit({
      [`${prod.status.sources[0].path}/kustomization.yaml`]:
        kustomization('1.4.1'),
    });
    const { service, reconciler } = world.replica();
    await service.create({
      request: {
        entityRef: 'component:default/orders',
        from: 'staging',
        to: 'prod',
        reason: 'Release',
      },
      credentials: world.credentials,
      user: 'user:default/alice',
    });
    await reconciler.idle();
    // The branch has moved since the first plan was made, which is looked at once.
    await look();
    world.forge.calls.length = 0;
    await look();
    expect(world.forge.calls).toEqual([
      {
        method: 'readPullRequests',
        options: expect.arrayContaining([
          { repoUrl, number: 1 },
          { repoUrl, number: 2 },
        ]),
      },
    ]);
  });
});
