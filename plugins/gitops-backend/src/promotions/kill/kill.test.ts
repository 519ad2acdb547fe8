import { setTimeout as delay } from 'node:timers/promises';
import { testDatabases } from '../../__testUtils__/testDatabases';
import { forgeWrites, storeWrites } from './__testUtils__/boundarySteps';
import { ConnectionCutter } from './__testUtils__/ConnectionCutter';
import { KillWorld } from './__testUtils__/KillWorld';

const databases = testDatabases();
const postgres = databases
  .eachSupportedId()
  .map(([id]) => id)
  .find(id => id.startsWith('POSTGRES'));
const onPostgres = postgres ? describe : describe.skip;
const remark = postgres
  ? ''
  : ' (left out, as there is no PostgreSQL: install one, or name one in BACKSTAGE_TEST_DATABASE_POSTGRES<version>_CONNECTION_STRING)';

const randomKills = 200;

// Hundreds of processes take their time where other tests run beside them.
jest.setTimeout(300_000);

/**
 * One promotion has exactly one pull request, whatever crashes, breaks, repeats or runs twice.
 *
 * Proven with real processes: replicas of the promotions' part of the backend are processes of their own, killed with
 * SIGKILL; the forge is the sandbox's, asked over HTTP by the client that asks GitHub; the database is PostgreSQL.
 * Six stories go on at the same time, one in each lane (see `stories`): reviewed, while the base moves under it;
 * merged automatically; superseded; cancelled; queued; and in waves. Everything is clicked twice, and each webhook
 * comes twice, late and in the wrong order.
 *
 * Each test goes on until all have come to their end. Then `expectCleanLives` looks at every promotion that ever was:
 * one pull request, one branch, one status comment, no contents left, a timeline without gaps, no lane with two, and
 * each write of a row, as a trigger has noted it, on top of the one before.
 *
 * Time does not pass by itself: the clocks of the replicas are set forward when they have nothing to do, and past the
 * end of all leases when nobody lives who could hold one.
 */
onPostgres(`promotions on replicas that are processes${remark}`, () => {
  let world: KillWorld;

  beforeAll(async () => {
    world = await KillWorld.create(
      await databases.init(postgres ?? 'SQLITE_3'),
    );
  });

  afterEach(async () => {
    await world?.portal.retire();
  });

  afterAll(async () => {
    await world?.end();
  });

  /** Steps that were not met, before or after. */
  const missing = (found: ReadonlySet<string>, steps: readonly string[]) =>
    steps
      .flatMap(step => [`before ${step}`, `after ${step}`])
      .filter(step => !found.has(step));

  it('are each opened once when two replicas share them', async () => {
    const { portal, forge } = world;
    const opened: string[] = [];
    const onBoundary = (step: string) => {
      if (step === 'before mutation createPullRequest') opened.push(step);
    };
    await world.whileTelling(async () => {
      await portal.start({ onBoundary });
      return portal.start({ onBoundary });
    });
    expect(opened).toHaveLength(forge.pullRequests().length);
    await world.expectCleanLives();
  });

  it('survive that each connection breaks, before and after the effect', async () => {
    const cutter = new ConnectionCutter(world.forge.faults);
    await world.whileTelling(() =>
      world.portal.start({
        onStep: (step, { go }) => cutter.pass(step, go),
      }),
    );
    expect(missing(cutter.cuts, forgeWrites)).toEqual([]);
    await world.expectCleanLives();
  });

  it('survive that their replica is killed at each boundary of each step', async () => {
    const { portal } = world;
    const killsBefore = portal.kills;
    const met = new Set<string>();
    const live = () => {
      let isDying = false;
      return portal.start({
        onStep: (step, { replica, go }) => {
          if (isDying) return;
          if (met.has(step)) {
            go();
            return;
          }
          met.add(step);
          isDying = true;
          portal.kill(replica);
        },
      });
    };
    const wanted = [...forgeWrites, ...storeWrites];
    // A death in one lane may hide a boundary in another one, where it had to come only once.
    for (let round = 0; round < 5; round++) {
      if (missing(met, wanted).length === 0) break;
      await world.whileTelling(live);
      await portal.retire();
    }
    expect(missing(met, wanted)).toEqual([]);
    await world.expectCleanLives();
    expect(portal.kills - killsBefore).toBe(met.size);
  });

  it(`survive ${randomKills} deaths at random moments, two replicas at once, while connections break`, async () => {
    const { portal, forge } = world;
    const killsBefore = portal.kills;
    const looksBefore = portal.cutLooks;
    const liveAndDie = async () => {
      let steps = 1 + world.below(30);
      let isTime = () => {};
      const time = new Promise<void>(resolve => (isTime = resolve));
      const replica = await portal.start({
        onBoundary: () => {
          steps -= 1;
          if (steps === 0) isTime();
        },
      });
      await Promise.race([time, replica.died]);
      // Anywhere between this boundary and later ones.
      await delay(world.below(8));
      await portal.kill(replica);
    };
    await world.whileTelling(
      async () => {
        forge.faults.add({
          surface: 'forge',
          times: 1 + world.below(3),
          path: ['/git/', '/graphql', '/api/'][world.below(3)],
          fault: { type: 'cut', when: world.below(2) ? 'before' : 'after' },
        });
        await Promise.all([liveAndDie(), liveAndDie()]);
        return undefined;
      },
      { until: () => portal.kills - killsBefore >= randomKills },
    );
    await world.expectCleanLives();
    expect(portal.kills - killsBefore).toBeGreaterThanOrEqual(randomKills);
    // Most of them in the middle of something.
    expect(portal.cutLooks - looksBefore).toBeGreaterThan(randomKills / 2);
  });
});
