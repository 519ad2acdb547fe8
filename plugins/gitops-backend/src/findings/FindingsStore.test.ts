import { mockServices } from '@backstage/backend-test-utils';
import { testDatabases } from '../__testUtils__/testDatabases';
import { openDatabase } from '../store/openDatabase';
import { FindingsStore } from './FindingsStore';
import { FoundProblem } from './rankFindings';

const databases = testDatabases();
jest.setTimeout(60_000);

const at = (minute: number) => new Date(Date.UTC(2026, 10, 24, 10, minute));
const problem: FoundProblem = {
  rule: 'crash-loop',
  severity: 'error',
  title: 'A container crashes',
  explanation: 'It ended with “1”.',
  remedy: 'Read its log.',
  evidence: 'back-off',
  resource: { group: 'apps', kind: 'Deployment', name: 'orders' },
};

describe.each(databases.eachSupportedId())('FindingsStore on %s', id => {
  async function open() {
    const knex = await databases.init(id);
    await openDatabase(
      mockServices.database.mock({ getClient: async () => knex }),
    );
    return { knex, store: FindingsStore.create({ knex }) };
  }

  const claim = (
    store: FindingsStore,
    options: { now: Date; until: Date; targetId?: string },
  ) => store.claim({ targetId: 'a', ...options });

  it('gives a target to one of those who want to read it, until a time', async () => {
    const { store } = await open();
    const now = at(0);
    const until = at(1);
    const claims = await Promise.all(
      [1, 2, 3, 4].map(() => claim(store, { now, until })),
    );
    expect(claims.filter(Boolean)).toHaveLength(1);
    expect(await claim(store, { now, until, targetId: 'b' })).toBe(true);
    expect(await claim(store, { now: at(1), until: at(2) })).toBe(true);
    expect(await claim(store, { now: at(1), until: at(2) })).toBe(false);
  });

  it('keeps what was found, and tells whether it is new', async () => {
    const { store } = await open();
    expect(await store.of(['a'])).toEqual(new Map());
    await claim(store, { now: at(0), until: at(1) });
    expect(await store.of(['a'])).toEqual(new Map());
    const readAt = at(0).toISOString();
    const found = { problems: [problem], readAt };
    expect(await store.put('a', found)).toBe(true);
    expect(await store.put('a', found)).toBe(false);
    expect(await store.of(['a', 'b'])).toEqual(new Map([['a', found]]));
    // Another claim loses nothing.
    await claim(store, { now: at(5), until: at(6) });
    expect(await store.of(['a'])).toEqual(new Map([['a', found]]));
    await store.remove(['a']);
    expect(await store.of(['a'])).toEqual(new Map());
    // Removed while it was read: it is not to come back.
    expect(await store.put('a', found)).toBe(false);
    expect(await store.of(['a'])).toEqual(new Map());
  });

  it('forgets targets that are gone, and what it does not understand', async () => {
    const { knex, store } = await open();
    const readAt = at(0).toISOString();
    await knex('target_findings').insert({
      target_id: 'old',
      problems: '[{"rule":1}]',
      read_at: readAt,
      claimed_until: readAt,
    });
    expect(await store.of(['old'])).toEqual(new Map());
    await store.prune();
    expect(await knex('target_findings')).toEqual([]);
  });
});
