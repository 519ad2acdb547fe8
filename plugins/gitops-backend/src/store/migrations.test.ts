import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { testDatabases } from '../__testUtils__/testDatabases';
import { PromotionLeases } from './PromotionLeases';
import { PromotionsStore } from './PromotionsStore';

const databases = testDatabases();
jest.setTimeout(60_000);

const directory = resolvePackagePath(
  '@fairlead/backstage-plugin-gitops-backend',
  'migrations',
);
/** What there was before promotions had lanes, gates and kinds. */
const first = 3;

const plan = {
  entityRef: 'component:default/orders',
  from: 'dev',
  to: 'staging',
  repoUrl: 'https://github.com/acme/gitops',
  baseBranch: 'main',
  baseSha: 'a'.repeat(40),
  targets: [],
  fromVersion: { images: [] },
  toVersion: { images: [] },
  edits: [],
  files: [],
  blockers: [],
  fingerprint: 'f',
};
const at = '2026-11-24T09:00:00.000Z';

describe.each(databases.eachSupportedId())('migrations on %s', id => {
  it('keep the promotions of the version before, on the way up and down', async () => {
    const knex = await databases.init(id);
    for (let step = 0; step < first; step++) {
      await knex.migrate.up({ directory });
    }
    await knex('promotions').insert({
      id: 'p',
      entity_ref: plan.entityRef,
      from_environment: 'dev',
      to_environment: 'staging',
      active_lane: `${plan.entityRef} staging`,
      state: 'open',
      message: 'Pull request #1 is open.',
      reason: 'New',
      requested_by: 'user:default/ada',
      fingerprint: 'f',
      plan: JSON.stringify(plan),
      progress: '[]',
      tracking: JSON.stringify({ refusals: 0, outages: 0, revisions: {} }),
      revision: 4,
      created_at: at,
      updated_at: at,
    });
    await knex('promotion_files').insert({
      promotion_id: 'p',
      path: 'a.yaml',
      content: 'a: 1',
    });
    await knex('promotion_events').insert({
      promotion_id: 'p',
      dedupe_key: 'requested',
      at,
      type: 'requested',
      message: 'Requested',
    });

    const store = PromotionsStore.create({ knex });
    for (let round = 0; round < 2; round++) {
      await knex.migrate.latest({ directory });
      expect(await store.get('p')).toMatchObject({
        state: 'open',
        kind: 'promotion',
        automatic: false,
        skips: [],
        links: {},
        gates: [],
        conflicts: [],
        revision: 4,
      });
      expect(await store.contentsOf('p')).toEqual({
        contents: new Map([['a.yaml', 'a: 1']]),
        directories: new Map(),
      });
      expect(await store.events('p')).toHaveLength(1);
      const [, pending]: [unknown, unknown[]] = await knex.migrate.list({
        directory,
      });
      expect(pending).toEqual([]);
      const [done]: [Array<{ name: string }>] = await knex.migrate.list({
        directory,
      });
      for (let step = done.length; step > first; step--) {
        await knex.migrate.down({ directory });
      }
    }
    await knex.migrate.latest({ directory });
    const lease = await PromotionLeases.create({ knex }).claim({
      now: new Date(at),
      until: new Date(at),
      limit: 1,
    });
    expect(lease.promotions).toMatchObject([{ id: 'p' }]);
  });
});
