import { Knex } from 'knex';
import {
  quick,
  startBehindPortal,
  startBehindWorld,
} from './__testUtils__/portal/behindServices';
import { TestPortal } from './__testUtils__/portal/TestPortal';
import { TestWorld } from './__testUtils__/portal/TestWorld';
import { testDatabases } from './__testUtils__/testDatabases';
import { waitFor } from './clusters/__testUtils__/waitFor';

jest.setTimeout(60_000);

const databases = testDatabases();
const refOf = (service: string) => `component:default/${service}`;
const versionOf = (service: string, tag: string) => ({
  images: [{ name: `ghcr.io/acme/${service}`, tag }],
});

describe.each(databases.eachSupportedId())(
  'automatic promotion, on %p',
  database => {
    const restricted = ['held', 'pinned', 'vetoed'];
    // The last one is looked at after the others, so what it gets tells that they were looked at.
    const services = ['closed', ...restricted, 'witness'];
    let knex: Knex;
    let world: TestWorld;
    let portal: TestPortal;

    beforeAll(async () => {
      world = await startBehindWorld(services);
      knex = await databases.init(database);
      portal = await startBehindPortal(world, {
        services,
        knex,
        gitops: {
          environments: [
            { name: 'dev' },
            { name: 'staging', policy: { automatic: true } },
          ],
          promotions: { ...quick, settleTime: '200ms' },
        },
      });
    });

    afterAll(async () => {
      await portal?.stop();
      await world?.end();
    });

    const release = async (service: string, version: string) => {
      await world.deploy({ service, environment: 'dev', version });
      await portal.verified({ service, environment: 'dev', version });
    };
    /** What was promoted of a service, newest first. */
    const tagsOf = async (service: string) => {
      const { promotions } = await portal.ada.listPromotions({
        entityRef: refOf(service),
      });
      return promotions.map(({ plan }) => plan.toVersion.images[0].tag);
    };
    /** Resolves when a version has a pull request. */
    const promoted = async (service: string, version: string) =>
      waitFor(async () => {
        const { promotions } = await portal.ada.listPromotions({
          entityRef: refOf(service),
          active: true,
        });
        return promotions.find(
          ({ state, plan }) =>
            state === 'open' && plan.toVersion.images[0].tag === version,
        );
      });

    it('promotes what is proven', async () => {
      for (const service of services) {
        const found = await promoted(service, '1.1.0');
        const { pullRequest, ...promotion } = found;
        expect(promotion).toMatchObject({
          automatic: true,
          requestedBy: 'fairlead',
          reason: 'Staging takes what is verified in Dev automatically.',
        });
        const { body } = world.repository.pullRequest(pullRequest?.number ?? 0);
        expect(body).toContain('Requested by `fairlead`.');
        expect(
          portal.steps.find(({ promotionId }) => promotionId === found.id),
        ).toMatchObject({ step: 'requested' });
      }
    });

    it('passes over what a person has closed, held, pinned or vetoed', async () => {
      const first = await promoted('closed', '1.1.0');
      world.repository.close(first.pullRequest?.number ?? 0);
      await portal.promotion(first, 'closed');
      const restrict = async (kind: 'hold' | 'pin' | 'veto', service: string) =>
        portal.ada.createRestriction({
          kind,
          scope: { entityRef: refOf(service), environment: 'staging' },
          ...(kind === 'pin' && { version: versionOf(service, '1.0.0') }),
          ...(kind === 'veto' && { version: versionOf(service, '1.2.0') }),
          reason: 'Fair in town',
        });
      const hold = await restrict('hold', 'held');
      const pin = await restrict('pin', 'pinned');
      await restrict('veto', 'vetoed');
      for (const service of restricted) await release(service, '1.2.0');
      await release('witness', '1.2.0');
      await promoted('witness', '1.2.0');
      for (const service of ['closed', ...restricted]) {
        expect([service, ...(await tagsOf(service))]).toEqual([
          service,
          '1.1.0',
        ]);
      }
      const { environments } = await portal.service('pinned');
      expect(environments[1].restrictions).toMatchObject([
        { kind: 'pin', createdBy: 'user:default/ada', reason: 'Fair in town' },
      ]);

      for (const { id } of [hold, pin]) {
        await portal.ada.liftRestriction({ id, reason: 'Over' });
      }
      await promoted('held', '1.2.0');
      await promoted('pinned', '1.2.0');
    });

    it('takes the next version, in place of the one that waits', async () => {
      const { id } = await promoted('vetoed', '1.1.0');
      await release('closed', '1.3.0');
      await release('vetoed', '1.3.0');
      await promoted('closed', '1.3.0');
      const next = await promoted('vetoed', '1.3.0');
      const { promotion } = await portal.promotion({ id }, 'superseded');
      expect(promotion.links).toEqual({ supersededBy: next.id });
      expect(await tagsOf('vetoed')).toEqual(['1.3.0', '1.1.0']);
    });
  },
);
