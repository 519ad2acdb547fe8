import { TestDatabases } from '@backstage/backend-test-utils';
import { rolloutStatus } from '../targets/__testUtils__/rolloutStatus';
import { promotionStory } from './__testUtils__/promotionStory';
import { timing } from './__testUtils__/timing';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

const waiting = rolloutStatus({
  state: 'waiting',
  phase: 'Paused',
  step: { index: 1, total: 4 },
  weight: { desired: 20, actual: 20 },
});
const aborted = rolloutStatus({
  state: 'aborted',
  phase: 'Degraded',
  stable: { id: 'a', images: [{ name: 'ghcr.io/acme/orders', tag: '1.4.2' }] },
  aborted: { message: 'metric "error-rate" assessed Failed.' },
});

describe('a promotion and the rollouts of its targets', () => {
  async function setUp() {
    const story = await promotionStory(await databases.init('SQLITE_3'));
    const id = await story.merged();
    const { world } = story;
    return {
      ...story,
      id,
      rollOut: (...rollouts: Parameters<typeof world.targets.rollOut>[1][]) =>
        world.targets.rollOut(world.staging, ...rollouts),
    };
  }

  it('has not succeeded while one is under way, however healthy its engine says it is', async () => {
    const { id, world, look, get, rollOut } = await setUp();
    world.sync();
    rollOut(waiting);
    await look();
    for (let hours = 0; hours < 12; hours += 1) await look(60 * 60_000);
    expect(await get(id)).toMatchObject({
      state: 'synced',
      message: expect.stringContaining(
        'The rollout orders of orders-staging is under way: step 2 of 4, 20 % of the traffic, waiting for somebody to promote it',
      ),
    });
    rollOut(rolloutStatus());
    await look();
    expect((await get(id)).state).toBe('settling');
    await look(timing.settleMs);
    expect((await get(id)).state).toBe('succeeded');
  });

  it.each(['Healthy', 'Degraded', 'Suspended'] as const)(
    'has failed when one is aborted, and the engine says %s',
    async status => {
      const { id, world, look, get, rollOut } = await setUp();
      world.sync({ health: { status } });
      rollOut(aborted);
      await look();
      expect((await get(id)).state).toBe('merged');
      await look(timing.graceMs);
      expect(await get(id)).toMatchObject({
        state: 'failed',
        message: expect.stringContaining(
          'orders-staging is synced to 1.5.0, and the rollout orders has gone back to 1.4.2: metric "error-rate" assessed Failed. Roll back here too, so that Git says what runs.',
        ),
      });
    },
  );

  it('forgives what is tried again, and what is about the version before', async () => {
    const { id, world, look, get, rollOut } = await setUp();
    rollOut(aborted);
    await look(timing.graceMs);
    await look(timing.graceMs);
    expect((await get(id)).state).toBe('merged');
    world.sync();
    await look();
    rollOut(rolloutStatus({ state: 'progressing', phase: 'Progressing' }));
    await look(timing.graceMs);
    await look(timing.graceMs);
    expect((await get(id)).state).toBe('synced');
    rollOut(rolloutStatus());
    await look();
    await look(timing.settleMs);
    expect((await get(id)).state).toBe('succeeded');
  });

  it('fails with one that its controller gives up, and is not content with what may be old', async () => {
    const { id, world, look, get, rollOut } = await setUp();
    world.sync();
    const stale = 'the cluster is away';
    for (const last of [rolloutStatus({ stale }), { ...aborted, stale }]) {
      rollOut(last);
      await look();
      await look(timing.settleMs + timing.graceMs);
      expect(await get(id)).toMatchObject({
        state: 'synced',
        message: expect.stringContaining('the cluster is away'),
      });
    }
    rollOut(
      rolloutStatus({
        state: 'degraded',
        phase: 'Degraded',
        message: 'ProgressDeadlineExceeded',
      }),
    );
    await look();
    await look(timing.graceMs);
    expect(await get(id)).toMatchObject({
      state: 'failed',
      message: expect.stringContaining(
        'The rollout orders of orders-staging is Degraded: ProgressDeadlineExceeded.',
      ),
    });
  });
});
