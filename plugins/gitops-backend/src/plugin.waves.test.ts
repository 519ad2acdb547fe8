import { Promotion } from '@fairlead/backstage-plugin-gitops-common';
import { Knex } from 'knex';
import { quick } from './__testUtils__/portal/behindServices';
import {
  component,
  overlayOf,
  serviceFiles,
} from './__testUtils__/portal/services';
import { TestPortal } from './__testUtils__/portal/TestPortal';
import { TestWorld } from './__testUtils__/portal/TestWorld';
import { testDatabases } from './__testUtils__/testDatabases';
import { waitFor } from './clusters/__testUtils__/waitFor';

jest.setTimeout(60_000);

const databases = testDatabases();
const places = ['eu-1', 'eu-2', 'us-1', 'us-2', 'us-3'].map(
  place => `prod-${place}`,
);
const services = ['orders', 'stock'];
const refOf = (service: string) => `component:default/${service}`;

describe.each(databases.eachSupportedId())('waves, on %p', database => {
  let knex: Knex;
  let world: TestWorld;
  let portal: TestPortal;

  beforeAll(async () => {
    const versions = {
      dev: '1.1.0',
      ...Object.fromEntries(places.map(place => [place, '1.0.0'])),
    };
    world = await TestWorld.start(
      Object.assign({}, ...services.map(each => serviceFiles(each, versions))),
    );
    for (const service of services) {
      for (const [environment, version] of Object.entries(versions)) {
        await world.deploy({ service, environment, version });
      }
    }
    knex = await databases.init(database);
    portal = await TestPortal.start(world, {
      knex,
      entities: services.map(service =>
        component(service, {
          'argocd/app-name': ['dev', ...places]
            .map(each => `${service}-${each}`)
            .join(','),
        }),
      ),
      gitops: {
        environments: [
          { name: 'dev', match: [{ name: '*-dev' }] },
          {
            name: 'prod',
            match: [{ name: '*-prod-*' }],
            policy: { waves: { percent: [20, 80], soak: '1s' } },
          },
        ],
        promotions: quick,
      },
    });
    for (const service of services) {
      await portal.service(service, ({ environments }) =>
        environments.every(
          ({ targets }, index) =>
            targets.length === (index === 0 ? 1 : places.length),
        ),
      );
    }
  });

  afterAll(async () => {
    await portal?.stop();
    await world?.end();
  });

  const promote = async (service: string) =>
    portal.ada.createPromotion({
      entityRef: refOf(service),
      from: 'dev',
      to: 'prod',
      reason: 'Carts',
    });
  /** Where a wave brings the version. */
  const placesIn = ({ plan }: Pick<Promotion, 'plan'>) =>
    plan.edits.map(({ file }) => file.split('/')[3]);
  const pullRequestsOf = (service: string) =>
    world.repository
      .pullRequests()
      .filter(({ head }) => head.includes(`/${service}-`));

  /** Grace merges a wave, and Argo CD deploys it. */
  async function deployed(
    service: string,
    wave: Promotion,
    health: 'Healthy' | 'Degraded' = 'Healthy',
  ) {
    const { number = 0 } = wave.pullRequest ?? {};
    const revision = await world.repository.merge(number);
    for (const environment of placesIn(wave)) {
      await world.deploy({
        service,
        environment,
        version: '1.1.0',
        revision,
        health,
      });
    }
  }

  it('bring a version to many targets, one pull request each, when the one before has proven itself', async () => {
    const lane = { entityRef: refOf('orders'), from: 'dev', to: 'prod' };
    const planned = await portal.ada.planPromotion(lane);
    expect(planned.waves).toEqual([{ targets: 1 }, { targets: 4 }]);
    expect(planned.plan.targets).toHaveLength(places.length);
    const first = await promote('orders');
    const { promotion: one, waves } = await portal.promotion(first, 'open');
    const [, two] = waves;
    expect(waves).toMatchObject([
      { id: one.id, state: 'open', wave: { index: 1, count: 2 } },
      { state: 'queued', wave: { index: 2, count: 2 } },
    ]);
    // Asked for again, it is the same.
    expect((await promote('orders')).id).toBe(first.id);
    expect(pullRequestsOf('orders')).toHaveLength(1);
    expect([...placesIn(one), ...placesIn(two)].sort()).toEqual(places);
    await waitFor(async () => {
      const { promotion } = await portal.ada.getPromotion(two.id);
      return /^Wave 2 of 2: waiting for wave 1/.test(promotion.message);
    });

    await deployed('orders', one);
    const { promotion: done } = await portal.promotion(one, 'succeeded');
    const { promotion: next } = await portal.promotion(two, 'open');
    expect(
      Date.parse(next.pullRequest ? next.updatedAt : '') -
        Date.parse(done.finishedAt ?? ''),
    ).toBeGreaterThanOrEqual(1_000);
    await deployed('orders', next);
    await portal.promotion(two, 'succeeded');
    expect(pullRequestsOf('orders')).toHaveLength(2);
    for (const place of places) {
      expect(await world.repository.read(overlayOf('orders', place))).toContain(
        'newTag: "1.1.0" # by promotion',
      );
    }
    await portal.verified({
      service: 'orders',
      environment: 'prod',
      version: '1.1.0',
    });
    const { deployments } = await portal.ada.listDeployments({
      entityRef: refOf('orders'),
      environment: 'prod',
    });
    // The environment as a whole has run one, and then the other.
    expect(deployments.map(({ version }) => version.images[0].tag)).toEqual([
      '1.1.0',
      '1.0.0',
    ]);
  });

  it('stop after one that fails', async () => {
    const { promotion: one, waves } = await portal.promotion(
      await promote('stock'),
      'open',
    );
    await deployed('stock', one, 'Degraded');
    await portal.promotion(one, 'failed');
    const { promotion: two } = await portal.promotion(waves[1], 'cancelled');
    expect(two.message).toBe('Stopped, because wave 1 was failed.');
    expect(pullRequestsOf('stock')).toHaveLength(1);
    for (const place of placesIn(two)) {
      expect(await world.repository.read(overlayOf('stock', place))).toContain(
        '1.0.0',
      );
    }
  });
});
