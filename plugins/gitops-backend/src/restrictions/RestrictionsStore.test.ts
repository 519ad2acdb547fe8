import { mockServices, TestDatabaseId } from '@backstage/backend-test-utils';
import { NotFoundError } from '@backstage/errors';
import {
  isInForce,
  Restriction,
} from '@fairlead/backstage-plugin-gitops-common';
import { testDatabases } from '../__testUtils__/testDatabases';
import { openDatabase } from '../store/openDatabase';
import { NewRestriction } from './Restrictions';
import { RestrictionsStore } from './RestrictionsStore';

const databases = testDatabases();
jest.setTimeout(60_000);

const orders = 'component:default/orders';
const shop = 'system:default/shop';
const version = { images: [{ name: 'ghcr.io/acme/orders', tag: '1.2.0' }] };
const minute = (number: number) => new Date(Date.UTC(2026, 10, 2, 9, number));
const at = (number: number) => minute(number).toISOString();

const restriction = (part: Partial<NewRestriction>): NewRestriction => ({
  kind: 'freeze',
  scope: {},
  reason: 'Because',
  createdBy: 'user:default/ada',
  ...part,
});
const hold = (part: Partial<NewRestriction> = {}) =>
  restriction({
    kind: 'hold',
    scope: { entityRef: orders, environment: 'prod' },
    ...part,
  });

async function openStore(id: TestDatabaseId) {
  const knex = await databases.init(id);
  await openDatabase(
    mockServices.database.mock({ getClient: async () => knex }),
  );
  const store = RestrictionsStore.create({ knex });
  let now = 0;
  const create = (part: NewRestriction) =>
    store.create({ restriction: part, at: minute(now++) });
  const changes: Restriction[] = [];
  store.onChange(each => changes.push(each));
  return { knex, store, create, changes };
}

describe.each(databases.eachSupportedId())('RestrictionsStore on %s', id => {
  it('gives back what was written, newest first, with refs and times in one form', async () => {
    const { store, create, changes } = await openStore(id);
    const freeze = await create(
      restriction({ scope: { system: 'System:default/Shop' } }),
    );
    const veto = await create(
      restriction({
        kind: 'veto',
        scope: { entityRef: 'Component:default/Orders', environment: 'prod' },
        version,
        endsAt: '2026-11-03T10:00:00+01:00',
        promotionId: 'p1',
      }),
    );
    expect(veto).toEqual({
      id: expect.any(String),
      kind: 'veto',
      scope: { entityRef: orders, environment: 'prod' },
      version,
      reason: 'Because',
      createdBy: 'user:default/ada',
      createdAt: at(1),
      endsAt: '2026-11-03T09:00:00.000Z',
      promotionId: 'p1',
    });
    expect(freeze.scope).toEqual({ system: shop });
    expect(await store.list({ all: false, now: minute(5) })).toEqual([
      veto,
      freeze,
    ]);
    expect(await store.get(veto.id)).toEqual(veto);
    expect(changes).toEqual([freeze, veto]);
  });

  it('finds what is in force for a service, and no other', async () => {
    const { store, create } = await openStore(id);
    const scopes = [
      {},
      { environment: 'prod' },
      { environment: 'dev' },
      { system: shop },
      { system: shop, environment: 'prod' },
      { system: 'system:default/else' },
      { entityRef: orders },
      { entityRef: orders, environment: 'prod' },
      { entityRef: orders, environment: 'dev' },
      { entityRef: 'component:default/carts' },
    ];
    for (const scope of scopes) await create(restriction({ scope }));
    const now = minute(30);
    const scopesFor = async (lane: { system?: string; environment?: string }) =>
      (await store.inForce({ entityRef: orders, now, ...lane })).map(
        ({ scope }) => scopes.findIndex(each => sameScope(each, scope)),
      );
    expect(await scopesFor({ system: shop, environment: 'prod' })).toEqual([
      7, 6, 4, 3, 1, 0,
    ]);
    expect(await scopesFor({ environment: 'dev' })).toEqual([8, 6, 2, 0]);
    expect(await scopesFor({ system: shop })).toEqual([8, 7, 6, 4, 3, 2, 1, 0]);
    expect(
      await store.inForce({
        entityRef: 'Component:default/ORDERS',
        environment: 'prod',
        now,
      }),
    ).toHaveLength(4);
  });

  it('agrees with isInForce on when a restriction begins and ends', async () => {
    const { store, create } = await openStore(id);
    await create(restriction({ endsAt: at(10) }));
    const second = await create(restriction({}));
    await store.lift({ id: second.id, by: 'x', reason: 'Over', at: minute(4) });
    const all = await store.list({ all: true, now: minute(59) });
    expect(all).toHaveLength(2);
    for (const now of [0, 1, 4, 9, 10, 11].map(minute)) {
      const found = await store.list({ all: false, now });
      expect(found).toEqual(
        all.filter(each => !each.liftedAt && isInForce(each, now)),
      );
      expect(await store.inForce({ entityRef: orders, now })).toEqual(found);
    }
  });

  it('lifts once, and remembers the first', async () => {
    const { store, create, changes } = await openStore(id);
    const { id: freeze } = await create(restriction({}));
    const lift = (by: string, number: number) =>
      store.lift({
        id: freeze,
        by,
        reason: `${by} says so`,
        at: minute(number),
      });
    const lifted = await lift('user:default/ada', 3);
    expect(lifted).toMatchObject({
      liftedBy: 'user:default/ada',
      liftedAt: at(3),
      liftReason: 'user:default/ada says so',
    });
    expect(await lift('user:default/eve', 4)).toEqual(lifted);
    expect(changes).toHaveLength(2);
    await expect(
      store.lift({ id: 'none', by: 'x', reason: 'x', at: minute(1) }),
    ).rejects.toThrow(NotFoundError);
  });

  it('leaves one that ended by itself as it is', async () => {
    const { store, create } = await openStore(id);
    const ended = await create(restriction({ endsAt: at(2) }));
    expect(
      await store.lift({ id: ended.id, by: 'x', reason: 'x', at: minute(3) }),
    ).toEqual(ended);
  });

  it('lets a hold or pin take the place of the last one of its lane', async () => {
    const { store, create } = await openStore(id);
    const expired = await create(hold({ endsAt: at(1) }));
    const first = await create(hold());
    const other = await create(
      hold({ scope: { entityRef: orders, environment: 'dev' } }),
    );
    const pin = await create(hold({ kind: 'pin', version, reason: 'Stay' }));
    expect(await store.list({ all: false, now: minute(9) })).toEqual([
      pin,
      other,
    ]);
    expect(await store.get(first.id)).toEqual({
      ...first,
      liftedBy: 'user:default/ada',
      liftedAt: pin.createdAt,
      liftReason: 'Another pin took its place: Stay',
    });
    expect(await store.get(expired.id)).toEqual(expired);
  });

  it('keeps one hold in a lane when many are set at once', async () => {
    const { store } = await openStore(id);
    const created = await Promise.all(
      [1, 2, 3, 4].map(number =>
        store.create({
          restriction: hold({ reason: `${number}` }),
          at: minute(1),
        }),
      ),
    );
    const left = await store.list({ all: false, now: minute(2) });
    expect(left).toHaveLength(1);
    expect(created.map(each => each.id)).toContain(left[0].id);
    expect(await store.list({ all: true, now: minute(2) })).toHaveLength(4);
  });

  it('sets once what a promotion sets, also after it was lifted', async () => {
    const { store, create, changes } = await openStore(id);
    const automatic = hold({ createdBy: 'fairlead', promotionId: 'p1' });
    const [first, second] = await Promise.all([
      create(automatic),
      create(automatic),
    ]);
    expect(second.id).toBe(first.id);
    const lifted = await store.lift({
      id: first.id,
      by: 'user:default/ada',
      reason: 'Mended',
      at: minute(5),
    });
    expect(await create(automatic)).toEqual(lifted);
    expect(await create({ ...automatic, kind: 'veto', version })).not.toEqual(
      lifted,
    );
    expect(changes).toHaveLength(3);
  });
});

function sameScope(a: object, b: object): boolean {
  const text = (scope: object) => JSON.stringify(Object.entries(scope).sort());
  return text(a) === text(b);
}
