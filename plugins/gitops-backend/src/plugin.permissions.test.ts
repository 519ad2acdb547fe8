import { Entity } from '@backstage/catalog-model';
import { CriticalServices } from './__testUtils__/policies/CriticalServices';
import { policyModule } from './__testUtils__/policies/policyModule';
import { moduleOf, TestPermissions } from './__testUtils__/portal/decidedBy';
import { refusalOf } from './__testUtils__/portal/refusalOf';
import {
  deployedComponent,
  serviceFiles,
} from './__testUtils__/portal/services';
import { TestPortal } from './__testUtils__/portal/TestPortal';
import { TestWorld } from './__testUtils__/portal/TestWorld';

jest.setTimeout(60_000);

const versions = { dev: '1.2.0', staging: '1.1.0', prod: '1.0.0' };
const services = ['orders', 'vault'];
const orders = 'component:default/orders';
const vault = 'component:default/vault';
const ada = 'user:default/ada';
const grace = 'user:default/grace';
const eve = 'user:default/eve';
const groups = {
  [ada]: ['group:default/team-shop'],
  [grace]: ['group:default/release-managers'],
};
const entities = services.map((name): Entity => {
  const entity = deployedComponent(name);
  return {
    ...entity,
    metadata: {
      ...entity.metadata,
      labels: { critical: name === 'vault' ? 'yes' : 'no' },
    },
    relations: [{ type: 'ownedBy', targetRef: 'group:default/team-shop' }],
  };
});
const toStaging = { entityRef: orders, from: 'dev', to: 'staging' };
const toProd = { entityRef: orders, from: 'staging', to: 'prod' };
const requestOf = (lane: typeof toProd) => ({ ...lane, reason: 'Ship it' });
const lacks = (permission: string, about: string) => ({
  status: 403,
  message: `You lack the permission gitops.${permission} on ${about}`,
});

describe('policies', () => {
  const ids = new Map<string, string>();
  const idOf = (name: string) => ids.get(name) ?? '';
  let world: TestWorld;

  beforeAll(async () => {
    world = await TestWorld.start(
      Object.assign({}, ...services.map(each => serviceFiles(each, versions))),
    );
    for (const service of services) {
      for (const [environment, version] of Object.entries(versions)) {
        const id = await world.deploy({ service, environment, version });
        ids.set(`${service}-${environment}`, id);
      }
    }
    const annotations = { 'fairlead/entity-ref': orders };
    ids.set(
      'orders-misc',
      await world.deploy({
        service: 'orders',
        environment: 'misc',
        version: '1.0.0',
        application: { annotations },
      }),
    );
  });

  afterAll(async () => {
    await world?.end();
  });

  const started = async (module: TestPermissions['module']) => {
    const portal = await TestPortal.start(world, {
      entities,
      permissions: { module, groups },
    });
    for (const service of services) {
      await portal.service(service, ({ environments }) =>
        environments.every(({ targets }) => targets.length === 1),
      );
    }
    await portal.service('orders', found => found.unassigned.length === 1);
    return portal;
  };

  describe('of owners up to staging', () => {
    let portal: TestPortal;

    beforeAll(async () => {
      portal = await started(policyModule);
    });

    afterAll(async () => {
      await portal?.stop();
    });

    it('let an owner plan, request, cancel and sync in staging', async () => {
      const api = portal.as(ada);
      const { plan } = await api.planPromotion(toStaging);
      const { id } = await api.createPromotion({
        ...requestOf(toStaging),
        fingerprint: plan.fingerprint,
      });
      await api.cancelPromotion({ id, reason: 'Not today' });
      const cancelled = await portal.promotion({ id }, 'cancelled');
      expect(cancelled.promotion.requestedBy).toBe(ada);
      expect(await api.syncTarget(idOf('orders-staging'))).toMatchObject({
        message: expect.stringContaining('asked to sync'),
      });
    });

    it('refuse an owner in production, and show it before', async () => {
      const api = portal.as(ada);
      const prod = `${orders} in prod`;
      const create = lacks('promotion.create', prod);
      const before = world.repository.pullRequests().length;
      expect(await refusalOf(api.planPromotion(toProd))).toEqual(create);
      expect(await refusalOf(api.createPromotion(requestOf(toProd)))).toEqual(
        create,
      );
      expect(await refusalOf(api.syncTarget(idOf('orders-prod')))).toEqual(
        lacks('target.sync', prod),
      );
      expect(world.repository.pullRequests()).toHaveLength(before);

      const { environments } = await api.getService(orders);
      const [, staging, production] = environments;
      expect(staging.promotions).toEqual([
        { from: 'dev', allowance: { allowed: true } },
      ]);
      expect(production.promotions).toEqual([
        {
          from: 'staging',
          allowance: {
            allowed: false,
            why: 'You lack the permission gitops.promotion.create on this service in prod.',
          },
        },
      ]);
      for (const allowance of Object.values(staging.allowances)) {
        expect(allowance).toEqual({ allowed: true });
      }
      for (const allowance of Object.values(production.allowances)) {
        expect(allowance).toEqual({
          allowed: false,
          why: expect.stringMatching(/^You lack .* in prod\.$/),
        });
      }
    });

    it('let a release manager into production, and nobody else cancel it', async () => {
      const api = portal.as(grace);
      const { id } = await api.createPromotion(requestOf(toProd));
      for (const user of [ada, eve]) {
        expect(
          await refusalOf(
            portal.as(user).cancelPromotion({ id, reason: 'No' }),
          ),
        ).toEqual(lacks('promotion.cancel', `${orders} in prod`));
      }
      await api.cancelPromotion({ id, reason: 'Oh' });
      await portal.promotion({ id }, 'cancelled');
      await api.refreshTarget(idOf('orders-prod'));
    });

    it('refuse those who own nothing everywhere', async () => {
      const api = portal.as(eve);
      const staging = `${orders} in staging`;
      const create = lacks('promotion.create', staging);
      expect(await refusalOf(api.planPromotion(toStaging))).toEqual(create);
      expect(
        await refusalOf(api.createPromotion(requestOf(toStaging))),
      ).toEqual(create);
      expect(await refusalOf(api.syncTarget(idOf('orders-staging')))).toEqual(
        lacks('target.sync', staging),
      );
      expect((await api.getService(orders)).entityRef).toBe(orders);
    });

    it('take a target without environment for production', async () => {
      const id = idOf('orders-misc');
      expect(await refusalOf(portal.as(ada).refreshTarget(id))).toEqual(
        lacks('target.refresh', `${orders} in unassigned`),
      );
      expect(await portal.as(grace).refreshTarget(id)).toBeDefined();
    });
  });

  describe('of critical services', () => {
    let portal: TestPortal;

    beforeAll(async () => {
      portal = await started(moduleOf(new CriticalServices()));
    });

    afterAll(async () => {
      await portal?.stop();
    });

    it('keep them out of prod, and no others', async () => {
      const api = portal.as(ada);
      const toProdOf = (entityRef: string) => ({ ...toProd, entityRef });
      expect(await refusalOf(api.planPromotion(toProdOf(vault)))).toEqual(
        lacks('promotion.create', `${vault} in prod`),
      );
      for (const lane of [
        toProdOf(orders),
        { ...toStaging, entityRef: vault },
      ]) {
        const { plan } = await api.planPromotion(lane);
        expect(plan.blockers).toEqual([]);
      }
    });

    it('let everybody cancel and refresh, but only owners request', async () => {
      const { id } = await portal.as(ada).createPromotion(requestOf(toProd));
      expect(
        await refusalOf(portal.as(eve).createPromotion(requestOf(toProd))),
      ).toEqual(lacks('promotion.create', `${orders} in prod`));
      await portal.as(eve).cancelPromotion({ id, reason: 'Stop' });
      await portal.promotion({ id }, 'cancelled');
      await portal.as(eve).refreshTarget(idOf('vault-prod'));
    });
  });
});
