import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { GitPromotionPlanner } from './plan/GitPromotionPlanner';
import { entityRef, PromotionWorld } from './__testUtils__/PromotionWorld';
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
    const services = {
      targetsOf: async () => ({
        entityRef,
        targets: await world.targets.all(),
        problems: [],
        annotated: true,
      }),
    };
    const recordOutcome = jest.fn();
    const start = () =>
      startPromotions({
        ...world.rooms(),
        appBaseUrl: 'https://portal.acme.test',
        deployments: {
          list: async () => [],
          get: async () => undefined,
          targetsAt: async () => undefined,
          recordOutcome,
        },
        events: mockServices.events(),
        forges,
        logger: mockServices.logger.mock(),
        planner: GitPromotionPlanner.create({ forges }),
        scheduler: mockServices.scheduler(),
        services,
        settings: {
          settleMs: 0,
          syncTimeoutMs: 60_000,
          graceMs: 1_000,
          pollMs: 50,
          branchPrefix: 'fairlead',
          labels: [],
        },
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
    expect(recordOutcome).toHaveBeenCalledWith(
      expect.objectContaining({ verified: true }),
    );
    await second.stop();
    expect(await second.active.active({})).toEqual([]);
  });
});
