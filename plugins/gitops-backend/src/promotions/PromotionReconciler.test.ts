import { ServiceUnavailableError } from '@backstage/errors';
import { testDatabases } from '../__testUtils__/testDatabases';
import {
  entityRef,
  kustomization,
  PromotionWorld,
  repoUrl,
  stagingFile,
  timing,
} from './__testUtils__/PromotionWorld';

const databases = testDatabases();
const request = {
  entityRef,
  from: 'dev',
  to: 'staging',
  reason: 'The fix for the rounding error',
};

describe.each(databases.eachSupportedId())('promotions on %s', databaseId => {
  async function setUp() {
    const world = await PromotionWorld.create(await databases.init(databaseId));
    const { service, reconciler, store } = world.replica();
    const { credentials } = world;
    const create = (part: Partial<typeof request> = {}) =>
      service.create({
        request: { ...request, ...part },
        credentials,
        user: 'user:default/alice',
      });
    const cancel = (id: string) =>
      service.cancel({
        id,
        reason: 'Not now',
        credentials,
        user: 'user:default/bob',
      });
    /** Lets time pass and looks at what is due. */
    const look = async (ms = timing.pollMs) => {
      world.pass(ms);
      reconciler.kick();
      await reconciler.idle();
    };
    const get = async (id: string) => {
      const found = await store.get(id);
      if (!found) throw new Error(`there is no promotion ${id}`);
      return found;
    };
    const opened = async () => {
      const { promotion } = await create();
      await reconciler.idle();
      return promotion.id;
    };
    const merged = async () => {
      const id = await opened();
      world.repository.merge({ number: 1, by: 'carol' });
      await look();
      return id;
    };
    const timeline = async (id: string) =>
      (await store.events(id)).map(({ type }) => type);
    return {
      world,
      service,
      store,
      reconciler,
      create,
      cancel,
      look,
      get,
      opened,
      merged,
      timeline,
    };
  }

  it('goes from a request to a verified version', async () => {
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
    expect(world.repository.commitOf(branch).files.get(stagingFile)).toBe(
      kustomization('1.5.0'),
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
    await look(timing.settleMs);
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
});

test('placeholder', () => {
  expect([ServiceUnavailableError, repoUrl]).toBeTruthy();
});
