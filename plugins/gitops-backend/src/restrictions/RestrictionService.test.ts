import { Entity } from '@backstage/catalog-model';
import { RestrictionRequest } from '@fairlead/backstage-plugin-gitops-common';
import { OnlySreFreezes } from '../__testUtils__/policies/OnlySreFreezes';
import { policyModule } from '../__testUtils__/policies/policyModule';
import { moduleOf } from '../__testUtils__/portal/decidedBy';
import { component } from '../__testUtils__/portal/services';
import { refusalOf } from '../__testUtils__/portal/refusalOf';
import { waitFor } from '../clusters/__testUtils__/waitFor';
import { RestrictionPortal } from './__testUtils__/RestrictionPortal';

jest.setTimeout(60_000);

const orders = 'component:default/orders';
const carts = 'component:default/carts';
const shop = 'system:default/shop';
const ada = 'user:default/ada';
const grace = 'user:default/grace';
const sam = 'user:default/sam';
const eve = 'user:default/eve';
const groups = {
  [ada]: ['group:default/team-shop'],
  [grace]: ['group:default/release-managers'],
  [sam]: ['group:default/sre'],
};
const version = { images: [{ name: 'ghcr.io/acme/orders', tag: '1.2.0' }] };
const entities: Entity[] = [
  {
    ...component('orders'),
    relations: [
      { type: 'ownedBy', targetRef: 'group:default/team-shop' },
      { type: 'partOf', targetRef: shop },
    ],
  },
  component('carts'),
  {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'System',
    metadata: { name: 'shop' },
    spec: { owner: 'team-shop' },
  },
];
const request = (part: Partial<RestrictionRequest>): RestrictionRequest => ({
  kind: 'freeze',
  scope: { entityRef: orders, environment: 'staging' },
  reason: 'Because',
  ...part,
});
const inProd = { entityRef: orders, environment: 'prod' };

describe('restrictions, where owners rule up to staging', () => {
  let portal: RestrictionPortal;

  beforeAll(async () => {
    portal = await RestrictionPortal.start({
      entities,
      permissions: { module: policyModule, groups },
    });
  });

  afterAll(async () => {
    await portal?.stop();
  });

  it('are set and lifted by an owner, told to pages and audited', async () => {
    const freeze = await portal.as(ada).createRestriction(
      request({
        scope: {
          entityRef: 'Component:default/Orders',
          environment: 'staging',
        },
        endsAt: '2999-01-01T00:00:00+01:00',
      }),
    );
    expect(freeze).toEqual({
      id: freeze.id,
      kind: 'freeze',
      scope: { entityRef: orders, environment: 'staging' },
      reason: 'Because',
      createdBy: ada,
      createdAt: expect.any(String),
      endsAt: '2998-12-31T23:00:00.000Z',
    });
    expect(await portal.as(eve).listRestrictions({})).toEqual({
      restrictions: [freeze],
    });
    expect(
      await refusalOf(
        portal.as(eve).liftRestriction({ id: freeze.id, reason: 'No' }),
      ),
    ).toEqual({
      status: 403,
      message: `You lack the permission gitops.freeze on ${orders} in staging`,
    });

    const lift = async () =>
      portal.as(ada).liftRestriction({ id: freeze.id, reason: 'Over' });
    const lifted = await lift();
    expect(lifted).toEqual({
      ...freeze,
      liftedBy: ada,
      liftedAt: expect.any(String),
      liftReason: 'Over',
    });
    expect(await lift()).toEqual(lifted);
    expect(await portal.as(ada).listRestrictions({})).toEqual({
      restrictions: [],
    });
    expect(await portal.as(ada).listRestrictions({ all: true })).toEqual({
      restrictions: [lifted],
    });
    expect(portal.audited).toEqual([
      'restriction-create succeeded',
      'restriction-lift failed',
      'restriction-lift succeeded',
      'restriction-lift succeeded',
    ]);
    await waitFor(() => portal.signals.length === 2);
    expect(portal.signals[0]).toEqual({
      type: 'restrictions',
      entityRef: orders,
    });
  });

  it.each<[string, Partial<RestrictionRequest>, string]>([
    [
      ada,
      { scope: inProd },
      'gitops.freeze on component:default/orders in prod',
    ],
    // All environments are covered, so all of them are asked about.
    [
      ada,
      { scope: { entityRef: orders } },
      `gitops.freeze on ${orders} in prod`,
    ],
    [ada, { kind: 'hold', scope: inProd }, `gitops.hold on ${orders} in prod`],
    [ada, { kind: 'pin', version, scope: inProd }, `gitops.hold on ${orders}`],
    [ada, { kind: 'veto', version, scope: inProd }, `gitops.veto on ${orders}`],
    [eve, {}, `gitops.freeze on ${orders} in staging`],
    [eve, { kind: 'veto', version }, `gitops.veto on ${orders} in staging`],
  ])('are refused to %s: %j', async (user, part, lacking) => {
    const refusal = await refusalOf(
      portal.as(user).createRestriction(request(part)),
    );
    expect(refusal.status).toBe(403);
    expect(refusal.message).toContain(`You lack the permission ${lacking}`);
  });

  it.each<[string, Partial<RestrictionRequest>]>([
    [ada, { kind: 'hold' }],
    [ada, { kind: 'pin', version }],
    [ada, { kind: 'veto', version }],
    [grace, { scope: inProd }],
    [grace, { scope: { entityRef: orders } }],
    [grace, { kind: 'veto', version, scope: inProd }],
  ])('are allowed to %s: %j', async (user, part) => {
    const { id, createdBy } = await portal
      .as(user)
      .createRestriction(request(part));
    expect(createdBy).toBe(user);
    await portal.as(user).liftRestriction({ id, reason: 'Over' });
  });

  it.each<[Partial<RestrictionRequest>, number, string]>([
    [
      { scope: { environment: 'mars' } },
      400,
      'no environment "mars": write one of dev, staging, prod',
    ],
    [{ scope: { entityRef: 'orders' } }, 400, '"orders" is no entity ref'],
    [{ scope: { system: orders } }, 400, `${orders} is no system`],
    [
      { scope: { system: shop, entityRef: orders } },
      400,
      'a service or a system',
    ],
    [
      { scope: { entityRef: 'component:default/none' } },
      404,
      'There is no entity component:default/none',
    ],
    [
      { scope: { system: 'none' } },
      404,
      'There is no entity system:default/none',
    ],
    [{ kind: 'hold', scope: { entityRef: orders } }, 400, 'name both'],
    [{ kind: 'veto', version, scope: {} }, 400, 'name both'],
    [{ kind: 'pin' }, 400, 'A pin is about a version'],
    [
      { kind: 'veto', version: { images: [] } },
      400,
      'A veto is about a version',
    ],
    [{ version }, 400, 'A freeze is not about a version'],
    [{ endsAt: '2020-01-01T00:00:00Z' }, 400, 'not in the future'],
    [{ endsAt: 'tomorrow' }, 400, 'endsAt'],
    [{ reason: '  ' }, 400, 'reason: say why'],
  ])('make sense: %j', async (part, status, message) => {
    expect(
      await refusalOf(portal.as(grace).createRestriction(request(part))),
    ).toEqual({ status, message: expect.stringContaining(message) });
  });

  it('veto a version once', async () => {
    const veto = request({ kind: 'veto', version, reason: 'It leaks' });
    const { id } = await portal.as(ada).createRestriction(veto);
    expect(await refusalOf(portal.as(ada).createRestriction(veto))).toEqual({
      status: 409,
      message: `${ada} has vetoed this version already: It leaks`,
    });
    await portal.as(ada).liftRestriction({ id, reason: 'Mended' });
  });

  it('are shown to those who may see the service, and wide ones to all', async () => {
    const set = async (part: Partial<RestrictionRequest>) =>
      (await portal.as(grace).createRestriction(request(part))).id;
    const onOrders = await set({ kind: 'hold' });
    const onShop = await set({ scope: { system: 'shop' } });
    const onProd = await set({ scope: { environment: 'prod' } });
    const onCarts = await set({ scope: { entityRef: carts } });
    const idsFor = async (user: string, entityRef?: string) => {
      const { restrictions } = await portal
        .as(user)
        .listRestrictions({ ...(entityRef && { entityRef }) });
      return restrictions.map(({ id }) => id).sort();
    };
    const ids = (...list: string[]) => list.sort();
    expect(await idsFor(eve)).toEqual(ids(onOrders, onShop, onProd, onCarts));
    expect(await idsFor(eve, orders)).toEqual(ids(onOrders, onShop, onProd));
    expect(await idsFor(eve, carts)).toEqual(ids(onProd, onCarts));

    const show = portal.catalogPolicy.deny({
      permission: 'catalog.entity.read',
      entityRef: orders,
      user: eve,
    });
    expect(await idsFor(eve)).toEqual(ids(onShop, onProd, onCarts));
    for (const call of [
      portal.as(eve).listRestrictions({ entityRef: orders }),
      portal.as(eve).liftRestriction({ id: onOrders, reason: 'x' }),
      portal.as(eve).createRestriction(request({})),
    ]) {
      expect(await refusalOf(call)).toMatchObject({ status: 404 });
    }
    show();
  });
});

describe('restrictions, where only SRE stops the line', () => {
  let portal: RestrictionPortal;

  beforeAll(async () => {
    portal = await RestrictionPortal.start({
      entities,
      permissions: { module: moduleOf(new OnlySreFreezes()), groups },
    });
  });

  afterAll(async () => {
    await portal?.stop();
  });

  it.each([{}, { system: shop }, { environment: 'prod' }, inProd])(
    'are set and lifted by SRE alone: %j',
    async scope => {
      const lacking =
        'entityRef' in scope ? 'gitops.freeze' : 'gitops.freeze.all';
      const refused = {
        status: 403,
        message: expect.stringContaining(`You lack the permission ${lacking}`),
      };
      const freeze = request({ scope });
      expect(await refusalOf(portal.as(ada).createRestriction(freeze))).toEqual(
        refused,
      );
      const { id } = await portal.as(sam).createRestriction(freeze);
      const lift = { id, reason: 'Over' };
      expect(await refusalOf(portal.as(ada).liftRestriction(lift))).toEqual(
        refused,
      );
      expect(await portal.as(sam).liftRestriction(lift)).toMatchObject({
        liftedBy: sam,
      });
    },
  );

  it('leave everything else to all', async () => {
    const { id } = await portal
      .as(eve)
      .createRestriction(request({ kind: 'hold', scope: inProd }));
    expect(
      await portal.as(ada).liftRestriction({ id, reason: 'Over' }),
    ).toMatchObject({ createdBy: eve, liftedBy: ada });
  });
});
