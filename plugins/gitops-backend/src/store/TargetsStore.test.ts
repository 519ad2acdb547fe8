import { mockServices } from '@backstage/backend-test-utils';
import { TestDatabaseId } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { testDatabases } from '../__testUtils__/testDatabases';
import { storedTarget } from '../services/__testUtils__/storedTarget';
import { StoredTarget, TargetCondition } from '../targets/StoredTarget';
import { openDatabase } from './openDatabase';
import { TargetSourcesStore } from './TargetSourcesStore';
import { TargetsStore } from './TargetsStore';
import { TargetWrite } from './writeTargets';

const databases = testDatabases();
jest.setTimeout(60_000);

const source = (cluster = 'hub') => ({
  cluster,
  resource: 'applications.argoproj.io',
});

async function openStore(id: TestDatabaseId) {
  const knex = await databases.init(id);
  await openDatabase(
    mockServices.database.mock({ getClient: async () => knex }),
  );
  const sources = TargetSourcesStore.create({ database: knex });
  const store = TargetsStore.create({ database: knex, sources });
  for (const cluster of ['hub', 'spoke']) {
    await sources.ensure({ ...source(cluster), kind: 'Application' });
  }
  const put = (...targets: StoredTarget[]) =>
    store.write({
      targets: new Map(targets.map(target => [target.id, putOf(target)])),
      positions: [],
    });
  const ids = async (...conditions: TargetCondition[]) =>
    (await store.find(conditions)).map(({ status }) => status.object.name);
  return { knex, sources, store, put, ids };
}

function putOf({ status, environment }: StoredTarget): TargetWrite {
  return {
    type: 'put',
    source: source(status.object.cluster),
    status,
    ...(environment && { environment }),
  };
}

async function queriesOf(knex: Knex, run: () => Promise<unknown>) {
  const queries: string[] = [];
  const note = ({ sql }: { sql: string }) => queries.push(sql);
  knex.on('query', note);
  await run();
  knex.removeListener('query', note);
  return queries;
}

describe.each(databases.eachSupportedId())('TargetsStore on %s', id => {
  it('gives back what was written', async () => {
    const { store, put } = await openStore(id);
    const target = storedTarget({
      name: 'orders-dev',
      environment: 'dev',
      labels: { team: 'shop' },
    });
    expect(await put(target)).toEqual({
      changed: [],
      added: [target.id],
      removed: [],
    });
    expect(await store.all()).toEqual([
      { ...target, updatedAt: expect.stringMatching(/^\d{4}-.*Z$/) },
    ]);
  });

  it('finds by each condition, and by several in one query', async () => {
    const { knex, store, put, ids } = await openStore(id);
    await put(
      storedTarget({ name: 'a', labels: { team: 'shop', tier: 'web' } }),
      storedTarget({
        name: 'b',
        namespace: 'team-b',
        labels: { team: 'shop' },
      }),
      storedTarget({ name: 'b', cluster: 'spoke' }),
      storedTarget({
        name: 'c',
        annotations: { 'fairlead/entity-ref': 'Component:default/Orders' },
      }),
      storedTarget({ name: 'd', labels: { team: 'other' } }),
    );

    expect(await ids({ id: 'hub:argoproj.io:application:argocd:a' })).toEqual([
      'a',
    ]);
    expect(await ids({ entityRef: 'component:default/orders' })).toEqual(['c']);
    expect(await ids({ entityRef: 'Component:default/Orders' })).toEqual(['c']);
    expect(await ids({ name: 'b' })).toEqual(['b', 'b']);
    expect(await ids({ name: 'b', namespace: 'team-b' })).toEqual(['b']);
    expect(await ids({ name: 'b', cluster: 'spoke' })).toEqual(['b']);
    expect(await ids({ labels: { team: 'shop' } })).toEqual(['a', 'b']);
    expect(await ids({ labels: { team: 'shop', tier: 'web' } })).toEqual(['a']);
    expect(
      await ids({ namespace: 'argocd', labels: { team: 'shop' } }),
    ).toEqual(['a']);
    expect(await ids({ labels: { team: 'sho' } })).toEqual([]);
    expect(await ids()).toEqual([]);
    expect(await ids({}, { labels: {} }, { name: '' })).toEqual([]);

    const all = [
      { id: 'hub:argoproj.io:application:argocd:a' },
      { entityRef: 'component:default/orders' },
      { name: 'b' },
      { name: 'a' },
      { labels: { team: 'other' } },
    ];
    expect(await ids(...all)).toEqual(['a', 'c', 'd', 'b', 'b']);
    expect(await queriesOf(knex, () => store.find(all))).toHaveLength(1);
  });

  it('writes only what differs, and says what that is', async () => {
    const { knex, put, ids } = await openStore(id);
    const target = storedTarget({ name: 'a', environment: 'dev' });
    await put(target);

    const again = await queriesOf(knex, async () =>
      expect(await put(target)).toEqual({
        changed: [],
        added: [],
        removed: [],
      }),
    );
    expect(again.filter(sql => /^(insert|update|delete)/.test(sql))).toEqual(
      [],
    );

    const reconciled = {
      ...target,
      status: { ...target.status, reconciledAt: '2026-10-01T00:00:00Z' },
    };
    expect(await put(reconciled)).toMatchObject({ changed: [], added: [] });
    expect(
      await put(storedTarget({ name: 'a', environment: 'dev', tag: '2' })),
    ).toMatchObject({ changed: [target.id], added: [] });
    expect(
      await put(storedTarget({ name: 'a', environment: 'prod', tag: '2' })),
    ).toMatchObject({ changed: [], added: [target.id] });
    expect(
      await put(
        storedTarget({ name: 'a', environment: 'prod', labels: { x: 'y' } }),
      ),
    ).toMatchObject({ added: [target.id] });
    expect(await ids({ labels: { x: 'y' } })).toEqual(['a']);
    await put(storedTarget({ name: 'a', environment: 'prod' }));
    expect(await ids({ labels: { x: 'y' } })).toEqual([]);
  });

  it('removes on request, and what a list did not have, of that source only', async () => {
    const { knex, store, put, ids } = await openStore(id);
    const [a, b, c] = ['a', 'b', 'c'].map(name =>
      storedTarget({ name, labels: { team: 'shop' } }),
    );
    await put(a, b, c, storedTarget({ name: 'a', cluster: 'spoke' }));
    expect(
      await store.write({
        targets: new Map([
          [a.id, { type: 'remove' }],
          ['unknown', { type: 'remove' }],
        ]),
        positions: [],
      }),
    ).toEqual({ changed: [], added: [], removed: [a.id] });
    expect(await store.removeUnseen(source(), new Set([c.id]))).toEqual([b.id]);
    expect(await ids({ name: 'a' }, { name: 'b' }, { name: 'c' })).toEqual([
      'c',
      'a',
    ]);
    expect(
      await knex('target_labels').select('target_id', 'key', 'value'),
    ).toEqual([{ target_id: c.id, key: 'team', value: 'shop' }]);
  });

  it('keeps the last status of an object that can no longer be understood', async () => {
    const { store, put } = await openStore(id);
    const target = storedTarget({ name: 'a', environment: 'dev' });
    await put(target);
    const mark = (targetId: string) =>
      store.write({
        targets: new Map([[targetId, { type: 'mark', reason: 'Why.' }]]),
        positions: [],
      });
    expect(await mark(target.id)).toMatchObject({ changed: [target.id] });
    expect(await mark(target.id)).toMatchObject({ changed: [] });
    expect(await mark('never:seen')).toMatchObject({ changed: [], added: [] });
    expect(await store.all()).toEqual([
      expect.objectContaining({
        environment: 'dev',
        status: { ...target.status, stale: 'Why.' },
      }),
    ]);
  });

  it('marks the targets of a source that fails, until it is read again', async () => {
    const { sources, store, put } = await openStore(id);
    await put(
      storedTarget({ name: 'a' }),
      storedTarget({ name: 'a', cluster: 'spoke' }),
    );
    const unreachable = async () =>
      (await store.all()).map(target => target.unreachable);
    const problem = {
      message: 'No answer',
      fault: 'network',
      remedy: 'Look',
    } as const;
    const since = '2026-10-01T12:00:00.000Z';

    expect(await sources.report(source(), { state: 'reading' })).toBe(false);
    expect(
      await sources.report(source(), { state: 'failing', since, problem }),
    ).toBe(true);
    expect(
      await sources.report(source(), {
        state: 'failing',
        since: '2026-10-02T12:00:00.000Z',
        problem,
      }),
    ).toBe(false);
    expect(await unreachable()).toEqual([
      { since, message: 'No answer', fault: 'network' },
      undefined,
    ]);
    expect(await sources.problems()).toEqual([
      { cluster: 'hub', kind: 'Application', since, ...problem },
    ]);

    expect(await sources.report(source(), { state: 'reading' })).toBe(true);
    expect(await unreachable()).toEqual([undefined, undefined]);
    expect(await sources.problems()).toEqual([]);
  });

  it('says when a status was confirmed, not only when it last changed', async () => {
    const { knex, sources, store, put } = await openStore(id);
    const target = storedTarget({ name: 'a' });
    await put(target);
    await knex('targets').update({ updated_at: '2026-10-01T00:00:00.000Z' });
    await sources.report(source(), { state: 'reading' });
    const updatedAt = async () => (await store.all())[0].updatedAt;
    expect(await updatedAt()).not.toBe('2026-10-01T00:00:00.000Z');
    await sources.report(source(), {
      state: 'failing',
      since: '2026-10-01T00:00:00.000Z',
      problem: { message: 'x', fault: 'cluster' },
    });
    expect(await updatedAt()).toBe('2026-10-01T00:00:00.000Z');
  });

  it('remembers how far a watch got, with what it told', async () => {
    const { sources, store, put } = await openStore(id);
    expect(await sources.resumePoint(source())).toBeUndefined();
    await sources.listed({ ...source(), resourceVersion: '10' });
    await put(storedTarget({ name: 'a' }));
    await store.write({
      targets: new Map(),
      positions: [{ ...source(), resourceVersion: '12' }],
    });
    expect(await sources.resumePoint(source())).toEqual({
      resourceVersion: '12',
      listedAt: expect.any(String),
    });
    expect(await sources.resumePoint(source('spoke'))).toBeUndefined();
  });

  it('assigns what is stored to environments again', async () => {
    const { store, put } = await openStore(id);
    const a = storedTarget({ name: 'a', environment: 'dev' });
    const b = storedTarget({ name: 'b', environment: 'dev' });
    await put(a, b);
    expect(
      await store.reassign({
        environmentOf: ({ object }) =>
          object.name === 'a' ? 'dev' : undefined,
        destinationOf: () => 'spoke',
      }),
    ).toEqual([b.id]);
    expect((await store.all()).map(({ environment }) => environment)).toEqual([
      'dev',
      undefined,
    ]);
  });

  it('reads what an older version wrote as far as it fits, and writes it anew', async () => {
    const { knex, store, put } = await openStore(id);
    const [a, b] = ['a', 'b'].map(name => storedTarget({ name }));
    await put(a, b);
    await knex('targets').update({ format: 0 });
    await knex('targets')
      .where({ name: 'b' })
      .update({ status: JSON.stringify({ engine: 'argocd' }) });
    expect((await store.all()).map(target => target.id)).toEqual([a.id]);
    expect(await put(a, b)).toMatchObject({ changed: [a.id, b.id] });
    expect(await store.all()).toHaveLength(2);
  });

  it('takes thousands at once', async () => {
    const { store, put } = await openStore(id);
    const targets = Array.from({ length: 2000 }, (_, index) =>
      storedTarget({
        name: `app-${index}`,
        labels: { team: `team-${index % 50}`, tier: 'web', app: `${index}` },
      }),
    );
    expect((await put(...targets)).added).toHaveLength(2000);
    expect(await store.all()).toHaveLength(2000);
    expect(
      await store.find([{ labels: { team: 'team-7', tier: 'web' } }]),
    ).toHaveLength(40);
    expect(await store.removeUnseen(source(), new Set())).toHaveLength(2000);
    expect(await store.all()).toEqual([]);
  });
});
