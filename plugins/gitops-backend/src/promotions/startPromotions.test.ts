import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { Authorizer } from '../authorize';
import { GitPromotionPlanner } from './plan/GitPromotionPlanner';
import { promotionSettings } from './promotionSettings';
import {
  entityRef,
  environments,
  PromotionWorld,
} from './__testUtils__/PromotionWorld';
import { Promotions, startPromotions } from './startPromotions';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

describe('startPromotions', () => {
  it('takes up what was under way, tells pages of each change and stops', async () => {
    const world = await PromotionWorld.create(await databases.init('SQLITE_3'));
    const publish = jest.fn();
    const forges = {
      forRepository: () => world.forge,
      normalize: (url: string) => url.replace(/\.git$/, ''),
    };
    const start = () =>
      startPromotions({
        appBaseUrl: 'https://portal.acme.test',
        authorizer: Authorizer.create({
          permissions: mockServices.permissions(),
        }),
        catalog: catalogServiceMock({
          entities: [
            {
              apiVersion: 'v1',
              kind: 'Component',
              metadata: { name: 'orders' },
            },
          ],
        }),
        environments,
        events: mockServices.events(),
        forges,
        knex: world.knex,
        logger: mockServices.logger.mock(),
        planner: GitPromotionPlanner.create({ forges }),
        scheduler: mockServices.scheduler(),
        services: {
          targetsOf: async () => ({
            entityRef,
            targets: await world.targets.all(),
            problems: [],
            annotated: true,
          }),
        },
        settings: promotionSettings({
          settleTimeMs: 0,
          syncTimeoutMs: 60_000,
          graceTimeMs: 1_000,
          pollIntervalMs: 50,
          branchPrefix: 'fairlead',
          labels: [],
        }),
        signals: { publish },
        targets: world.targets,
      });
    const { credentials } = world;
    const reach = async ({ query }: Promotions, state: string) => {
      for (;;) {
        const [found] = await query.list({ filter: {}, credentials });
        if (found.state === state) return found;
        await new Promise(resolve => setTimeout(resolve, 10));
      }
    };

    const first = await start();
    const { promotion } = await first.service.create({
      request: { entityRef, from: 'dev', to: 'staging', reason: 'Fix' },
      credentials,
      user: 'user:default/alice',
    });
    await reach(first, 'open');
    expect(
      await first.active.active({ entityRefs: [entityRef] }),
    ).toMatchObject([{ id: promotion.id }]);
    await first.stop();
    expect(publish).toHaveBeenCalledWith({
      channel: 'gitops',
      recipients: { type: 'broadcast' },
      message: { type: 'promotion', promotionId: promotion.id, entityRef },
    });

    world.repository.merge({ number: 1, by: 'carol' });
    world.sync({ operation: undefined });
    const second = await start();
    await reach(second, 'succeeded');
    await second.stop();
    expect(await second.active.active({})).toEqual([]);
  });
});
