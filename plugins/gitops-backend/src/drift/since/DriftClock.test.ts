import { mockServices } from '@backstage/backend-test-utils';
import { testDatabases } from '../../__testUtils__/testDatabases';
import { storedTarget } from '../../services/__testUtils__/storedTarget';
import { openDatabase } from '../../store/openDatabase';
import { StoredTarget, TargetsChange } from '../../targets/StoredTarget';
import { DriftClock } from './DriftClock';
import { DriftSinceStore } from './DriftSinceStore';

const databases = testDatabases();
jest.setTimeout(60_000);

type Sync = StoredTarget['status']['sync']['status'];

class Targets {
  readonly all = new Map<string, StoredTarget>();
  readonly #listeners = new Set<(change: TargetsChange) => void>();

  put(name: string, status: Sync): string {
    const target = storedTarget({ name });
    const { id } = target;
    this.all.set(id, {
      ...target,
      status: { ...target.status, sync: { status } },
    });
    this.tell({ changed: [id] });
    return id;
  }

  tell(change: Partial<TargetsChange>): void {
    const all = {
      changed: [],
      added: [],
      removed: [],
      clusters: [],
      ...change,
    };
    this.#listeners.forEach(listener => listener(all));
  }

  readonly reader = {
    all: async () => [...this.all.values()],
    find: async (conditions: object[]) =>
      conditions.flatMap(each =>
        'id' in each ? (this.all.get(`${each.id}`) ?? []) : [],
      ),
    problems: async () => [],
    onChange: (listener: (change: TargetsChange) => void) => {
      this.#listeners.add(listener);
      return () => this.#listeners.delete(listener);
    },
  };
}

describe.each(databases.eachSupportedId())('DriftClock on %s', id => {
  it('remembers since when, across restarts and replicas, until it is over', async () => {
    const knex = await databases.init(id);
    await openDatabase(
      mockServices.database.mock({ getClient: async () => knex }),
    );
    const store = DriftSinceStore.create({ knex });
    const targets = new Targets();
    const clock = (minute: number) =>
      DriftClock.create({
        logger: mockServices.logger.mock(),
        now: () => new Date(Date.UTC(2026, 10, 24, 10, minute)),
        store,
        targets: targets.reader,
      });
    const since = async (target: string) => {
      const found = await store.of([target]);
      return found.get(target)?.slice(14, 16);
    };

    const first = clock(0);
    const stopFirst = first.start();
    await first.settled();
    const orders = targets.put('orders', 'OutOfSync');
    const cart = targets.put('cart', 'Synced');
    await first.settled();
    expect([await since(orders), await since(cart)]).toEqual(['00', undefined]);
    await knex('targets').insert(rowOf(orders));

    const second = clock(5);
    const stopSecond = second.start();
    targets.put('orders', 'Unknown');
    targets.put('orders', 'OutOfSync');
    targets.put('cart', 'OutOfSync');
    await Promise.all([first.settled(), second.settled()]);
    expect(await since(orders)).toBe('00');
    expect(['00', '05']).toContain(await since(cart));
    await stopFirst();

    targets.put('orders', 'Synced');
    await second.settled();
    expect(await since(orders)).toBeUndefined();
    targets.put('orders', 'OutOfSync');
    await second.settled();
    expect(await since(orders)).toBe('05');
    targets.tell({ removed: [cart] });
    await second.settled();
    expect(await since(cart)).toBeUndefined();
    await stopSecond();

    await store.begin(['gone'], 'then');
    targets.all.delete(cart);
    const third = clock(9);
    const stopThird = third.start();
    await third.settled();
    expect(await since(orders)).toBe('05');
    expect((await store.of(['gone'])).size).toBe(0);
    await stopThird();
  });
});

function rowOf(targetId: string) {
  const target = storedTarget({ name: 'orders' });
  return {
    id: targetId,
    cluster: 'hub',
    resource: 'applications.argoproj.io',
    engine: 'argocd',
    kind: 'Application',
    namespace: 'argocd',
    name: 'orders',
    format: 1,
    content_hash: '',
    labels_hash: '',
    status: JSON.stringify(target.status),
    updated_at: target.updatedAt,
  };
}
