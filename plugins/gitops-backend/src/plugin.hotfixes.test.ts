import { Knex } from 'knex';
import { quick } from './__testUtils__/portal/behindServices';
import {
  deployedComponent,
  overlayOf,
  serviceFiles,
} from './__testUtils__/portal/services';
import { refusalOf, TestPortal } from './__testUtils__/portal/TestPortal';
import { TestWorld } from './__testUtils__/portal/TestWorld';
import { testDatabases } from './__testUtils__/testDatabases';
import { waitFor } from './clusters/__testUtils__/waitFor';

jest.setTimeout(60_000);

const databases = testDatabases();
const versions = { dev: '1.0.1', staging: '1.0.0', prod: '1.0.0' };
const orders = 'component:default/orders';
const eve = 'user:default/eve';
const toProd = { entityRef: orders, from: 'dev', to: 'prod' };

describe.each(databases.eachSupportedId())('a hotfix, on %p', database => {
  let knex: Knex;
  let world: TestWorld;
  let portal: TestPortal;
  let hotfix: string;

  beforeAll(async () => {
    world = await TestWorld.start(serviceFiles('orders', versions));
    for (const [environment, version] of Object.entries(versions)) {
      await world.deploy({ service: 'orders', environment, version });
    }
    knex = await databases.init(database);
    portal = await TestPortal.start(world, {
      knex,
      gitops: { promotions: quick },
      entities: [deployedComponent('orders')],
    });
    await portal.service('orders', ({ environments }) =>
      environments.every(({ targets }) => targets.length === 1),
    );
    for (const [environment, version] of Object.entries(versions)) {
      await portal.verified({ service: 'orders', environment, version });
    }
  });

  afterAll(async () => {
    await portal?.stop();
    await world?.end();
  });

  /** Grace merges, and Argo CD deploys. */
  async function deployed(asked: { id: string }, environment: string) {
    const { promotion } = await portal.promotion(asked, 'open');
    const { number = 0 } = promotion.pullRequest ?? {};
    const revision = await world.repository.merge(number);
    await world.deploy({
      service: 'orders',
      environment,
      version: '1.0.1',
      revision,
    });
    await portal.promotion(asked, 'succeeded');
    return world.repository.pullRequest(number);
  }

  it('skips environments only when that is asked for, by those who may', async () => {
    const request = { ...toProd, reason: 'Carts are lost' };
    expect(await refusalOf(portal.ada.createPromotion(request))).toEqual({
      status: 400,
      message: 'A version comes to Prod from Staging, not from Dev',
    });
    const permission = 'gitops.promotion.skip';
    const allow = portal.policy.deny({ permission, user: eve });
    for (const refused of [
      portal.as(eve).planPromotion({ ...toProd, skip: true }),
      portal.as(eve).createPromotion({ ...request, skip: true }),
    ]) {
      expect(await refusalOf(refused)).toEqual({
        status: 403,
        message: `You lack the permission ${permission} on ${orders} in prod`,
      });
    }
    const { environments } = await portal.as(eve).getService(orders);
    expect(environments[2].allowances.skip).toEqual({
      allowed: false,
      why: `You lack the permission ${permission} on this service in prod.`,
    });
    allow();
    expect(portal.audited).toEqual([
      'promotion-create failed',
      'promotion-create failed',
    ]);
    expect(world.repository.pullRequests()).toEqual([]);
  });

  it('is told as such, and holds automatic promotion', async () => {
    const { plan } = await portal.ada.planPromotion({ ...toProd, skip: true });
    expect(plan.edits).toMatchObject([
      { file: overlayOf('orders', 'prod'), from: '1.0.0', to: '1.0.1' },
    ]);
    const asked = await portal.ada.createPromotion({
      ...toProd,
      skip: true,
      reason: 'Carts are lost',
      fingerprint: plan.fingerprint,
    });
    hotfix = asked.id;
    expect(asked).toMatchObject({ kind: 'hotfix', skips: ['staging'] });
    const { body } = await deployed(asked, 'prod');
    expect(body).toContain('**Hotfix**: skips staging.');
    const { restrictions } = await portal.ada.listRestrictions({
      entityRef: orders,
    });
    expect(restrictions).toMatchObject([
      {
        kind: 'hold',
        scope: { entityRef: orders, environment: 'prod' },
        reason: 'A hotfix skipped staging: Carts are lost',
        promotionId: asked.id,
      },
    ]);
  });

  it('is lacked by what it skipped, until it is brought there', async () => {
    const lacksOf = async () => {
      const { environments } = await portal.ada.getService(orders);
      return environments.map(({ lacks }) => lacks);
    };
    const lacked = {
      promotionId: hotfix,
      environment: 'prod',
      version: '1.0.1',
      reason: 'Carts are lost',
    };
    expect(await lacksOf()).toEqual([[], [lacked], []]);
    const backfill = {
      entityRef: orders,
      from: 'prod',
      to: 'staging',
      reason: 'As in production',
    };
    expect(await refusalOf(portal.ada.createPromotion(backfill))).toMatchObject(
      { status: 400 },
    );
    const asked = await portal.ada.createPromotion({ ...backfill, skip: true });
    expect(asked).toMatchObject({
      kind: 'backfill',
      links: { backfills: hotfix },
    });
    const { body } = await deployed(asked, 'staging');
    expect(body).toContain('from **prod** to **staging**: `1.0.0` → `1.0.1`');
    expect(body).toMatch(/^Back-fills \[orders\]/);
    await waitFor(async () => (await lacksOf()).flat().length === 0);
  });
});
