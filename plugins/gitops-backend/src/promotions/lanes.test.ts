import { ConflictError } from '@backstage/errors';
import { testDatabases } from '../__testUtils__/testDatabases';
import { promotionStory } from './__testUtils__/promotionStory';
import {
  image,
  kustomization,
  PromotionWorld,
  repoUrl,
  stagingFile,
} from './__testUtils__/PromotionWorld';

const databases = testDatabases();

describe.each(databases.eachSupportedId())('a lane, on %s', databaseId => {
  async function setUp() {
    const knex = await databases.init(databaseId);
    if (await knex.schema.hasTable('promotions')) {
      for (const table of [
        'promotion_events',
        'promotion_files',
        'promotions',
      ]) {
        await knex(table).delete();
      }
    }
    const story = await promotionStory(knex);
    const { world, create, reconciler } = story;
    /** Development runs another version by now, and somebody asks for it. */
    const request = async (tag: string) => {
      const [dev] = await world.targets.all();
      world.targets.update(dev.id, {
        version: { images: [{ name: image, tag }] },
      });
      world.pass(1_000);
      const { promotion } = await create();
      await reconciler.idle();
      return promotion.id;
    };
    const states = async (...ids: string[]) =>
      Promise.all(ids.map(async id => (await story.get(id)).state));
    const openPullRequests = () =>
      [...world.repository.pullRequests.values()]
        .filter(({ state }) => state === 'open')
        .map(({ number }) => number);
    return { ...story, request, states, openPullRequests };
  }

  it('that supersedes closes the older pull request, links the newer one and opens that', async () => {
    const { world, opened, request, states, get, openPullRequests, timeline } =
      await setUp();
    const older = await opened();
    const newer = await request('1.6.0');
    expect(await states(older, newer)).toEqual(['superseded', 'open']);
    expect(openPullRequests()).toEqual([2]);
    expect(world.forge.comments.get(`${repoUrl}#1`)?.join()).toContain(
      `/gitops/promotions/${newer}`,
    );
    expect(world.repository.branches.size).toBe(2);
    expect(await get(older)).toMatchObject({ links: { supersededBy: newer } });
    expect(await get(newer)).toMatchObject({ links: { supersedes: older } });
    expect(await timeline(newer)).toEqual(['requested', 'turn', 'opened']);
  });

  it('that supersedes leaves the branch that a person pushed to', async () => {
    const { world, opened, request, states } = await setUp();
    const older = await opened();
    const { headBranch } = world.repository.pullRequests.get(1) ?? {};
    world.repository.commit({
      parents: [world.repository.commitOf(`${headBranch}`).sha],
      files: new Map([['notes.txt', 'mine']]),
      message: 'By hand',
      branch: `${headBranch}`,
    });
    expect(await states(older, await request('1.6.0'))).toEqual([
      'superseded',
      'open',
    ]);
    expect(world.repository.branches.has(`${headBranch}`)).toBe(true);
  });

  it('lets what is merged prove itself, unless it goes wrong', async () => {
    const { world, merged, request, states, look } = await setUp();
    const older = await merged();
    world.sync({ health: { status: 'Progressing' } });
    await look();
    const newer = await request('1.6.0');
    expect(await states(older, newer)).toEqual(['synced', 'queued']);
    world.sync({ health: { status: 'Degraded' } });
    await look();
    await look();
    expect(await states(older, newer)).toEqual(['superseded', 'open']);
  });

  it.each<[string, (world: PromotionWorld) => void]>([
    [
      'nobody syncs by hand',
      world =>
        world.targets.update(world.staging, {
          autoSync: { enabled: false, prune: false, selfHeal: false },
          sync: { status: 'OutOfSync' },
        }),
    ],
    [
      'nobody resumes',
      world => world.sync({ health: { status: 'Suspended' } }),
    ],
    [
      'can not be read for long',
      world =>
        world.targets.update(world.staging, {
          unreachable: {
            since: '2026-11-24T08:00:00.000Z',
            message: 'connection refused',
            fault: 'cluster',
          },
        }),
    ],
  ])('does not wait for what %s', async (_, stick) => {
    const { world, merged, request, states, look } = await setUp();
    const older = await merged();
    stick(world);
    await look();
    expect((await states(older))[0]).toMatch(/merged|synced/);
    const newer = await request('1.6.0');
    await look();
    expect(await states(older, newer)).toEqual(['superseded', 'open']);
  });

  it('that queues takes one after the other, in order', async () => {
    const { world, opened, request, states, cancel, get, reconciler } =
      await setUp();
    world.policy.lane = 'queue';
    const first = await opened();
    const second = await request('1.6.0');
    const third = await request('1.7.0');
    expect(await states(first, second, third)).toEqual([
      'open',
      'queued',
      'queued',
    ]);
    expect((await get(third)).message).toMatch(/waiting for another/i);
    await cancel(first);
    await reconciler.idle();
    expect(await states(first, second, third)).toEqual([
      'cancelled',
      'open',
      'queued',
    ]);
    await cancel(third);
    expect(await states(second, third)).toEqual(['open', 'cancelled']);
  });

  it('that queues goes on from what the one before has written', async () => {
    const { world, opened, request, states, get, look } = await setUp();
    world.policy.lane = 'queue';
    const first = await opened();
    const second = await request('1.6.0');
    world.repository.merge({ number: 1, by: 'carol' });
    await look();
    world.sync();
    await look();
    await look();
    expect(await states(first, second)).toEqual(['succeeded', 'open']);
    const { plan, conflicts } = await get(second);
    expect(conflicts).toEqual([]);
    expect(plan.fromVersion.images).toMatchObject([{ tag: '1.5.0' }]);
    expect(plan.edits).toMatchObject([{ from: '1.5.0', to: '1.6.0' }]);

    world.commit({ [stagingFile]: kustomization('1.4.2') });
    await look();
    expect((await get(second)).conflicts).toMatchObject([{ now: '1.4.2' }]);
  });

  it('that queues has one promotion when two people ask at the same moment', async () => {
    const { world, opened, create, store } = await setUp();
    world.policy.lane = 'queue';
    await opened();
    const [dev] = await world.targets.all();
    world.targets.update(dev.id, {
      version: { images: [{ name: image, tag: '1.6.0' }] },
    });
    const answers = await Promise.all([create(), create(), create()]);
    expect(new Set(answers.map(({ promotion }) => promotion.id)).size).toBe(1);
    expect(await store.list({ limit: 10 })).toHaveLength(2);
  });

  it('that rejects keeps everybody out', async () => {
    const { world, opened, request } = await setUp();
    world.policy.lane = 'reject';
    await opened();
    await expect(request('1.6.0')).rejects.toThrow(ConflictError);
  });

  it('has one promotion when two people ask at the same moment', async () => {
    const { world, create, reconciler, store } = await setUp();
    const answers = await Promise.all([create(), create(), create()]);
    await reconciler.idle();
    expect(new Set(answers.map(({ promotion }) => promotion.id)).size).toBe(1);
    expect(await store.list({ limit: 10 })).toHaveLength(1);
    expect(world.repository.pullRequests.size).toBe(1);
  });
});
