import { mockServices } from '@backstage/backend-test-utils';
import { testDatabases } from '../__testUtils__/testDatabases';
import { openDatabase } from '../store/openDatabase';
import { GivenApproval } from './Approvals';
import { ApprovalsStore } from './ApprovalsStore';

const databases = testDatabases();
jest.setTimeout(60_000);

const approval = (part: Partial<GivenApproval> = {}): GivenApproval => ({
  by: 'user:default/bob',
  at: '2026-11-30T09:00:00.000Z',
  memberOf: ['user:default/bob', 'group:default/shop'],
  changeKey: 'a'.repeat(64),
  ...part,
});

describe.each(databases.eachSupportedId())('ApprovalsStore on %s', id => {
  const open = async () => {
    const knex = await databases.init(id);
    await openDatabase(
      mockServices.database.mock({ getClient: async () => knex }),
    );
    return ApprovalsStore.create({ knex });
  };

  it('keeps each approval of a change once, oldest first, and the first override of a gate', async () => {
    const store = await open();
    const late = approval({
      by: 'user:default/carol',
      at: '2026-11-30T10:00:00.000Z',
      comment: 'Seen in "staging"',
    });
    const other = approval({
      at: '2026-11-30T11:00:00.000Z',
      changeKey: 'b'.repeat(64),
    });
    for (const each of [other, late, approval()]) {
      await store.add({ promotionId: 'p1', approval: each });
    }
    await Promise.all(
      ['p1', 'p2'].map(promotionId =>
        store.add({
          promotionId,
          approval: approval({ at: '2026-12-01T00:00:00.000Z' }),
        }),
      ),
    );
    expect(await store.of('p1')).toEqual([approval(), late, other]);
    expect(await store.of('p2')).toHaveLength(1);
    expect(await store.of('')).toEqual([]);

    const override = (by: string) => ({
      by,
      reason: 'The shop is down',
      at: '2026-11-30T09:00:00.000Z',
    });
    for (const [gate, by] of [
      ['freeze', 'user:default/alice'],
      ['freeze', 'user:default/bob'],
      ['http:smoke', 'user:default/bob'],
    ]) {
      await store.override({ promotionId: 'p1', gate, override: override(by) });
    }
    expect([...(await store.overridesOf('p1'))].sort()).toEqual([
      ['freeze', override('user:default/alice')],
      ['http:smoke', override('user:default/bob')],
    ]);
    expect((await store.overridesOf('p2')).size).toBe(0);
  });
});
