import { mockServices, TestDatabaseId } from '@backstage/backend-test-utils';
import { testDatabases } from '../__testUtils__/testDatabases';
import { openDatabase } from '../store/openDatabase';
import { StoredTarget } from '../targets/StoredTarget';
import { at, entityRef, orders, running } from './__testUtils__/lane';
import { DeploymentsStore } from './DeploymentsStore';
import { laneKey, LaneStep } from './Lane';

const databases = testDatabases();
jest.setTimeout(60_000);

const lane = { entityRef, environment: 'prod' };

async function openStore(id: TestDatabaseId) {
  const knex = await databases.init(id);
  await openDatabase(
    mockServices.database.mock({ getClient: async () => knex }),
  );
  const store = DeploymentsStore.create({ knex });
  const laneNow = async () => {
    const lanes = await store.lanes({ entityRefs: [entityRef] });
    return lanes.get(laneKey(lane)) ?? { revision: 0 };
  };
  const write = async (step: LaneStep, targets: StoredTarget[] = []) => {
    const { revision } = await laneNow();
    return store.write({ lane, revision, step, targets });
  };
  return { knex, store, laneNow, write };
}

function begins(tag: string, seconds: number): LaneStep {
  return {
    begins: {
      version: { images: [{ name: orders, tag }] },
      revisions: ['a'.repeat(40)],
      startedAt: at(seconds).toISOString(),
      imageTargets: ['t'],
    },
  };
}

describe.each(databases.eachSupportedId())('DeploymentsStore on %s', id => {
  it('keeps deployments, one after the other', async () => {
    const { store, laneNow, write } = await openStore(id);
    const clock = {
      key: 'x',
      since: at(0).toISOString(),
      steadySince: at(1).toISOString(),
    };
    expect(await laneNow()).toEqual({ revision: 0 });
    expect(await write({ ...begins('1.4.2', 0), clock })).toBe(true);
    expect(await laneNow()).toMatchObject({
      clock,
      running: { imageTargets: ['t'] },
    });
    await write({ verifiedAt: at(30).toISOString(), clock });
    expect((await laneNow()).clock).toBeUndefined();
    await write(begins('1.5.0', 60));

    const [newest, oldest] = await store.list({ entityRef });
    expect(newest).toEqual({
      id: expect.any(String),
      entityRef,
      environment: 'prod',
      version: { images: [{ name: orders, tag: '1.5.0' }] },
      versionKey: `${orders}:1.5.0`,
      revisions: ['a'.repeat(40)],
      startedAt: at(60).toISOString(),
    });
    expect(oldest).toMatchObject({
      versionKey: `${orders}:1.4.2`,
      endedAt: at(60).toISOString(),
      verifiedAt: at(30).toISOString(),
    });
    expect((await laneNow()).running?.id).toBe(newest.id);
    expect(await store.get(oldest.id)).toEqual(oldest);
    expect(await store.get('none')).toBeUndefined();
    const only = (filter: { environment?: string; limit?: number }) =>
      store.list({ entityRef, ...filter });
    expect(await only({ environment: 'dev' })).toEqual([]);
    expect(await only({ environment: 'prod', limit: 1 })).toEqual([newest]);
    expect((await store.lanes()).size).toBe(1);
    expect((await store.lanes({ entityRefs: ['component:x/y'] })).size).toBe(0);
  });

  it('lists so many of each environment, however busy another one is', async () => {
    const { store, write } = await openStore(id);
    await write(begins('1.4.2', 0));
    for (const second of [1, 2, 3]) {
      await store.write({
        lane: { entityRef, environment: 'dev' },
        revision: second - 1,
        step: begins(`dev-${second}`, second),
        targets: [],
      });
    }
    const found = await store.list({ entityRef, limit: 2 });
    expect(found.map(({ version }) => version.images[0].tag)).toEqual([
      'dev-3',
      'dev-2',
      '1.4.2',
    ]);
  });

  it('takes one of several steps that were decided on the same state', async () => {
    const { store, laneNow, write } = await openStore(id);
    for (const tag of ['1', '2']) {
      const { revision } = await laneNow();
      const answers = await Promise.all(
        [1, 2, 3, 4].map(() =>
          store.write({ lane, revision, step: begins(tag, 0), targets: [] }),
        ),
      );
      expect(answers.filter(Boolean)).toHaveLength(1);
    }
    expect(await store.list({ entityRef })).toHaveLength(2);
    const stale = { lane, revision: 0, targets: [] };
    const outcome = {
      promotionId: 'p',
      verified: true,
      message: '',
      at: at(5),
    };
    expect(await store.writeOutcome({ ...stale, outcome })).toBe(false);
    await write({ clock: undefined });
    expect((await laneNow()).running?.verifiedAt).toBeUndefined();
  });

  it('lets the database refuse two that run in one lane', async () => {
    const { knex, write } = await openStore(id);
    await write(begins('1', 0));
    const row = await knex('deployments').first();
    await expect(
      knex('deployments').insert({ ...row, seq: 99, id: 'other' }),
    ).rejects.toMatchObject({ message: expect.stringMatching(/unique/i) });
  });

  it('remembers how a promotion ended', async () => {
    const { store, laneNow, write } = await openStore(id);
    await write(begins('1', 0));
    const end = async (verified: boolean) => {
      const { revision } = await laneNow();
      await store.writeOutcome({
        lane,
        revision,
        targets: [running(['1'])],
        outcome: { promotionId: 'p', verified, message: 'bad', at: at(9) },
      });
      const [newest] = await store.list({ entityRef });
      return newest;
    };
    const failed = await end(false);
    expect(failed).toMatchObject({ promotionId: 'p', failure: 'bad' });
    expect(failed.verifiedAt).toBeUndefined();
    const verified = await end(true);
    expect(verified.verifiedAt).toBe(at(9).toISOString());
    expect(verified.failure).toBeUndefined();
    expect(await store.targetsAt(verified.id)).toHaveLength(1);
  });

  it('keeps what targets looked like, as they were proven, for the newest 50', async () => {
    const { knex, store, write } = await openStore(id);
    const before = running(['1'], {
      status: { labels: { team: 'shop' }, version: { images: [] } },
    });
    const proven = running(['1']);
    await write(begins('1', 0), [before]);
    const [first] = await store.list({ entityRef });
    expect(await store.targetsAt(first.id)).toEqual([
      {
        ...before,
        status: { ...before.status, labels: {}, annotations: {} },
        updatedAt: first.startedAt,
      },
    ]);
    await write({ verifiedAt: at(30).toISOString() }, [proven]);
    expect(await store.targetsAt(first.id)).toMatchObject([
      { status: { version: proven.status.version } },
    ]);

    for (let each = 1; each < 50; each++) {
      await write(begins(`1.${each}`, 60 * each), [proven]);
    }
    expect(await store.targetsAt(first.id)).toBeDefined();
    await write(begins('2', 9000), [proven, { ...proven, id: 'other' }]);
    expect(await store.targetsAt(first.id)).toBeUndefined();
    expect(await store.list({ entityRef })).toHaveLength(51);

    const [newest] = await store.list({ entityRef, limit: 1 });
    expect(await store.targetsAt(newest.id)).toHaveLength(2);
    await knex('deployment_targets')
      .where({ deployment_id: newest.id, target_id: 'other' })
      .update({ status: '{"engine":"of old"}' });
    expect(await store.targetsAt(newest.id)).toBeUndefined();
    expect(await store.targetsAt('none')).toBeUndefined();
  });
});
