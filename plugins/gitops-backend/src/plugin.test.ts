import {
  ServiceDeployments,
  Target,
} from '@fairlead/backstage-plugin-gitops-common';
import { waitFor } from './clusters/__testUtils__/waitFor';
import { component, serviceFiles } from './__testUtils__/portal/services';
import { refusalOf, TestPortal } from './__testUtils__/portal/TestPortal';
import { TestWorld } from './__testUtils__/portal/TestWorld';

jest.setTimeout(60_000);

/** What entities say, and which targets that means. */
const selections: Array<[Record<string, string>, string[]]> = [
  [
    { 'argocd/app-name': 'orders-dev, argocd/orders-prod' },
    ['argocd/orders-dev', 'argocd/orders-prod', 'team/orders-dev'],
  ],
  [
    { 'argocd/app-name': 'orders-dev', 'argocd/app-namespace': 'team' },
    ['team/orders-dev'],
  ],
  [
    { 'argocd/app-selector': 'team in (shop, pay)' },
    ['argocd/orders-dev', 'argocd/orders-prod', 'argocd/orders-staging'],
  ],
  [
    { 'argocd/app-selector': 'team=shop', 'argocd/instance-name': 'prod' },
    ['argocd/orders-prod'],
  ],
  [
    { 'backstage.io/kubernetes-id': 'orders' },
    ['argocd/orders-prod', 'argocd/orders-staging'],
  ],
  [
    {
      'backstage.io/kubernetes-id': 'orders',
      'backstage.io/kubernetes-namespace': 'orders-staging',
    },
    ['argocd/orders-staging'],
  ],
  [
    { 'backstage.io/kubernetes-label-selector': 'team=shop,tier==web' },
    ['argocd/orders-staging'],
  ],
];

describe('what is deployed', () => {
  let world: TestWorld;
  let portal: TestPortal;

  beforeAll(async () => {
    world = await TestWorld.start(
      serviceFiles('orders', { dev: '1.1.0', staging: '1.0.0', prod: '1.0.0' }),
    );
    const kubernetesId = { 'backstage.io/kubernetes-id': 'orders' };
    const deploy = async (
      environment: string,
      version: string,
      application?: Parameters<TestWorld['deploy']>[0]['application'],
    ) => world.deploy({ service: 'orders', environment, version, application });
    await deploy('dev', '1.1.0', { labels: { team: 'shop' } });
    await deploy('dev', '1.1.0', { namespace: 'team' });
    await deploy('staging', '1.0.0', {
      labels: { ...kubernetesId, team: 'shop', tier: 'web' },
    });
    await deploy('prod', '1.0.0', {
      labels: { ...kubernetesId, team: 'shop' },
    });
    await world.deploy({
      service: 'emails',
      environment: 'misc',
      version: '3.0.0',
      application: {
        annotations: { 'fairlead/entity-ref': 'component:default/emails' },
      },
    });
    portal = await TestPortal.start(world, {
      entities: [
        component('orders', {
          'argocd/app-name':
            'argocd/orders-dev,argocd/orders-staging,orders-prod',
        }),
        component('emails'),
        component('idle'),
        component('broken', { 'argocd/app-selector': 'team!=shop' }),
        ...selections.map(([annotations], index) =>
          component(`selected-${index}`, annotations),
        ),
      ],
    });
    await portal.service('orders', ({ environments }) =>
      environments.every(({ targets }) => targets.length === 1),
    );
    await waitFor(() => portal.signals.length > 0);
  });

  afterAll(async () => {
    await portal?.stop();
    await world?.end();
  });

  it.each(selections.map((selection, index) => [...selection, index] as const))(
    'is found by %j',
    async (_, expected, index) => {
      const found = await portal.service(
        `selected-${index}`,
        service => targetsOf(service).length === expected.length,
      );
      expect(namesOf(found)).toEqual(expected);
    },
  );

  it('is found by what it says itself, and shown as unassigned where no environment is named', async () => {
    const found = await portal.service('emails');
    expect(found).toMatchObject({ annotated: true, annotationProblems: [] });
    expect(found.environments.flatMap(({ targets }) => targets)).toEqual([]);
    expect(found.unassigned).toMatchObject([
      { id: 'nonprod:argoproj.io:application:argocd:emails-misc' },
    ]);
  });

  it('is shown in its environments, with version, links, and what can be promoted', async () => {
    const { environments } = await portal.service('orders');
    const [dev, staging, prod] = environments;
    expect(dev).toMatchObject({
      environment: { name: 'dev', tier: 'development', after: [] },
      comparisons: [],
      promotions: [],
    });
    const revision = await world.repository.head();
    expect(staging).toMatchObject({
      targets: [
        {
          status: {
            version: {
              images: [{ name: 'ghcr.io/acme/orders', tag: '1.0.0' }],
            },
            revisions: { live: [revision] },
            sync: { status: 'Synced' },
            health: { status: 'Healthy' },
          },
          links: {
            commits: [`${world.repository.url}/commit/${revision}`],
            images: ['https://ghcr.io/acme/orders'],
          },
        },
      ],
      comparisons: [
        { from: 'dev', relation: 'behind', summary: '1.0.0 → 1.1.0' },
      ],
      promotions: [{ from: 'dev', allowance: { allowed: true } }],
    });
    expect(prod).toMatchObject({
      comparisons: [{ from: 'staging', relation: 'same', summary: '1.0.0' }],
      promotions: [
        {
          from: 'staging',
          allowance: {
            allowed: false,
            why: 'Prod already runs 1.0.0, the same as Staging.',
          },
        },
      ],
    });
    const { rollout, ...allowances } = prod.allowances;
    for (const allowance of Object.values({ ...allowances, ...rollout })) {
      expect(allowance).toEqual({ allowed: true });
    }
  });

  it('costs no request to a cluster or forge, even while they hang', async () => {
    const resume = [
      world.fault({ surface: 'forge', fault: { type: 'hang' } }),
      world.fault({ surface: 'cluster:nonprod', fault: { type: 'hang' } }),
      world.fault({ surface: 'cluster:prod', fault: { type: 'hang' } }),
    ];
    const views = () =>
      world.requestsDuring(async () => {
        for (let view = 0; view < 5; view++) {
          await portal.ada.getService('component:default/orders');
          await portal.ada.getFleet();
          await portal.ada.listPromotions({});
        }
      });
    // What views cost shows each time; what a timer happens to ask meanwhile does not.
    const requests = await views();
    const again = requests.length > 0 ? await views() : [];
    resume.forEach(end => end());
    expect(again).toEqual([]);
  });

  it('is told to open pages when it changes', async () => {
    const id = targetIdOf(await portal.service('orders'), 'dev');
    portal.signals.length = 0;
    await world.deploy({
      service: 'orders',
      environment: 'dev',
      version: '1.1.0',
      health: 'Progressing',
      healthMessage: 'Waiting for rollout to finish',
      application: { labels: { team: 'shop' } },
    });
    await waitFor(() => portal.signals.length > 0);
    expect(portal.signals).toEqual([
      { type: 'targets', targetIds: [id], added: false },
    ]);
    const { environments } = await portal.service('orders');
    expect(environments[0].targets[0].status.health).toMatchObject({
      status: 'Progressing',
      message: 'Waiting for rollout to finish',
    });
    // A gate waits for it.
    expect(environments[1].promotions[0].allowance).toEqual({ allowed: true });
  });

  it('stays on the page, marked, while its cluster is down', async () => {
    const before = new Date().toISOString();
    const up = world.fault({
      surface: 'cluster:prod',
      fault: { type: 'down' },
    });
    const down = await portal.service('orders', isUnreachable('prod'));
    const [dev, staging, prod] = down.environments;
    expect(prod.targets[0]).toMatchObject({
      status: { health: { status: 'Healthy' } },
      unreachable: {
        fault: 'network',
        message: expect.stringMatching(
          /^The cluster prod can't be reached \(connect ECONNREFUSED/,
        ),
      },
    });
    expect(prod.targets[0].unreachable?.since).toMatch(
      new RegExp(`^${before.slice(0, 10)}T`),
    );
    expect(down.problems).toMatchObject([
      {
        cluster: 'prod',
        fault: 'network',
        remedy: expect.stringContaining('API server'),
      },
    ]);
    expect(dev.targets[0]).not.toHaveProperty('unreachable');
    expect(staging.targets[0]).not.toHaveProperty('unreachable');
    await waitFor(() => portal.signals.find(({ type }) => type === 'sources'));
    expect(portal.signals).toContainEqual({
      type: 'sources',
      clusters: ['prod'],
    });

    up();
    const again = await portal.service(
      'orders',
      service => !isUnreachable('prod')(service),
    );
    expect(again.problems).toEqual([]);
  });

  it('is shown of all services, and what belongs to none', async () => {
    const fleet = await portal.ada.getFleet();
    expect(fleet.environments.map(({ name }) => name)).toEqual([
      'dev',
      'staging',
      'prod',
    ]);
    expect(fleet.rows.map(({ title }) => title)).toEqual([
      'broken',
      'emails',
      'orders',
      ...selections.map((_, index) => `selected-${index}`),
    ]);
    expect(fleet.rows.find(({ title }) => title === 'orders')).toMatchObject({
      entityRef: 'component:default/orders',
      owner: 'team-shop',
      cells: [
        { versions: ['1.1.0'], health: 'Progressing', behind: false },
        { versions: ['1.0.0'], health: 'Healthy', behind: true },
        { versions: ['1.0.0'], sync: 'Synced', behind: false },
      ],
    });
    expect(fleet.unassigned.map(({ status }) => status.object.name)).toEqual([
      'emails-misc',
    ]);
    expect(fleet.problems).toEqual([]);
  });

  it('says what is wrong with an annotation', async () => {
    expect(await portal.service('broken', () => true)).toMatchObject({
      annotated: true,
      annotationProblems: [
        'The annotation argocd/app-selector can\'t be read: "team!=shop" is not understood. Write it as key=value, several separated by commas.',
      ],
    });
    expect(await portal.service('idle', () => true)).toMatchObject({
      annotated: false,
      annotationProblems: [],
    });
  });

  it('is not there for an unknown entity', async () => {
    expect(
      await refusalOf(portal.ada.getService('component:default/nothing')),
    ).toEqual({
      status: 404,
      message:
        'There is no entity component:default/nothing in the catalog, or you may not see it',
    });
    expect(await refusalOf(portal.ada.getService('orders'))).toMatchObject({
      status: 400,
      message: expect.stringContaining('"orders" is no entity ref'),
    });
  });

  it('is hidden from those who may not read it', async () => {
    const entityRef = 'component:default/orders';
    const allow = portal.policy.deny({ permission: 'gitops.read', entityRef });
    expect(await refusalOf(portal.ada.getService(entityRef))).toEqual({
      status: 403,
      message: `You lack the permission gitops.read on ${entityRef}`,
    });
    allow();
    expect(await portal.ada.getService(entityRef)).toBeDefined();
  });

  it('is left out of the fleet for those who may not read it, unassigned or not', async () => {
    const allow = portal.policy.deny({
      permission: 'gitops.read',
      entityRef: 'component:default/emails',
    });
    const fleet = await portal.ada.getFleet();
    expect(fleet.rows.map(({ title }) => title)).not.toContain('emails');
    expect(fleet.unassigned).toEqual([]);
    allow();
  });

  it('says why an action is not allowed', async () => {
    const user = 'user:default/eve';
    const permissions = [
      'gitops.promotion.create',
      'gitops.promotion.rollback',
      'gitops.target.sync',
      'gitops.target.refresh',
    ];
    const allow = permissions.map(permission =>
      portal.policy.deny({ permission, user }),
    );
    const eve = portal.as(user);
    const found = await eve.getService('component:default/orders');
    const [promote, rollback, sync, refresh] = permissions.map(permission => ({
      allowed: false,
      why: `You lack the permission ${permission} on this service in prod.`,
    }));
    const [, , prod] = found.environments;
    expect(prod.allowances).toMatchObject({ promote, rollback, sync, refresh });
    expect(prod.allowances.freeze).toEqual({ allowed: true });
    expect(prod.promotions[0].allowance).toEqual(promote);
    allow.forEach(end => end());
  });
});

function targetsOf({ environments, unassigned }: ServiceDeployments): Target[] {
  return [...environments.flatMap(({ targets }) => targets), ...unassigned];
}

function namesOf(service: ServiceDeployments): string[] {
  return targetsOf(service)
    .map(({ status: { object } }) => `${object.namespace}/${object.name}`)
    .sort();
}

function targetIdOf(
  { environments }: ServiceDeployments,
  name: string,
): string | undefined {
  return environments.find(({ environment }) => environment.name === name)
    ?.targets[0]?.id;
}

function isUnreachable(cluster: string) {
  return (service: ServiceDeployments) =>
    targetsOf(service).some(
      ({ status, unreachable }) =>
        status.object.cluster === cluster && unreachable,
    );
}
