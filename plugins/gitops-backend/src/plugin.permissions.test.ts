import { Entity } from '@backstage/catalog-model';
import { GitopsApi } from '@fairlead/backstage-plugin-gitops-common';
import { CriticalServices } from './__testUtils__/policies/CriticalServices';
import { OnlySreFreezes } from './__testUtils__/policies/OnlySreFreezes';
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
const sam = 'user:default/sam';
const groups = {
  [ada]: ['group:default/team-shop'],
  [grace]: ['group:default/release-managers'],
  [sam]: ['group:default/sre'],
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

/** Every write about a promotion and its lane, with the permission that it takes. */
const writesOf = (
  api: GitopsApi,
  { id, environment }: { id: string; environment: string },
): Array<[string, () => Promise<unknown>]> => {
  const reason = 'Because';
  const scope = { entityRef: orders, environment };
  const version = { images: [{ name: 'ghcr.io/acme/orders', tag: '9.9.9' }] };
  return [
    ['promotion.approve', () => api.approvePromotion({ id })],
    [
      'promotion.override',
      () => api.overrideGate({ id, gate: 'freeze', reason }),
    ],
    ['promotion.merge', () => api.mergePromotion({ id })],
    ['promotion.rollback', () => api.planRollback(scope)],
    ['promotion.rollback', () => api.createRollback({ ...scope, reason })],
    ['freeze', () => api.createRestriction({ kind: 'freeze', scope, reason })],
    ['hold', () => api.createRestriction({ kind: 'hold', scope, reason })],
    [
      'hold',
      () => api.createRestriction({ kind: 'pin', scope, version, reason }),
    ],
    [
      'veto',
      () => api.createRestriction({ kind: 'veto', scope, version, reason }),
    ],
    ['promotion.cancel', () => api.cancelPromotion({ id, reason })],
  ];
};

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
    // Syncs that others have asked for are over.
    await world.deploy({
      service: 'orders',
      environment: 'staging',
      version: versions.staging,
    });
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
      const all = ({ allowances }: typeof staging) => {
        const { rollout, ...others } = allowances;
        return Object.values({ ...others, ...rollout });
      };
      for (const allowance of all(staging)) {
        expect(allowance).toEqual({ allowed: true });
      }
      for (const allowance of all(production)) {
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

    it('keep approvals, overrides, merges, rollbacks and restrictions to who may, where they may', async () => {
      await world.deploy({
        service: 'orders',
        environment: 'staging',
        version: versions.staging,
      });
      const staging = await portal
        .as(ada)
        .createPromotion(requestOf(toStaging));
      const prod = await portal.as(grace).createPromotion(requestOf(toProd));
      await portal.promotion(staging, 'open');
      await portal.promotion(prod, 'open');
      const refused = async (user: string, lane: typeof staging) => {
        const { id, to } = lane;
        portal.audited.length = 0;
        const writes = writesOf(portal.as(user), { id, environment: to });
        for (const [permission, write] of writes) {
          expect(await refusalOf(write())).toEqual(
            lacks(permission, `${orders} in ${to}`),
          );
        }
        // A plan is no write.
        expect(portal.audited).toEqual([
          'promotion-approve failed',
          'gate-override failed',
          'promotion-merge failed',
          'rollback-create failed',
          ...Array.from({ length: 4 }, () => 'restriction-create failed'),
          'promotion-cancel failed',
        ]);
      };
      await refused(eve, staging);
      await refused(ada, prod);
      const { restrictions } = await portal.ada.listRestrictions({ all: true });
      expect(restrictions).toEqual([]);

      // What is refused to those who may is refused for another reason.
      const { id } = staging;
      const lane = { id, environment: 'staging' };
      for (const [permission, write] of writesOf(portal.as(ada), lane)) {
        const outcome = await write().then(
          () => 'done',
          (error: Error) => String(error.cause),
        );
        expect([permission, outcome]).toEqual([
          permission,
          expect.not.stringContaining('You lack the permission'),
        ]);
      }
      const { restrictions: set } = await portal.ada.listRestrictions({});
      // The pin has taken the place of the hold.
      expect(set.map(({ kind }) => kind).sort()).toEqual([
        'freeze',
        'pin',
        'veto',
      ]);
      for (const { id: each, kind } of set) {
        const lift = { id: each, reason: 'Over' };
        expect(await refusalOf(portal.as(eve).liftRestriction(lift))).toEqual(
          lacks(kind === 'pin' ? 'hold' : kind, `${orders} in staging`),
        );
        await portal.as(ada).liftRestriction(lift);
      }
      await portal.as(grace).cancelPromotion({ id: prod.id, reason: 'Later' });
    });

    it('take a target without environment for production', async () => {
      const id = idOf('orders-misc');
      expect(await refusalOf(portal.as(ada).refreshTarget(id))).toEqual(
        lacks('target.refresh', `${orders} in unassigned`),
      );
      expect(await portal.as(grace).refreshTarget(id)).toBeDefined();
    });
  });

  describe('of freezes for SRE alone', () => {
    let portal: TestPortal;

    beforeAll(async () => {
      portal = await started(moduleOf(new OnlySreFreezes()));
    });

    afterAll(async () => {
      await portal?.stop();
    });

    it('let nobody else stop the line, start it again, or pass a gate', async () => {
      const freeze = (scope: object) => ({
        kind: 'freeze' as const,
        scope,
        reason: 'Stop',
      });
      for (const scope of [{}, { environment: 'prod' }]) {
        expect(
          await refusalOf(portal.ada.createRestriction(freeze(scope))),
        ).toEqual({
          status: 403,
          message: 'You lack the permission gitops.freeze.all',
        });
      }
      // Without an environment, it takes the permission on all of them.
      expect(
        await refusalOf(
          portal.ada.createRestriction(freeze({ entityRef: orders })),
        ),
      ).toEqual(lacks('freeze', `${orders} in dev`));
      const frozen = await portal.as(sam).createRestriction(freeze({}));
      const { id } = await portal.ada.createPromotion(requestOf(toProd));
      const { promotion } = await portal.promotion({ id }, 'planned');
      const override = { id, gate: 'freeze', reason: 'Now' };
      expect(await refusalOf(portal.ada.overrideGate(override))).toEqual(
        lacks('promotion.override', `${orders} in prod`),
      );
      expect(promotion.pullRequest).toBeUndefined();
      const lift = { id: frozen.id, reason: 'Go on' };
      expect(await refusalOf(portal.ada.liftRestriction(lift))).toEqual({
        status: 403,
        message: 'You lack the permission gitops.freeze.all',
      });
      await portal.as(sam).overrideGate(override);
      await portal.promotion({ id }, 'open');
      await portal.as(sam).liftRestriction(lift);
      await portal.ada.cancelPromotion({ id, reason: 'Later' });
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
