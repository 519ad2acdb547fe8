import { testDatabases } from '../__testUtils__/testDatabases';
import { entityRef, PromotionWorld } from './__testUtils__/PromotionWorld';
import { timing } from './__testUtils__/timing';

const databases = testDatabases();
const leaseMs = 30_000;

describe.each(databases.eachSupportedId())('on %s', databaseId => {
  async function createWorld() {
    const knex = await databases.init(databaseId);
    return async () => {
      if (await knex.schema.hasTable('promotions')) {
        for (const table of [
          'promotion_events',
          'promotion_files',
          'promotions',
        ]) {
          await knex(table).delete();
        }
      }
      return PromotionWorld.create(knex);
    };
  }
  type Replica = ReturnType<PromotionWorld['replica']>;

  /** Asks for a promotion. */
  const ask = ({ service }: Replica, world: PromotionWorld) =>
    service.create({
      request: { entityRef, from: 'dev', to: 'staging', reason: 'Fix' },
      credentials: world.credentials,
      user: 'user:default/alice',
    });

  /** A whole life of a promotion, with a world in which everything goes well. */
  async function live(replica: Replica, world: PromotionWorld) {
    const { reconciler } = replica;
    const look = async (ms: number) => {
      world.pass(ms);
      reconciler.kick();
      await reconciler.idle();
    };
    if (world.repository.pullRequests.get(1)?.state !== 'merged') {
      await ask(replica, world);
      await look(timing.pollMs);
      world.repository.merge({ number: 1, by: 'carol' });
      world.sync({ health: { status: 'Progressing' } });
    }
    await look(timing.pollMs);
    world.sync();
    await look(timing.pollMs);
    await look(timing.pollMs);
  }

  async function expectOneCleanLife(replica: Replica, world: PromotionWorld) {
    const all = await replica.store.list({ limit: 10 });
    expect(all.map(({ state }) => state)).toEqual(['succeeded']);
    expect(world.repository.pullRequests.size).toBe(1);
    expect(world.repository.branches.size).toBe(2);
    const events = await replica.store.events(all[0].id);
    expect(events.map(({ type }) => type)).toEqual([
      'requested',
      'opened',
      'merged',
      'target-synced',
      'synced',
      'target-healthy',
      'settling',
      'succeeded',
    ]);
  }

  it('a crash at any step leaves one pull request and a timeline without gaps', async () => {
    const freshWorld = await createWorld();
    const calm = await freshWorld();
    const steps: string[] = [];
    const undisturbed = calm.replica({
      boundary: step => steps.push(step),
    });
    await live(undisturbed, calm);
    await undisturbed.reconciler.stop();
    await expectOneCleanLife(undisturbed, calm);
    expect(steps).toEqual(
      expect.arrayContaining([
        'after insert',
        'before openPullRequest',
        'after openPullRequest',
        'after update',
        'before release',
      ]),
    );

    let reached = 0;
    // A process that dies is the same for both databases; what it has written is not.
    const stride = databaseId === 'SQLITE_3' ? 1 : 4;
    let killed = 0;
    for (let deadly = 0; deadly < steps.length; deadly += stride) {
      killed++;
      const world = await freshWorld();
      let count = 0;
      const victim = world.replica({
        boundary: () => {
          if (count++ >= deadly) throw new Error('the process was killed');
        },
      });
      await live(victim, world).catch(() => undefined);
      await victim.reconciler.stop();
      // How often the database is asked whether something is due depends on the timing.
      reached += count > deadly ? 1 : 0;

      world.pass(leaseMs);
      const heir = world.replica();
      await live(heir, world);
      await heir.reconciler.stop();
      await expectOneCleanLife(heir, world);
    }
    expect(reached).toBeGreaterThan(killed * 0.8);
  }, 60_000);

  it('two replicas do everything once', async () => {
    const world = await (await createWorld())();
    const replicas = [world.replica(), world.replica()];
    const together = async (ms: number) => {
      world.pass(ms);
      const active = await replicas[0].store.active();
      const ids = active.map(({ id }) => id);
      await Promise.all(
        [...replicas, ...replicas].map(({ reconciler }) =>
          reconciler.wake(ids),
        ),
      );
      await Promise.all(replicas.map(({ reconciler }) => reconciler.idle()));
    };
    const answers = await Promise.all(
      [...replicas, ...replicas].map(replica => ask(replica, world)),
    );
    expect(new Set(answers.map(({ promotion }) => promotion.id)).size).toBe(1);
    expect(answers.filter(({ created }) => created)).toHaveLength(1);
    await together(0);
    world.repository.merge({ number: 1, by: 'carol' });
    world.sync({ health: { status: 'Progressing' } });
    await together(timing.pollMs);
    world.sync();
    await together(timing.pollMs);
    await together(timing.settleMs);
    for (const { reconciler } of replicas) await reconciler.stop();
    await expectOneCleanLife(replicas[0], world);
    const opens = world.forge.calls.filter(
      ({ method }) => method === 'openPullRequest',
    );
    expect(opens).toHaveLength(1);
  });
});
