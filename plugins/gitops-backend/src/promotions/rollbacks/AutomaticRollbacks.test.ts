import { mockServices } from '@backstage/backend-test-utils';
import { ConflictError } from '@backstage/errors';
import { defaultPolicy } from '@fairlead/backstage-plugin-gitops-common';
import { testDatabases } from '../../__testUtils__/testDatabases';
import { RestrictionsStore } from '../../restrictions/RestrictionsStore';
import { openDatabase } from '../../store/openDatabase';
import { PromotionsStore } from '../../store/PromotionsStore';
import { HoldKeeper } from '../requests/HoldKeeper';
import { newPromotion, NewPromotionOptions } from '../requests/newPromotion';
import { TrackedPromotion } from '../TrackedPromotion';
import { AutomaticRollbacks } from './AutomaticRollbacks';

const databases = testDatabases();
jest.setTimeout(60_000);

const now = new Date('2026-11-24T09:00:00.000Z');
const entityRef = 'component:default/orders';
const version = (tag: string) => ({ images: [{ name: 'orders', tag }] });
const plan = {
  entityRef,
  from: 'dev',
  to: 'staging',
  repoUrl: 'https://github.com/acme/gitops',
  baseBranch: 'main',
  baseSha: 'a'.repeat(40),
  targets: [],
  fromVersion: version('1.0.0'),
  toVersion: version('1.1.0'),
  edits: [],
  files: [],
  blockers: [],
  fingerprint: 'f',
};

const pullRequest = {
  number: 1,
  url: 'https://github.com/acme/gitops/pull/1',
  title: 'Promote',
  state: 'merged' as const,
  headBranch: 'fairlead/orders',
  headSha: 'b'.repeat(40),
  mergeSha: 'c'.repeat(40),
  mergeable: 'unknown' as const,
  checks: 'none' as const,
  review: 'none' as const,
};

describe.each(databases.eachSupportedId())('automatic rollbacks, on %s', id => {
  async function setUp() {
    const knex = await databases.init(id);
    await openDatabase(
      mockServices.database.mock({ getClient: async () => knex }),
    );
    for (const table of ['promotions', 'restrictions']) {
      await knex(table).delete();
    }
    const store = PromotionsStore.create({ knex });
    const restrictions = RestrictionsStore.create({ knex });
    const answered: string[] = [];
    const rollbacks = AutomaticRollbacks.create({
      holds: HoldKeeper.create({ restrictions, now: () => now }),
      logger: mockServices.logger.mock(),
      rollbacks: {
        answer: async ({ failed }) => {
          answered.push(failed.id);
          throw new ConflictError('There is nothing to go back to');
        },
      },
      store,
      surroundings: {
        of: async () => ({
          policy: {
            ...defaultPolicy('staging'),
            rollback: { automatic: true, maxAgeMs: 60_000, gated: false },
          },
          fromTargets: [],
          toTargets: [],
        }),
      },
      now: () => now,
    });
    const add = async (
      ...options: Array<Partial<NewPromotionOptions>>
    ): Promise<TrackedPromotion[]> => {
      const promotions = options.map(each =>
        newPromotion({
          plan,
          kind: 'promotion',
          reason: 'New',
          requestedBy: 'user:default/ada',
          state: 'planned',
          message: '',
          now,
          ...each,
        }),
      );
      await store.insert(
        promotions.map(promotion => ({
          promotion,
          written: { contents: new Map() },
          events: [],
        })),
      );
      return promotions;
    };
    const inForce = async () => {
      const found = await restrictions.list({ all: false, now });
      return found.map(({ kind }) => kind).sort();
    };
    return { store, restrictions, rollbacks, answered, add, inForce };
  }

  it('answer a wave that has failed, once those after it were called off', async () => {
    const { store, rollbacks, answered, add } = await setUp();
    const [one, ...others] = await add(
      ...[1, 2, 3].map(index => ({
        wave: { group: 'g', index, count: 3 },
        state: index === 1 ? ('planned' as const) : ('queued' as const),
      })),
    );
    await store.update({
      promotion: one,
      at: now,
      change: { state: 'failed', pullRequest },
    });
    await rollbacks.sweep();
    expect(answered).toEqual([]);
    for (const promotion of others) {
      await store.update({
        promotion,
        at: now,
        change: { state: 'cancelled' },
      });
    }
    await rollbacks.sweep();
    expect(answered).toEqual([one.id]);
    const events = await store.events(one.id);
    expect(events.map(({ type }) => type)).toEqual(['rollback-impossible']);
  });

  it('hold the lane of what was begun right before the backend died, and of nothing that people have let go', async () => {
    const { store, restrictions, rollbacks, add, inForce } = await setUp();
    const [failed] = await add({});
    await store.update({
      promotion: failed,
      at: now,
      change: { state: 'failed', pullRequest },
    });
    const [rollback] = await add({
      kind: 'rollback',
      links: { rollsBack: failed.id },
      plan: {
        ...plan,
        fromVersion: plan.toVersion,
        toVersion: plan.fromVersion,
      },
    });
    await rollbacks.sweep();
    await rollbacks.sweep();
    expect(await inForce()).toEqual(['hold', 'veto']);
    expect((await store.get(failed.id))?.links).toEqual({
      rolledBackBy: rollback.id,
    });
    for (const { id: restriction } of await restrictions.list({
      all: false,
      now,
    })) {
      await restrictions.lift({
        id: restriction,
        by: 'user:default/ada',
        reason: 'It is fine',
        at: now,
      });
    }
    await rollbacks.sweep();
    expect(await inForce()).toEqual([]);

    await store.update({
      promotion: rollback,
      at: now,
      change: { state: 'cancelled' },
    });
    await add({ kind: 'hotfix', skips: ['dev'] });
    await rollbacks.sweep();
    expect(await inForce()).toEqual(['hold']);
  });
});
