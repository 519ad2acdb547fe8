import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { waitFor } from '../clusters/__testUtils__/waitFor';
import { LiveTree } from '../resources/LiveTree';
import { openDatabase } from '../store/openDatabase';
import { StoredTarget, TargetsChange } from '../targets/StoredTarget';
import { factsOf, live, now, pod } from './__testUtils__/facts';
import { examinationAt } from './examination';
import { Examiner } from './Examiner';
import { StoredFindings } from './Findings';
import { FindingsStore } from './FindingsStore';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const engines = [{ id: 'argocd', title: 'Argo CD' }];
const waiting = { reason: 'ErrImagePull', message: 'x: not found' };
const broken = live([pod('a', { container: { state: { waiting } } })]);

function target(
  id: string,
  health: StoredTarget['status']['health']['status'],
) {
  const facts = factsOf({ status: { health: { status: health } } });
  return { ...facts.target, id };
}

async function openWorld(given: StoredTarget[]) {
  const knex = await databases.init('SQLITE_3');
  await openDatabase(
    mockServices.database.mock({ getClient: async () => knex }),
  );
  const all = new Map(given.map(each => [each.id, each]));
  const listeners = new Set<(change: TargetsChange) => void>();
  const store = FindingsStore.create({ knex });
  const reads: string[] = [];
  const announced: string[] = [];
  let tree: Partial<LiveTree> = broken;
  let underWay = 0;
  let most = 0;
  const targets = {
    all: async () => [...all.values()],
    find: async (conditions: object[]) =>
      conditions.flatMap(each =>
        'id' in each ? (all.get(`${each.id}`) ?? []) : [],
      ),
    problems: async () => [],
    onChange: (listener: (change: TargetsChange) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const reader = {
    read: async ({ id }: StoredTarget): Promise<LiveTree> => {
      reads.push(id);
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise(resolve => setImmediate(resolve));
      underWay -= 1;
      return {
        ...broken,
        problems: [],
        truncated: false,
        readAt: new Date().toISOString(),
        ...tree,
      };
    },
  };
  const examiner = () =>
    Examiner.create({
      engines,
      logger: mockServices.logger.mock(),
      store,
      targets,
      tree: reader,
      announce: ids => announced.push(...ids),
      timing: { firstMs: 50, longestMs: 100, collectMs: 5 },
    });
  return {
    store,
    reads,
    announced,
    examiner,
    findings: StoredFindings.create({ engines, store }),
    most: () => most,
    show: (next: Partial<LiveTree>) => {
      tree = next;
    },
    put: (next: StoredTarget) => {
      all.set(next.id, next);
      const change = {
        changed: [next.id],
        added: [],
        removed: [],
        clusters: [],
      };
      for (const listener of listeners) listener(change);
    },
  };
}

describe('Examiner', () => {
  it('reads what is not well, a few at a time, and leaves alone what is well', async () => {
    const world = await openWorld([
      target('well', 'Healthy'),
      ...['a', 'b', 'c', 'd', 'e'].map(id => target(id, 'Degraded')),
    ]);
    const stop = world.examiner().start();
    await waitFor(() => new Set(world.reads).size === 5);
    await waitFor(() => world.announced.length >= 5);
    await stop();
    expect(world.most()).toBeLessThanOrEqual(3);
    expect(world.reads).not.toContain('well');
    const found = await world.findings.of([
      target('a', 'Degraded'),
      target('well', 'Healthy'),
    ]);
    expect([...found.keys()]).toEqual(['a']);
    expect(found.get('a')).toMatchObject([{ rule: 'image-pull' }]);
  });

  it('looks again while it lasts, and tells only what is new', async () => {
    const world = await openWorld([target('a', 'Degraded')]);
    const stop = world.examiner().start();
    await waitFor(() => world.reads.length >= 3);
    expect(world.announced).toEqual(['a']);
    world.show(live([pod('a', { container: { ready: true } })]));
    await waitFor(() => world.announced.length === 2);
    await stop();
    expect(
      (await world.findings.of([target('a', 'Degraded')])).get('a'),
    ).toMatchObject([{ rule: 'unhealthy' }]);
  });

  it('keeps what it knows when nothing can be read', async () => {
    const world = await openWorld([target('a', 'Degraded')]);
    const stop = world.examiner().start();
    await waitFor(() => world.announced.length === 1);
    world.show({ nodes: [], pods: [], events: [], complaints: [] });
    const { length } = world.reads;
    await waitFor(() => world.reads.length > length + 1);
    await stop();
    expect(await world.store.of(['a'])).toMatchObject(
      new Map([['a', { problems: [{ rule: 'image-pull' }] }]]),
    );
  });

  it('forgets what was found when it is well again', async () => {
    const world = await openWorld([target('a', 'Degraded')]);
    const stop = world.examiner().start();
    await waitFor(() => world.announced.length === 1);
    world.put(target('a', 'Healthy'));
    await waitFor(async () => (await world.store.of(['a'])).size === 0);
    const { length } = world.reads;
    world.put(target('b', 'Degraded'));
    await waitFor(() => world.reads.includes('b'));
    expect(world.reads.slice(length)).not.toContain('a');
    await stop();
  });

  it('does not read what another replica reads', async () => {
    const world = await openWorld([target('a', 'Degraded')]);
    const before = new Date();
    const stops = [1, 2, 3].map(() => world.examiner().start());
    await waitFor(() => world.reads.length >= 3);
    const rounds = (Date.now() - before.getTime()) / 50;
    await Promise.all(stops.map(stop => stop()));
    expect(world.reads.length).toBeLessThanOrEqual(rounds + 1);
  });
});

describe('examinationAt', () => {
  const ofStatus = (status: Partial<StoredTarget['status']>) =>
    examinationAt(factsOf({ status }).target, now)?.toISOString();

  it('waits for what may come right by itself', () => {
    const since = '2026-11-24T09:59:30Z';
    expect(ofStatus({ health: { status: 'Healthy' } })).toBeUndefined();
    expect(ofStatus({ health: { status: 'Degraded' } })).toBe(
      now.toISOString(),
    );
    expect(ofStatus({ health: { status: 'Progressing', since } })).toBe(
      '2026-11-24T10:00:30.000Z',
    );
    expect(
      ofStatus({ operation: { phase: 'Running', startedAt: since } }),
    ).toBe('2026-11-24T10:00:30.000Z');
    expect(ofStatus({ operation: { phase: 'Failed' } })).toBe(
      now.toISOString(),
    );
    expect(
      ofStatus({ health: { status: 'Degraded' }, suspended: true }),
    ).toBeUndefined();
  });
});
