import { Promotion } from '@fairlead/backstage-plugin-gitops-common';
import { Knex } from 'knex';
import {
  quick,
  startBehindPortal,
  startBehindWorld,
  toStaging,
} from './__testUtils__/portal/behindServices';
import { overlayOf } from './__testUtils__/portal/services';
import { refusalOf, TestPortal } from './__testUtils__/portal/TestPortal';
import { Deployment, TestWorld } from './__testUtils__/portal/TestWorld';
import { testDatabases } from './__testUtils__/testDatabases';
import { waitFor } from './clusters/__testUtils__/waitFor';

jest.setTimeout(60_000);

const databases = testDatabases();
const refOf = (service: string) => `component:default/${service}`;

describe.each(databases.eachSupportedId())('a rollback, on %p', database => {
  const services = ['accounts', 'billing', 'carts'];
  let knex: Knex;
  let world: TestWorld;
  let portal: TestPortal;

  beforeAll(async () => {
    world = await startBehindWorld(services);
    const automatic = (rules: string) =>
      `policy:\n  rollback:\n    automatic: true\n${rules}`;
    await world.repository.commit({
      'apps/billing/overlays/fairlead.yaml': automatic(''),
      'apps/carts/overlays/fairlead.yaml': automatic('    maxAge: 0s\n'),
    });
    knex = await databases.init(database);
    portal = await startBehindPortal(world, {
      services,
      knex,
      gitops: { promotions: quick },
    });
    for (const service of services) {
      await portal.verified({
        service,
        environment: 'staging',
        version: '1.0.0',
      });
    }
  });

  afterAll(async () => {
    await portal?.stop();
    await world?.end();
  });

  const inStaging = (service: string, rest: Partial<Deployment>) =>
    world.deploy({
      service,
      environment: 'staging',
      version: '1.1.0',
      ...rest,
    });

  const promote = async (service: string) =>
    portal.ada.createPromotion({ ...toStaging(service), reason: 'Fix' });

  /** Merges what is asked for, after which Argo CD does something with it. */
  async function deployed(
    asked: Pick<Promotion, 'id'>,
    outcome: { service: string } & Partial<Deployment>,
  ) {
    const { promotion } = await portal.promotion(asked, 'open');
    const number = promotion.pullRequest?.number ?? 0;
    const revision = await world.repository.merge(number);
    await inStaging(outcome.service, { revision, ...outcome });
    return portal.promotion(
      asked,
      outcome.health === 'Degraded' ? 'failed' : 'succeeded',
    );
  }

  const restrictionsOn = async (service: string) => {
    const { restrictions } = await portal.ada.listRestrictions({
      entityRef: refOf(service),
    });
    return restrictions.sort((a, b) => a.kind.localeCompare(b.kind));
  };

  it('goes back to any deployment of the history, by a pull request', async () => {
    const { promotion: bad } = await deployed(await promote('accounts'), {
      service: 'accounts',
    });
    const deployments = await waitFor(async () => {
      const found = await portal.ada.listDeployments({
        entityRef: refOf('accounts'),
        environment: 'staging',
      });
      return (
        found.deployments[0].promotionId !== undefined && found.deployments
      );
    });
    expect(deployments).toMatchObject([
      {
        version: { images: [{ tag: '1.1.0' }] },
        promotionId: bad.id,
        verifiedAt: expect.any(String),
      },
      {
        version: { images: [{ tag: '1.0.0' }] },
        verifiedAt: expect.any(String),
        endedAt: expect.any(String),
      },
    ]);
    // What others have written to the file since then stays.
    const file = overlayOf('accounts', 'staging');
    const text = await world.repository.read(file);
    await world.repository.commit({ [file]: `# Ours\n${text}` });

    const lane = {
      entityRef: refOf('accounts'),
      environment: 'staging',
      deploymentId: deployments[1].id,
    };
    const planned = await portal.ada.planRollback(lane);
    expect(planned).toMatchObject({
      lane: 'free',
      plan: {
        from: 'staging',
        to: 'staging',
        fromVersion: { images: [{ tag: '1.1.0' }] },
        toVersion: { images: [{ tag: '1.0.0' }] },
        edits: [{ file, from: '1.1.0', to: '1.0.0' }],
        blockers: [],
      },
    });
    const wanted = {
      ...lane,
      reason: 'Carts are lost',
      fingerprint: planned.plan.fingerprint,
    };
    portal.statuses.length = 0;
    const asked = await portal.ada.createRollback(wanted);
    expect((await portal.ada.createRollback(wanted)).id).toBe(asked.id);
    expect(portal.statuses).toEqual([201, 200]);
    expect(portal.audited.slice(-2)).toEqual([
      'rollback-create succeeded',
      'rollback-create succeeded',
    ]);
    const { promotion } = await portal.promotion(asked, 'open');
    expect(promotion).toMatchObject({
      kind: 'rollback',
      automatic: false,
      requestedBy: 'user:default/ada',
      links: { rollsBack: bad.id },
    });
    const [pullRequest] = world.repository.pullRequests();
    expect(pullRequest.body).toContain(
      'Rolls [accounts](https://portal.example.com/catalog/default/component/accounts) back in **staging**: `1.1.0` → `1.0.0`',
    );
    expect(await world.repository.read(file, pullRequest.head)).toBe(
      `# Ours\n${text?.replace('1.1.0', '1.0.0')}`,
    );
    expect((await portal.ada.getPromotion(bad.id)).promotion.links).toEqual({
      rolledBackBy: asked.id,
    });
    await deployed(asked, { service: 'accounts', version: '1.0.0' });
  });

  it('forbids the version that it has taken away, until a person says otherwise', async () => {
    const restrictions = await restrictionsOn('accounts');
    const by = {
      scope: { entityRef: refOf('accounts'), environment: 'staging' },
      createdBy: 'user:default/ada',
      reason: 'It was rolled back: Carts are lost',
    };
    expect(restrictions).toMatchObject([
      { kind: 'hold', ...by },
      { kind: 'veto', version: { images: [{ tag: '1.1.0' }] }, ...by },
    ]);
    const again = await promote('accounts');
    const { promotion } = await waitFor(async () => {
      const found = await portal.ada.getPromotion(again.id);
      return found.promotion.gates.length > 0 && found;
    });
    expect(promotion).toMatchObject({
      state: 'planned',
      message:
        'Veto: ada has vetoed 1.1.0 for Staging: It was rolled back: Carts are lost',
    });
    await portal.ada.liftRestriction({
      id: restrictions[1].id,
      reason: 'The disk was full',
    });
    await portal.promotion(again, 'open');
    await portal.ada.cancelPromotion({ id: again.id, reason: 'Later' });
  });

  it('is not rolled back itself, and needs something to go back to', async () => {
    const { promotions } = await portal.ada.listPromotions({
      entityRef: refOf('accounts'),
    });
    const rollback = promotions.find(({ kind }) => kind === 'rollback');
    const { allowances } = await portal.ada.getPromotion(rollback?.id ?? '');
    expect(allowances.rollback).toEqual({
      allowed: false,
      why: 'A rollback is not rolled back: promote.',
    });
    const { deployments } = await portal.ada.listDeployments({
      entityRef: refOf('accounts'),
      environment: 'staging',
    });
    const lane = { entityRef: refOf('accounts'), environment: 'staging' };
    expect(
      await refusalOf(
        portal.ada.createRollback({
          ...lane,
          deploymentId: deployments[0].id,
          reason: 'Again',
        }),
      ),
    ).toEqual({
      status: 409,
      message: 'Git has 1.0.0 for Staging already',
    });
    expect(portal.audited.at(-1)).toBe('rollback-create failed');
    expect(
      await refusalOf(
        portal.ada.planRollback({ ...lane, deploymentId: 'nothing' }),
      ),
    ).toEqual({
      status: 404,
      message: `There is no deployment nothing of ${refOf('accounts')} in Staging`,
    });
    expect(
      await refusalOf(
        portal.ada.planRollback({
          entityRef: refOf('billing'),
          environment: 'staging',
        }),
      ),
    ).toEqual({
      status: 409,
      message:
        'No other version was ever verified in Staging, so there is nothing to go back to',
    });
  });

  it('answers a failure by itself where the environment asks for it, with the explanation', async () => {
    // Of what is too old to be rolled back, and of what nobody asked to be.
    await deployed(await promote('carts'), {
      service: 'carts',
      health: 'Degraded',
    });
    const failing = await promote('billing');
    const { promotion: failed } = await deployed(failing, {
      service: 'billing',
      health: 'Degraded',
      healthMessage: 'The progress deadline is exceeded',
      resourceHealth: {
        status: 'Degraded',
        message: 'Back-off pulling image',
      },
    });
    const { id } = await waitFor(async () => {
      const { promotions } = await portal.ada.listPromotions({
        entityRef: refOf('billing'),
        active: true,
      });
      return promotions[0];
    });
    const { promotion } = await portal.promotion({ id }, 'open');
    expect(promotion).toMatchObject({
      kind: 'rollback',
      automatic: true,
      requestedBy: 'fairlead',
      links: { rollsBack: failed.id },
      plan: { toVersion: { images: [{ tag: '1.0.0' }] } },
    });
    const [{ body }] = world.repository.pullRequests();
    expect(failed.message).toContain('Back-off pulling image');
    expect(body?.replace(/\\/g, '')).toContain(
      '> 1.1.0 went wrong in staging. billing-staging is degraded: ResourceDegraded: Deployment billing-staging is degraded: Back-off pulling image; The progress deadline is exceeded.',
    );
    expect((await portal.ada.getPromotion(failed.id)).promotion.links).toEqual({
      rolledBackBy: id,
    });
    expect(await restrictionsOn('billing')).toMatchObject([
      { kind: 'hold', createdBy: 'fairlead', promotionId: id },
      {
        kind: 'veto',
        createdBy: 'fairlead',
        promotionId: id,
        version: { images: [{ tag: '1.1.0' }] },
      },
    ]);
    const { deployments } = await portal.ada.listDeployments({
      entityRef: refOf('billing'),
      environment: 'staging',
    });
    expect(deployments[0]).toMatchObject({
      version: { images: [{ tag: '1.1.0' }] },
      failure: expect.stringContaining('Back-off pulling image'),
    });
  });

  it('that fails is left to people, and so are old failures', async () => {
    const { promotions } = await portal.ada.listPromotions({
      entityRef: refOf('billing'),
      active: true,
    });
    await deployed(promotions[0], {
      service: 'billing',
      version: '1.0.0',
      health: 'Degraded',
    });
    // Another one that is answered tells that all failures were looked at.
    await world.repository.commit({
      'apps/accounts/overlays/fairlead.yaml':
        'policy:\n  rollback:\n    automatic: true\n',
    });
    await deployed(await promote('accounts'), {
      service: 'accounts',
      health: 'Degraded',
    });
    await waitFor(async () => {
      const { promotions: active } = await portal.ada.listPromotions({
        entityRef: refOf('accounts'),
        active: true,
      });
      return active.some(({ automatic }) => automatic);
    });
    const kindsOf = async (service: string) => {
      const found = await portal.ada.listPromotions({
        entityRef: refOf(service),
      });
      return found.promotions.map(({ kind, state }) => `${kind} ${state}`);
    };
    expect(await kindsOf('billing')).toEqual([
      'rollback failed',
      'promotion failed',
    ]);
    expect(await kindsOf('carts')).toEqual(['promotion failed']);
    expect(await restrictionsOn('carts')).toEqual([]);
  });
});
