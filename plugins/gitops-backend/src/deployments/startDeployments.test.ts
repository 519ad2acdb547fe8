import { mockServices, TestDatabaseId } from '@backstage/backend-test-utils';
import { versionLabel } from '@fairlead/backstage-plugin-gitops-common';
import { Knex } from 'knex';
import { testDatabases } from '../__testUtils__/testDatabases';
import { waitFor } from '../clusters/__testUtils__/waitFor';
import { ScriptedTargets } from '../promotions/__testUtils__/ScriptedTargets';
import { openDatabase } from '../store/openDatabase';
import { StoredTarget } from '../targets/StoredTarget';
import { entityRef, orders } from './__testUtils__/lane';
import { DeploymentRecorder } from './DeploymentRecorder';
import { DeploymentsStore } from './DeploymentsStore';
import { startDeployments } from './startDeployments';

const databases = testDatabases();
jest.setTimeout(60_000);

async function open(id: TestDatabaseId): Promise<Knex> {
  const knex = await databases.init(id);
  await openDatabase(
    mockServices.database.mock({ getClient: async () => knex }),
  );
  return knex;
}

/** Replicas of the portal that see the same targets, and share one database. */
async function world(knex: Knex) {
  const targets = new ScriptedTargets();
  const { id } = targets.add({
    name: 'orders-prod',
    environment: 'prod',
    tag: '1.4.2',
  });
  const stops: Array<() => Promise<void>> = [];
  let promoting = false;
  const start = async (
    options: { settleMs?: number; all?: () => Promise<StoredTarget[]> } = {},
  ) => {
    const { settleMs = 0, all = () => targets.all() } = options;
    const started = await startDeployments({
      knex,
      logger: mockServices.logger.mock(),
      scheduler: mockServices.scheduler.mock(),
      services: {
        all: async () => ({ services: [{ entityRef, targets: await all() }] }),
      },
      settleMs,
      targets,
      isBeingPromoted: async () => promoting,
    });
    stops.push(started.stop);
    return started;
  };
  const run = (tag: string, more: Partial<StoredTarget['status']> = {}) =>
    targets.update(id, {
      version: { images: [{ name: orders, tag }] },
      ...more,
    });
  return {
    id,
    run,
    start,
    targets,
    promote(is: boolean) {
      promoting = is;
    },
    async stop() {
      await Promise.all(stops.map(stop => stop()));
    },
  };
}

describe.each(databases.eachSupportedId())('deployments on %s', id => {
  it('are written down as they become live, and verified', async () => {
    const { run, start, stop } = await world(await open(id));
    const { log } = await start({ settleMs: 300 });
    const newest = async () => (await log.list({ entityRef, limit: 1 }))[0];
    await waitFor(async () => (await newest())?.verifiedAt);
    run('1.5.0', { health: { status: 'Progressing' } });
    await waitFor(
      async () => versionLabel((await newest()).version) === '1.5.0',
    );
    expect((await newest()).verifiedAt).toBeUndefined();
    run('1.5.0', { health: { status: 'Healthy' } });
    const verified = await waitFor(async () => {
      const deployment = await newest();
      return deployment.verifiedAt ? deployment : undefined;
    });
    expect(await log.get(verified.id)).toEqual(verified);
    expect(await log.targetsAt(verified.id)).toMatchObject([
      { status: { version: { images: [{ tag: '1.5.0' }] } } },
    ]);
    await stop();
  });

  it('go on where a replica was stopped', async () => {
    const knex = await open(id);
    const { start, stop } = await world(knex);
    const settleMs = 3_600_000;
    const first = await start({ settleMs });
    await waitFor(async () => knex('deployment_lanes').first());
    await first.stop();
    const { log } = await start({ settleMs });
    expect(await log.list({ entityRef })).toMatchObject([
      { environment: 'prod' },
    ]);
    await stop();

    // As if that had been two hours ago.
    const lane = await knex('deployment_lanes').first();
    const { key } = JSON.parse(lane.clock);
    const since = new Date(Date.now() - 2 * settleMs).toISOString();
    await knex('deployment_lanes').update({
      clock: JSON.stringify({ key, since, steadySince: since }),
    });
    const third = await start({ settleMs });
    const [verified, ...others] = await waitFor(async () => {
      const all = await third.log.list({ entityRef });
      return all[0].verifiedAt ? all : undefined;
    });
    expect(verified.environment).toBe('prod');
    expect(others).toEqual([]);
    await third.stop();
  });

  it('are written down once, however many replicas look, and never from an older look', async () => {
    const knex = await open(id);
    const { run, start, stop, targets } = await world(knex);
    const replicas = await Promise.all(
      Array.from({ length: 3 }, () => start()),
    );
    const { log } = replicas[0];
    const labels = async () =>
      (await log.list({ entityRef })).map(({ version }) =>
        versionLabel(version),
      );
    await waitFor(async () => (await labels()).length > 0);

    // This one reads targets before the changes, and writes after all others.
    let release: (() => void) | undefined;
    const slow = DeploymentRecorder.create({
      logger: mockServices.logger.mock(),
      services: {
        all: async () => {
          const before = await targets.all();
          await new Promise<void>(resolve => {
            release = resolve;
          });
          return { services: [{ entityRef, targets: before }] };
        },
      },
      settleMs: 0,
      store: DeploymentsStore.create({ knex }),
      targets,
    });
    const look = slow.look();
    await waitFor(() => release);
    for (const tag of ['2', '3', '4']) {
      run(tag);
      await waitFor(async () => (await labels())[0] === tag);
    }
    release?.();
    await look;
    expect(await labels()).toEqual(['4', '3', '2', '1.4.2']);
    await slow.stop();
    const running = (await log.list({ entityRef })).filter(
      ({ endedAt }) => !endedAt,
    );
    expect(running).toHaveLength(1);
    await stop();
  });

  it('take the outcome of a promotion, which decides while it is under way', async () => {
    const { promote, run, start, stop } = await world(await open(id));
    const { log } = await start();
    const newest = async () => (await log.list({ entityRef, limit: 1 }))[0];
    await waitFor(async () => (await newest())?.verifiedAt);
    promote(true);
    run('1.5.0');
    const promotion = (toVersion: string) => ({
      id: 'p-1',
      entityRef,
      to: 'prod',
      plan: { toVersion: { images: [{ name: orders, tag: toVersion }] } },
    });
    const end = async (options: { tag: string; verified: boolean }) => {
      await log.recordOutcome({
        promotion: promotion(options.tag),
        verified: options.verified,
        message: 'the errors have doubled',
        at: new Date(),
      });
      return newest();
    };
    // It notices what is live before it writes, and leaves alone what is not the promotion's.
    expect(
      (await end({ tag: '1.6.0', verified: false })).failure,
    ).toBeUndefined();
    const live = await newest();
    expect([versionLabel(live.version), live.verifiedAt]).toEqual([
      '1.5.0',
      undefined,
    ]);
    expect(await end({ tag: '1.5.0', verified: false })).toMatchObject({
      promotionId: 'p-1',
      failure: 'the errors have doubled',
    });
    promote(false);
    run('1.5.0', { health: { status: 'Degraded' } });
    run('1.5.0', { health: { status: 'Healthy' } });
    const again = await end({ tag: '1.5.0', verified: true });
    expect(again.verifiedAt).toBeDefined();
    expect(again.failure).toBeUndefined();
    expect(await log.list({ entityRef })).toHaveLength(2);
    await stop();
  });

  it('are looked at again after the catalog was away, and not timed while a target is', async () => {
    const knex = await open(id);
    const { id: targetId, start, stop, targets } = await world(knex);
    let away = true;
    const { log } = await start({
      settleMs: 3_600_000,
      all: async () => {
        if (away) {
          away = false;
          throw new Error('the catalog is away');
        }
        return targets.all();
      },
    });
    const clockIs = async (present: boolean) => {
      const lane = await knex('deployment_lanes').first();
      return lane !== undefined && (lane.clock !== null) === present;
    };
    await waitFor(() => clockIs(true));
    targets.remove(targetId);
    await waitFor(() => clockIs(false));
    expect(await log.list({ entityRef })).toMatchObject([
      { environment: 'prod', versionKey: `${orders}:1.4.2` },
    ]);
    await stop();
  });
});
