import { TestDatabases } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import { Knex } from 'knex';
import { waitFor } from './clusters/__testUtils__/waitFor';
import {
  deployedComponent,
  serviceFiles,
} from './__testUtils__/portal/services';
import { TestPortal } from './__testUtils__/portal/TestPortal';
import { TestWorld } from './__testUtils__/portal/TestWorld';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

describe('the gitops plugin', () => {
  let world: TestWorld;

  beforeAll(async () => {
    const versions = { dev: '1.1.0', staging: '1.0.0' };
    world = await TestWorld.start(serviceFiles('orders', versions));
    for (const [environment, version] of Object.entries(versions)) {
      await world.deploy({ service: 'orders', environment, version });
    }
  });

  afterAll(() => world?.end());

  it.each<[string, JsonObject]>([
    [
      'gitops has the unknown key "environment": did you mean "environments"?',
      { environment: 'dev' },
    ],
    [
      'gitops.environments names "dev" twice: give each environment a name of its own.',
      { environments: [{ name: 'dev' }, { name: 'dev' }] },
    ],
    [
      'gitops.environments has a cycle, a → b → a: remove one of these from the "after" of the next.',
      {
        environments: [
          { name: 'a', after: ['b'] },
          { name: 'b', after: ['a'] },
        ],
      },
    ],
    [
      'gitops.clusters[0].url must be a URL such as https://prod.example.com:6443, without a user.',
      { clusters: [{ name: 'prod', url: 'prod' }] },
    ],
    [
      'gitops.promotions.settleTime is no duration: write a number and a unit, such as "30s" or "15m", or an object such as { minutes: 15 }.',
      { promotions: { settleTime: 'soon' } },
    ],
  ])('does not start, and says: %s', async (sentence, gitops) => {
    await expect(TestPortal.start(world, { gitops })).rejects.toThrow(sentence);
  });

  async function startPortal(knex: Knex): Promise<TestPortal> {
    const portal = await TestPortal.start(world, {
      knex,
      entities: [deployedComponent('orders')],
    });
    await portal.service('orders', ({ environments }) =>
      environments.slice(0, 2).every(({ targets }) => targets.length === 1),
    );
    return portal;
  }

  it('leaves nothing running when it stops', async () => {
    const knex = await databases.init('SQLITE_3');
    await knex.raw('select 1');
    const before = runningNow();
    const portal = await startPortal(knex);
    expect(runningNow().length).toBeGreaterThan(before.length);
    await portal.stop();
    await waitFor(() => runningNow().length <= before.length);
  });

  it('stops while a cluster is away and the forge hangs', async () => {
    const portal = await startPortal(await databases.init('SQLITE_3'));
    const faults = [
      world.fault({ surface: 'cluster:prod', fault: { type: 'down' } }),
      world.fault({
        surface: 'forge',
        path: 'git/trees',
        fault: { type: 'hang' },
      }),
    ];
    await portal.ada.createPromotion({
      entityRef: 'component:default/orders',
      from: 'dev',
      to: 'staging',
      reason: 'Fix',
    });
    await waitFor(() => world.requests.some(each => /git.trees/.test(each)));
    await portal.stop();
    expect(world.faults.list()).toHaveLength(faults.length);
    faults.forEach(end => end());
  });
});

/** What keeps this process alive. */
function runningNow(): string[] {
  return process
    .getActiveResourcesInfo()
    .filter(kind => /^(Timeout|TCP)/.test(kind));
}
