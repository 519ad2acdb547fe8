import gitopsModuleKargo from '@fairlead/backstage-plugin-gitops-backend-module-kargo';
import {
  deployedComponent,
  serviceFiles,
} from './__testUtils__/portal/services';
import { refusalOf, TestPortal } from './__testUtils__/portal/TestPortal';
import { TestWorld } from './__testUtils__/portal/TestWorld';

jest.setTimeout(60_000);

const versions = { dev: '1.1.0', staging: '1.0.0' };
const orders = 'component:default/orders';
const eve = 'user:default/eve';
const apiVersion = 'kargo.akuity.io/v1alpha1';
const kinds = [
  { kind: 'Stage', plural: 'stages' },
  { kind: 'Freight', plural: 'freights' },
  { kind: 'Promotion', plural: 'promotions' },
  { kind: 'Warehouse', plural: 'warehouses' },
];

/** A kind of Kargo, without the checks that its own definition makes. */
function definitionOf({ kind, plural }: (typeof kinds)[number]) {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.kargo.akuity.io` },
    spec: {
      group: 'kargo.akuity.io',
      scope: 'Namespaced',
      names: { kind, plural, singular: kind.toLowerCase() },
      versions: [
        {
          name: 'v1alpha1',
          served: true,
          storage: true,
          subresources: { status: {} },
          schema: {
            openAPIV3Schema: {
              type: 'object',
              'x-kubernetes-preserve-unknown-fields': true,
            },
          },
        },
      ],
    },
  };
}

describe('a service that Kargo promotes', () => {
  let world: TestWorld;
  let portal: TestPortal;
  const objects = () => world.clusters.nonprod.objects;

  const service = () =>
    portal.service('orders', ({ environments }) =>
      environments.some(({ stages }) => stages.length > 0),
    );
  const staging = async () => {
    const { environments } = await service();
    const found = environments.find(
      ({ environment }) => environment.name === 'staging',
    );
    if (!found) throw new Error('There is no staging');
    return found;
  };

  beforeAll(async () => {
    world = await TestWorld.start(serviceFiles('orders', versions));
    for (const kind of kinds) objects().create(definitionOf(kind));
    for (const [environment, version] of Object.entries(versions)) {
      await world.deploy({ service: 'orders', environment, version });
    }
    objects().create({
      apiVersion,
      kind: 'Freight',
      metadata: { name: 'newfreight', namespace: 'shop' },
      alias: 'brave-lynx',
      origin: { kind: 'Warehouse', name: 'orders' },
      images: [{ repoURL: 'ghcr.io/acme/orders', tag: '1.1.0' }],
    });
    objects().create({
      apiVersion,
      kind: 'Stage',
      metadata: {
        name: 'staging',
        namespace: 'shop',
        annotations: {
          'kargo.akuity.io/argocd-context':
            '[{"name":"orders-staging","namespace":"argocd"}]',
        },
      },
      spec: {
        requestedFreight: [
          {
            origin: { kind: 'Warehouse', name: 'orders' },
            sources: { stages: ['dev'] },
          },
        ],
        promotionTemplate: { spec: { steps: [{ uses: 'git-clone' }] } },
      },
    });
    portal = await TestPortal.start(world, {
      entities: [deployedComponent('orders')],
      features: [gitopsModuleKargo],
    });
  });

  afterAll(async () => {
    await portal?.stop();
    await world?.end();
  });

  it('shows the stage in the environment that it deploys', async () => {
    const { stages } = await staging();
    expect(stages).toMatchObject([
      {
        name: 'staging',
        system: 'kargo',
        systemTitle: 'Kargo',
        pipeline: 'shop',
        after: ['dev'],
        candidates: [
          {
            id: 'newfreight',
            title: 'brave-lynx',
            available: false,
            why: 'It is not verified in dev yet.',
          },
        ],
      },
    ]);
    const { environments } = await service();
    expect(environments[0].stages).toEqual([]);
  });

  it('follows freight that another controller has changed', async () => {
    objects().setStatus(
      { apiVersion, kind: 'Freight', namespace: 'shop', name: 'newfreight' },
      { verifiedIn: { dev: { verifiedAt: '2026-10-01T00:00:00Z' } } },
    );
    await portal.service('orders', ({ environments }) =>
      environments.some(({ stages }) =>
        stages.some(({ candidates }) => candidates[0]?.available),
      ),
    );
  });

  it('leaves promotions to Kargo, and says so', async () => {
    const request = { entityRef: orders, from: 'dev', to: 'staging' };
    const { plan } = await portal.ada.planPromotion(request);
    expect(plan.blockers).toMatchObject([
      {
        code: 'managed-elsewhere',
        message:
          'Kargo promotes here, by its stage staging: promote with that, so that the two do not undo each other.',
      },
    ]);
    expect(
      await refusalOf(
        portal.ada.createPromotion({ ...request, reason: 'Now' }),
      ),
    ).toMatchObject({
      message: expect.stringContaining('Kargo promotes here'),
    });
  });

  it('asks Kargo to promote, and to let pass, with the permissions of promotions', async () => {
    const [{ objectId }] = (await staging()).stages;
    const request = {
      objectId,
      entityRef: orders,
      environment: 'staging',
      stage: 'staging',
      freight: 'newfreight',
    };
    const allow = portal.policy.deny({
      permission: 'gitops.promotion.create',
      user: eve,
    });
    expect(
      await refusalOf(
        portal.as(eve).runStageAction({ ...request, action: 'promote' }),
      ),
    ).toMatchObject({ status: 403 });
    allow();
    expect(
      await portal.ada.runStageAction({ ...request, action: 'promote' }),
    ).toEqual({ message: 'Kargo was asked to promote to staging.' });
    expect(
      objects().list({ apiVersion, kind: 'Promotion', namespace: 'shop' }),
    ).toMatchObject([
      {
        metadata: {
          name: expect.stringMatching(/^staging\../),
          annotations: { 'fairlead/requested-by': 'user:default/ada' },
        },
        spec: { stage: 'staging', freight: 'newfreight' },
      },
    ]);
    expect(
      await portal.ada.runStageAction({ ...request, action: 'approve' }),
    ).toEqual({ message: 'Kargo was told that this may go to staging.' });
    expect(
      objects().get({
        apiVersion,
        kind: 'Freight',
        namespace: 'shop',
        name: 'newfreight',
      }),
    ).toMatchObject({
      status: { approvedFor: { staging: { approvedAt: expect.any(String) } } },
    });
    expect(portal.audited.slice(-3)).toEqual([
      'stage-promote failed',
      'stage-promote succeeded',
      'stage-approve succeeded',
    ]);
    expect(
      await refusalOf(
        portal.ada.runStageAction({
          ...request,
          environment: 'dev',
          action: 'promote',
        }),
      ),
    ).toEqual({
      status: 404,
      message: `${orders} has no stage staging in dev`,
    });
  });
});
