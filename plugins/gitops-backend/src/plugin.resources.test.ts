import { Target } from '@fairlead/backstage-plugin-gitops-common';
import {
  component,
  imageOf,
  serviceFiles,
} from './__testUtils__/portal/services';
import { refusalOf, TestPortal } from './__testUtils__/portal/TestPortal';
import { TestWorld } from './__testUtils__/portal/TestWorld';

jest.setTimeout(60_000);

const namespace = 'orders-dev';
const pods = ['orders-dev-1-a', 'orders-dev-1-b'];

/** What the controllers of a cluster make of a Deployment whose image is not there. */
function deployMissingImage(world: TestWorld): void {
  const { objects } = world.clusters.nonprod;
  const image = imageOf('orders', '9.9.9');
  const selector = { matchLabels: { app: 'orders' } };
  const spec = {
    replicas: 2,
    selector,
    template: { spec: { containers: [{ name: 'orders', image }] } },
  };
  const owned = (owner: typeof deployment) => ({
    ownerReferences: [
      {
        apiVersion: owner.apiVersion,
        kind: owner.kind,
        name: owner.metadata.name,
        uid: owner.metadata.uid,
      },
    ],
  });
  const deployment = objects.apply({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'orders-dev', namespace },
    spec,
  });
  const replicaSet = objects.apply({
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name: 'orders-dev-1', namespace, ...owned(deployment) },
    spec,
  });
  for (const name of pods) {
    objects.apply({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace, ...owned(replicaSet) },
      spec: { nodeName: 'n', containers: [{ name: 'orders', image }] },
    });
    objects.setStatus(
      { apiVersion: 'v1', kind: 'Pod', namespace, name },
      {
        phase: 'Pending',
        containerStatuses: [
          {
            name: 'orders',
            ready: false,
            restartCount: 0,
            state: {
              waiting: {
                reason: 'ErrImagePull',
                message: `failed to pull image "${image}": not found`,
              },
            },
          },
        ],
      },
    );
  }
}

describe('what is wrong with a target', () => {
  let world: TestWorld;
  let portal: TestPortal;
  let target: Target;
  const targetOfDev = async (test: (target: Target) => boolean) => {
    const { environments } = await portal.service(
      'orders',
      ({ environments: [dev] }) => dev.targets.some(test),
    );
    return environments[0].targets[0];
  };

  beforeAll(async () => {
    world = await TestWorld.start(serviceFiles('orders', { dev: '9.9.9' }));
    deployMissingImage(world);
    await world.deploy({
      service: 'orders',
      environment: 'dev',
      version: '9.9.9',
      health: 'Degraded',
    });
    portal = await TestPortal.start(world, {
      entities: [component('orders', { 'argocd/app-name': 'orders-dev' })],
    });
    target = await targetOfDev(({ findings }) =>
      findings.some(({ rule }) => rule === 'image-pull'),
    );
  });

  afterAll(async () => {
    await portal?.stop();
    await world?.end();
  });

  it('is on the page of the service, which asks no cluster for it', async () => {
    expect(target.findings).toMatchObject([
      {
        rule: 'image-pull',
        severity: 'error',
        resource: { kind: 'Deployment', name: 'orders-dev' },
        explanation: expect.stringContaining(
          "2 of 2 pods of Deployment orders-dev can't start the container orders, because the image ghcr.io/acme/orders:9.9.9 can't be pulled: there is no such image or tag in the registry.",
        ),
      },
    ]);
    expect(portal.signals).toContainEqual({
      type: 'targets',
      targetIds: [target.id],
      added: false,
    });
    const up = world.fault({
      surface: 'cluster:nonprod',
      fault: { type: 'hang' },
    });
    const again = await targetOfDev(() => true);
    expect(again.findings).toEqual(target.findings);
    up();
  });

  it('is shown in its resources, read when they are asked for', async () => {
    const tree = await portal.ada.getResources({ targetId: target.id });
    expect(tree.nodes.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'Deployment orders-dev',
      'ReplicaSet orders-dev-1',
      ...pods.map(name => `Pod ${name}`),
    ]);
    expect(tree.problems).toEqual([]);
    expect(tree.findings).toMatchObject([{ rule: 'image-pull' }]);
  });

  it('is hidden from those who may not see the target', async () => {
    const allow = portal.policy.deny({ permission: 'catalog.entity.read' });
    expect(
      await refusalOf(portal.ada.getResources({ targetId: target.id })),
    ).toMatchObject({ status: 404 });
    allow();
  });

  it('can be read in the log of a container, by those who may, which leaves a trace', async () => {
    const asked = {
      targetId: target.id,
      namespace,
      pod: pods[0],
      container: 'orders',
    };
    const end = world.fault({
      surface: 'cluster:nonprod',
      path: `/pods/${pods[0]}/log\\?`,
      fault: { type: 'status', status: 200, body: 'last words' },
    });
    portal.audited.length = 0;
    expect(await portal.ada.getLog(asked)).toEqual({
      lines: ['"last words"'],
      truncated: false,
    });
    const allow = portal.policy.deny({ permission: 'gitops.target.logs' });
    expect(await refusalOf(portal.ada.getLog(asked))).toMatchObject({
      status: 403,
      message: expect.stringContaining('gitops.target.logs'),
    });
    allow();
    expect(
      await refusalOf(portal.ada.getLog({ ...asked, pod: 'other' })),
    ).toMatchObject({ status: 404 });
    expect(
      await refusalOf(portal.ada.getLog({ ...asked, pod: '' })),
    ).toMatchObject({ status: 400 });
    end();
    expect(portal.audited).toEqual([
      'target-logs succeeded',
      'target-logs failed',
      'target-logs failed',
    ]);
  });

  it('is gone when the target is well', async () => {
    await world.deploy({
      service: 'orders',
      environment: 'dev',
      version: '1.0.0',
    });
    const well = await targetOfDev(({ findings }) => findings.length === 0);
    expect(well.status.health.status).toBe('Healthy');
  });
});
