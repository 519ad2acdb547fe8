import { DriftField, Target } from '@fairlead/backstage-plugin-gitops-common';
import {
  component,
  imageOf,
  overlayOf,
  serviceFiles,
} from './__testUtils__/portal/services';
import { refusalOf, TestPortal } from './__testUtils__/portal/TestPortal';
import { TestWorld } from './__testUtils__/portal/TestWorld';

jest.setTimeout(60_000);

const name = 'orders-dev';
const password = Buffer.from('the-live-password').toString('base64');
const files = {
  ...serviceFiles('orders', { dev: '1.0.0', prod: '1.0.0' }),
  [overlayOf('orders', 'dev')]: [
    'resources:',
    '- ../../base',
    '- secret.yaml',
    'nameSuffix: -dev',
    'replicas:',
    '- name: orders',
    '  count: 2 # enough for dev',
    'images:',
    '- name: ghcr.io/acme/orders',
    '  newTag: "1.0.0" # by promotion',
    '',
  ].join('\n'),
  'apps/orders/overlays/dev/secret.yaml':
    'apiVersion: v1\nkind: Secret\nmetadata:\n  name: orders\nstringData:\n  password: the-password-in-git\n',
};

/** The live objects, after somebody has changed them by hand. */
function changeByHand(world: TestWorld): void {
  const { objects } = world.clusters.nonprod;
  objects.apply({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: name },
    spec: {
      replicas: 5,
      selector: { matchLabels: { app: 'orders' } },
      template: {
        spec: {
          containers: [{ name: 'orders', image: imageOf('orders', '1.0.1') }],
        },
      },
    },
  });
}

function reportDrift(world: TestWorld, sync: 'OutOfSync' | 'Synced'): void {
  const { nonprod } = world.argocd;
  const { status } = nonprod.read({ name });
  const of = (group: string, kind: string) => ({
    group,
    version: 'v1',
    kind,
    namespace: name,
    name,
    status: sync,
  });
  world.clusters.nonprod.objects.setStatus(
    {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      namespace: 'argocd',
      name,
    },
    {
      ...(typeof status === 'object' && status),
      resources: [of('apps', 'Deployment'), of('', 'Secret')],
    },
  );
}

describe('drift of a target', () => {
  let world: TestWorld;
  let portal: TestPortal;
  let target: Target;
  const resource = { group: 'apps', kind: 'Deployment', namespace: name, name };
  const adopt = (paths: string[], reason = 'Dev needs more') =>
    portal.ada.adoptDrift({ targetId: target.id, resource, paths, reason });

  beforeAll(async () => {
    world = await TestWorld.start(files);
    await world.deploy({
      service: 'orders',
      environment: 'dev',
      version: '1.0.1',
      sync: 'OutOfSync',
      application: { automated: false },
    });
    changeByHand(world);
    reportDrift(world, 'OutOfSync');
    portal = await TestPortal.start(world, {
      entities: [component('orders', { 'argocd/app-name': name })],
    });
    const { environments } = await portal.service(
      'orders',
      ({ environments: [dev] }) =>
        dev.targets.some(({ status }) => status.drift.length === 2),
    );
    target = environments[0].targets[0];
  });

  afterAll(async () => {
    await portal?.stop();
    await world?.end();
  });

  it('is told by field, with since when and what will happen', async () => {
    const before = new Date().toISOString();
    const detail = await portal.ada.getDrift({ targetId: target.id });
    const [deployment, secret] = detail.resources;
    const shown = ({ path, git, live, adoptable }: DriftField) =>
      `${path} ${git} -> ${live} ${adoptable.allowed}`;
    expect(deployment.fields.map(shown)).toEqual([
      `spec.template.spec.containers[0].image "${imageOf('orders', '1.0.0')}" -> "${imageOf('orders', '1.0.1')}" true`,
      'spec.replicas 2 -> 5 true',
    ]);
    // The account of the portal reads no Secrets, as it should be.
    expect(secret).toMatchObject({
      fields: [],
      note: expect.stringContaining('the right "get" on Secret'),
    });
    expect(detail.outlook).toContain('Nothing, until somebody syncs');
    expect(detail.since && detail.since < before).toBe(true);
    const again = await portal.ada.getDrift({ targetId: target.id });
    expect(again.since).toBe(detail.since);
  });

  it('never has the value of a Secret, in an answer or a pull request', async () => {
    const end = world.fault({
      surface: 'cluster:nonprod',
      path: `/secrets/${name}`,
      fault: {
        type: 'status',
        status: 200,
        body: {
          apiVersion: 'v1',
          kind: 'Secret',
          metadata: { name, namespace: name },
          data: { password },
        },
      },
    });
    const detail = await portal.ada.getDrift({ targetId: target.id });
    expect(detail.resources[1].fields).toMatchObject([
      { path: 'data.password', masked: true },
    ]);
    const refused = await refusalOf(
      portal.ada.adoptDrift({
        targetId: target.id,
        resource: { ...resource, group: '', kind: 'Secret' },
        paths: ['data.password'],
        reason: 'Keep it',
      }),
    );
    expect(refused).toMatchObject({
      status: 409,
      message: expect.stringContaining('never written into Git'),
    });
    const said = JSON.stringify([detail, refused]);
    for (const value of [
      'the-live-password',
      password,
      'the-password-in-git',
      Buffer.from('the-password-in-git').toString('base64'),
    ]) {
      expect(said).not.toContain(value);
    }
    expect(world.repository.pullRequests()).toEqual([]);
    end();
  });

  it('is hidden from those who may not see the target, and adopted only by those who may', async () => {
    const see = portal.policy.deny({ permission: 'catalog.entity.read' });
    expect(
      await refusalOf(portal.ada.getDrift({ targetId: target.id })),
    ).toMatchObject({ status: 404 });
    see();
    const allow = portal.policy.deny({ permission: 'gitops.drift.adopt' });
    portal.audited.length = 0;
    expect(await refusalOf(adopt(['spec.replicas']))).toMatchObject({
      status: 403,
      message: expect.stringContaining('gitops.drift.adopt'),
    });
    allow();
    expect(portal.audited).toEqual(['drift-adopt failed']);
    expect(await refusalOf(adopt(['spec.replicas'], ' '))).toMatchObject({
      status: 400,
    });
    expect(await refusalOf(adopt(['spec.paused']))).toMatchObject({
      status: 409,
      message:
        'spec.paused of Deployment orders-dev does not differ from Git any more',
    });
    expect(world.repository.pullRequests()).toEqual([]);
  });

  it('is adopted by one pull request, with no other byte changed and the main branch as it was', async () => {
    const main = await world.repository.head();
    const paths = ['spec.replicas', 'spec.template.spec.containers[0].image'];
    portal.audited.length = 0;
    const [one, other] = await Promise.all([adopt(paths), adopt(paths)]);
    expect(other).toEqual(one);
    expect(await adopt(paths)).toEqual(one);
    expect(portal.audited).toEqual(Array(3).fill('drift-adopt succeeded'));
    expect(await world.repository.head()).toBe(main);
    const [pullRequest, ...more] = world.repository.pullRequests();
    expect(more).toEqual([]);
    const { head, title, body, labels } = pullRequest;
    expect(title).toBe('Adopt 2 live values of Deployment orders-dev in dev');
    expect(labels).toEqual(['fairlead']);
    expect(body).toContain('> Dev needs more');
    expect(body).toContain('Requested by `user:default/ada`.');
    expect(body).toContain('+  count: 5 # enough for dev');
    const path = overlayOf('orders', 'dev');
    expect(await world.repository.read(path, head)).toBe(
      files[path].replace('count: 2', 'count: 5').replace('1.0.0', '1.0.1'),
    );
  });

  it('is asked for anew after the pull request was closed', async () => {
    const [first] = world.repository.pullRequests();
    world.repository.close(first.number);
    const { number } = await adopt([
      'spec.replicas',
      'spec.template.spec.containers[0].image',
    ]);
    expect(number).not.toBe(first.number);
  });

  it('is not written to a file that another target is made from too', async () => {
    await world.repository.commit({
      'apps/orders/overlays/dev-eu/kustomization.yaml': 'resources: [../dev]\n',
    });
    world.argocd.nonprod.apply({
      name: 'orders-dev-eu',
      path: 'apps/orders/overlays/dev-eu',
      destination: 'orders-dev-eu',
    });
    const why =
      'It is written in apps/orders/overlays/dev/kustomization.yaml, which orders-dev-eu is made from too and would change with it.';
    let seen: string | undefined;
    for (let turn = 0; turn < 500 && seen !== why; turn++) {
      const { resources } = await portal.ada.getDrift({ targetId: target.id });
      seen = resources[0].fields[0].adoptable.why;
    }
    expect(seen).toBe(why);
    expect(await refusalOf(adopt(['spec.replicas']))).toMatchObject({
      status: 409,
    });
  });
});
