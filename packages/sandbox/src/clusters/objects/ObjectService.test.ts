import {
  applicationsPath,
  sampleApplication,
} from '../__testUtils__/sampleApplication';
import {
  startTestCluster,
  TestCluster,
} from '../__testUtils__/startTestCluster';

describe('writes', () => {
  let test: TestCluster;

  beforeAll(async () => {
    test = await startTestCluster();
    test.objects.create({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'shop', namespace: 'default' },
      spec: { replicas: 1 },
    });
  });

  afterAll(() => test.cluster.stop());

  const shop = '/apis/apps/v1/namespaces/default/deployments/shop';
  const appRef = (name: string) => ({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    namespace: 'argocd',
    name,
  });

  it('give what only the server can give', async () => {
    test.objects.create(sampleApplication('argocd-exists'));
    const { status, body } = await test.admin.post(applicationsPath, {
      ...sampleApplication(''),
      metadata: { generateName: 'made-', uid: 'mine', generation: 9 },
    });
    expect(status).toBe(201);
    expect(body.metadata).toMatchObject({
      namespace: 'argocd',
      generation: 1,
      creationTimestamp: expect.stringMatching(
        /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
      ),
    });
    expect(body.metadata.name).toMatch(/^made-\w{5}$/);
    expect(body.metadata.uid).toMatch(/^[\w-]{36}$/);
  });

  it('may come whole from within: with a status, an age and a new namespace', async () => {
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: 'old',
        namespace: 'fresh',
        creationTimestamp: '2024-01-01T00:00:00Z',
      },
      status: { phase: 'Running' },
    };
    expect(test.objects.create(pod)).toMatchObject(pod);
    const path = '/api/v1/namespaces/fresh/pods';
    const { body } = await test.admin.post(path, {
      ...pod,
      metadata: { ...pod.metadata, name: 'new' },
    });
    expect(body).not.toHaveProperty('status');
    expect(body.metadata.creationTimestamp).not.toBe(
      pod.metadata.creationTimestamp,
    );
  });

  it('count generations as the kind does', async () => {
    const generation = async (path: string) =>
      (await test.admin.get(path)).body.metadata.generation;
    test.objects.create(sampleApplication('counted'));
    const app = `${applicationsPath}/counted`;

    await test.admin.patch(app, { metadata: { labels: { a: 'b' } } });
    expect(await generation(app)).toBe(1);
    // Applications have no status subresource: a status is a change like another.
    await test.admin.patch(app, { status: { sync: { status: 'Synced' } } });
    expect(await generation(app)).toBe(2);
    await test.admin.patch(app, { spec: { project: 'other' } });
    expect(await generation(app)).toBe(3);

    await test.admin.patch(`${shop}/status`, { status: { replicas: 1 } });
    expect(await generation(shop)).toBe(1);
    await test.admin.patch(shop, { spec: { replicas: 2 } });
    expect(await generation(shop)).toBe(2);
  });

  it('keep status and the rest apart where the status is a subresource', async () => {
    const { body } = await test.admin.patch(shop, {
      spec: { paused: true },
      status: { replicas: 99 },
    });
    expect(body.status).toEqual({ replicas: 1 });
    expect(body.spec.paused).toBe(true);
    const { body: status } = await test.admin.patch(`${shop}/status`, {
      spec: { paused: false },
      status: { replicas: 3 },
    });
    expect(status).toMatchObject({
      spec: { paused: true },
      status: { replicas: 3 },
    });
    expect(
      (await test.admin.get(`${applicationsPath}/counted/status`)).status,
    ).toBe(404);
  });

  it('scale', async () => {
    const { body } = await test.admin.patch(`${shop}/scale`, {
      spec: { replicas: 5 },
    });
    expect(body).toMatchObject({ kind: 'Scale', spec: { replicas: 5 } });
    expect((await test.admin.get(shop)).body.spec.replicas).toBe(5);
  });

  it('conflict when the object has changed meanwhile', async () => {
    const { body: read } = await test.admin.get(shop);
    await test.admin.patch(shop, { metadata: { labels: { x: 'y' } } });
    expect(await test.admin.request('PUT', shop, { body: read })).toMatchObject(
      {
        status: 409,
        body: {
          reason: 'Conflict',
          message:
            'Operation cannot be fulfilled on deployments.apps "shop": the object has been modified; please apply your changes to the latest version and try again',
        },
      },
    );
    expect(
      await test.admin.patch(shop, {
        metadata: { resourceVersion: read.metadata.resourceVersion },
      }),
    ).toMatchObject({ status: 409 });
  });

  it('that change nothing are no change', async () => {
    const { body: before } = await test.admin.get(shop);
    const { body: after } = await test.admin.patch(shop, {
      spec: { replicas: before.spec.replicas },
    });
    expect(after).toEqual(before);
  });

  it('only check when they are dry', async () => {
    const { body: before } = await test.admin.get(shop);
    const dry = await test.admin.patch(`${shop}?dryRun=All`, {
      spec: { replicas: 8 },
    });
    expect(dry.body.spec.replicas).toBe(8);
    expect((await test.admin.get(shop)).body).toEqual(before);
    const made = sampleApplication('dry');
    expect(
      (await test.admin.post(`${applicationsPath}?dryRun=All`, made)).status,
    ).toBe(201);
    expect((await test.admin.get(`${applicationsPath}/dry`)).status).toBe(404);
    await test.admin.request('DELETE', `${shop}?dryRun=All`);
    expect((await test.admin.get(shop)).status).toBe(200);
  });

  it.each([
    ['POST', applicationsPath, sampleApplication('argocd-exists'), 409],
    ['POST', '/apis/none.io/v1/things', {}, 404],
    ['POST', `${applicationsPath}`, { kind: 'Other' }, 400],
    ['POST', `${applicationsPath}`, { apiVersion: 'argoproj.io/v9' }, 400],
    [
      'POST',
      `${applicationsPath}`,
      sampleApplication('x', { namespace: 'y' }),
      400,
    ],
    [
      'POST',
      applicationsPath.replace('argocd', 'absent'),
      sampleApplication('x', { namespace: 'absent' }),
      404,
    ],
    [
      'PUT',
      `${applicationsPath}/argocd-exists`,
      sampleApplication('argocd-exists'),
      422,
    ],
    ['PUT', `${applicationsPath}/absent`, sampleApplication('absent'), 404],
    ['POST', `${applicationsPath}/argocd-exists`, sampleApplication('x'), 405],
    ['DELETE', `${applicationsPath}/absent`, undefined, 404],
    [
      'DELETE',
      `${applicationsPath}/argocd-exists`,
      { preconditions: { uid: 'other' } },
      409,
    ],
  ])('%s %s → %4$p', async (method, path, body, status) => {
    const answer = await test.admin.request(method, path, { body });
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ kind: 'Status', code: status });
  });

  it('take the patches that the kind takes', async () => {
    const app = `${applicationsPath}/argocd-exists`;
    const types = async (path: string, body: unknown, type: string) =>
      (await test.admin.patch(path, body, type)).status;
    const add = [{ op: 'add', path: '/metadata/labels', value: { a: 'b' } }];
    const label = { metadata: { labels: { c: 'd' } } };
    expect(await types(app, add, 'application/json-patch+json')).toBe(200);
    expect(await types(app, label, 'application/merge-patch+json')).toBe(200);
    expect(
      await types(app, label, 'application/strategic-merge-patch+json'),
    ).toBe(415);
    expect(
      await types(shop, label, 'application/strategic-merge-patch+json'),
    ).toBe(200);
    expect(await types(app, label, 'application/apply-patch+yaml')).toBe(415);
    const test422 = [{ op: 'test', path: '/spec/project', value: 'no' }];
    expect(await types(app, test422, 'application/json-patch+json')).toBe(422);
    expect(await types(app, {}, 'application/json-patch+json')).toBe(400);
    expect(
      await types(app, { metadata: null }, 'application/merge-patch+json'),
    ).toBe(400);
  });

  it('wait for finalizers', async () => {
    test.objects.create({
      ...sampleApplication('held'),
      metadata: {
        name: 'held',
        namespace: 'argocd',
        finalizers: ['resources-finalizer.argocd.argoproj.io'],
      },
    });
    const held = `${applicationsPath}/held`;
    const { body } = await test.admin.request('DELETE', held);
    expect(body.metadata.deletionTimestamp).toBeDefined();
    expect((await test.admin.get(held)).status).toBe(200);
    await test.admin.patch(held, { metadata: { finalizers: null } });
    expect((await test.admin.get(held)).status).toBe(404);
  });

  it('delete what a selector picks', async () => {
    for (const name of ['one', 'two']) {
      test.objects.create(sampleApplication(name, { labels: { go: 'yes' } }));
    }
    await test.admin.request(
      'DELETE',
      `${applicationsPath}?labelSelector=go%3Dyes`,
    );
    expect(test.objects.get(appRef('one'))).toBeUndefined();
    expect(test.objects.get(appRef('counted'))).toBeDefined();
  });

  it('define kinds while the cluster runs', async () => {
    const definitions =
      '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
    const version = (name: string, storage: boolean) => ({
      name,
      served: true,
      storage,
      subresources: { status: {} },
      schema: {
        openAPIV3Schema: {
          type: 'object',
          properties: {
            spec: {
              type: 'object',
              properties: { size: { type: 'integer' } },
            },
            status: {
              type: 'object',
              'x-kubernetes-preserve-unknown-fields': true,
            },
          },
        },
      },
      additionalPrinterColumns: [
        { name: 'Size', type: 'integer', jsonPath: '.spec.size' },
      ],
    });
    const definition = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'things.example.com' },
      spec: {
        group: 'example.com',
        scope: 'Cluster',
        names: { plural: 'things', kind: 'Thing' },
        versions: [version('v1', true), version('v2', false)],
      },
    };
    const misnamed = { ...definition, metadata: { name: 'other' } };
    expect((await test.admin.post(definitions, misnamed)).status).toBe(422);
    const { body } = await test.admin.post(definitions, definition);
    expect(body.status.conditions).toContainEqual(
      expect.objectContaining({ type: 'Established', status: 'True' }),
    );
    await test.admin.post('/apis/example.com/v1/things', {
      metadata: { name: 'big' },
      spec: { size: 3 },
      status: { ignored: true },
    });
    const { body: thing } = await test.admin.get(
      '/apis/example.com/v2/things/big',
    );
    expect(thing).toMatchObject({
      apiVersion: 'example.com/v2',
      kind: 'Thing',
      spec: { size: 3 },
    });
    expect(thing).not.toHaveProperty('status');
    const { body: resources } = await test.reader.get('/apis/example.com/v1');
    expect(resources.resources.map(each => each.name)).toEqual([
      'things',
      'things/status',
    ]);
    await test.admin.request('DELETE', `${definitions}/things.example.com`);
    expect((await test.admin.get('/apis/example.com/v1')).status).toBe(404);
  });
});
