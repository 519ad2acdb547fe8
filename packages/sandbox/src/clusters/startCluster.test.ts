import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {
  ApiException,
  CoreV1Api,
  CustomObjectsApi,
  KubernetesObject,
  makeInformer,
  VersionApi,
} from '@kubernetes/client-node';
import {
  applicationsPath,
  sampleApplication,
} from './__testUtils__/sampleApplication';
import {
  startTestCluster,
  TestCluster,
} from './__testUtils__/startTestCluster';

const applications = {
  group: 'argoproj.io',
  version: 'v1alpha1',
  namespace: 'argocd',
  plural: 'applications',
};

describe('startCluster, with the official client', () => {
  let test: TestCluster;

  beforeAll(async () => {
    test = await startTestCluster();
    test.objects.create(sampleApplication('shop'));
  });

  afterAll(() => test.cluster.stop());

  it('answers over TLS that its own authority vouches for', async () => {
    const version = await test
      .kubeConfig('reader')
      .makeApiClient(VersionApi)
      .getCode();

    expect(version).toMatchObject({ major: '1' });
    expect(test.cluster.url).toMatch(/^https:\/\/localhost:\d+$/);
  });

  it('lists, creates, patches and deletes', async () => {
    const core = test.kubeConfig('admin').makeApiClient(CoreV1Api);
    const custom = test.kubeConfig('admin').makeApiClient(CustomObjectsApi);

    await core.createNamespace({ body: { metadata: { name: 'shop' } } });
    await core.createNamespacedConfigMap({
      namespace: 'shop',
      body: { metadata: { name: 'settings' }, data: { colour: 'blue' } },
    });
    await custom.patchNamespacedCustomObject({
      ...applications,
      name: 'shop',
      body: [
        {
          op: 'replace',
          path: '/spec/source/targetRevision',
          value: 'v2',
        },
      ],
    });

    const { items } = await core.listNamespacedConfigMap({ namespace: 'shop' });
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ data: { colour: 'blue' } });
    expect(items[0]).not.toHaveProperty('kind');
    expect(
      await custom.getNamespacedCustomObject({ ...applications, name: 'shop' }),
    ).toMatchObject({
      kind: 'Application',
      metadata: { generation: 2 },
      spec: { source: { targetRevision: 'v2' } },
    });

    await core.deleteNamespacedConfigMap({
      namespace: 'shop',
      name: 'settings',
    });
    const error: unknown = await core
      .readNamespacedConfigMap({ namespace: 'shop', name: 'settings' })
      .catch(thrown => thrown);
    expect(error).toBeInstanceOf(ApiException);
    expect(error).toMatchObject({
      code: 404,
      body: expect.stringContaining('configmaps \\"settings\\" not found'),
    });
  });

  it('feeds an informer', async () => {
    const config = test.kubeConfig('reader');
    const custom = config.makeApiClient(CustomObjectsApi);
    const informer = makeInformer<KubernetesObject>(
      config,
      applicationsPath,
      () => custom.listNamespacedCustomObject(applications),
    );
    const seen: string[] = [];
    const heard = new Promise<void>((resolve, reject) => {
      informer.on('error', reject);
      informer.on('add', object => {
        seen.push(`add ${object.metadata?.name}`);
      });
      informer.on('update', object => {
        seen.push(`update ${object.metadata?.name}`);
      });
      informer.on('delete', object => {
        seen.push(`delete ${object.metadata?.name}`);
        resolve();
      });
    });
    await informer.start();

    test.objects.create(sampleApplication('cart'));
    test.objects.setStatus(
      {
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'Application',
        namespace: 'argocd',
        name: 'cart',
      },
      { sync: { status: 'Synced' } },
    );
    test.objects.delete({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      namespace: 'argocd',
      name: 'cart',
    });
    await heard;
    await informer.stop();

    expect(seen).toEqual([
      'add shop',
      'add cart',
      'update cart',
      'delete cart',
    ]);
  });
});

describe('startCluster, with a folder', () => {
  let dataDir: string;

  beforeEach(() => {
    dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'cluster-'));
  });

  afterEach(() => {
    fs.rmSync(dataDir, { recursive: true, force: true });
  });

  it('finds everything again after a restart, and watches go on where they were', async () => {
    const first = await startTestCluster({ dataDir });
    first.objects.create(sampleApplication('shop'));
    first.objects.create(sampleApplication('gone'));
    await first.admin.request('DELETE', `${applicationsPath}/gone`);
    const before = await first.admin.get(applicationsPath);
    await first.cluster.stop();

    const second = await startTestCluster({ dataDir });
    const after = await second.admin.get(applicationsPath);
    expect(after.body).toEqual(before.body);
    expect(second.cluster.caData).toBe(first.cluster.caData);

    const { resourceVersion } = before.body.metadata;
    const watch = await second.admin.watch(
      `${applicationsPath}?watch=true&resourceVersion=${resourceVersion}`,
    );
    second.objects.create(sampleApplication('new'));
    expect(await watch.next()).toMatchObject({
      type: 'ADDED',
      object: { metadata: { name: 'new' } },
    });
    await second.cluster.stop();
  });

  it('after a kill, never gives a revision a second meaning', async () => {
    const first = await startTestCluster({ dataDir });
    first.objects.create(sampleApplication('shop'));
    // What a killed process leaves: the files at a moment without warning.
    const copy = fs.mkdtempSync(path.join(os.tmpdir(), 'cluster-'));
    fs.cpSync(dataDir, copy, { recursive: true });
    fs.appendFileSync(path.join(copy, 'objects.ndjson'), '{"revision":1,"reso');
    const { body } = await first.admin.get(applicationsPath);
    await first.cluster.stop();

    const second = await startTestCluster({ dataDir: copy });
    const { body: after } = await second.admin.get(applicationsPath);
    expect(Number(after.metadata.resourceVersion)).toBeGreaterThan(
      Number(body.metadata.resourceVersion),
    );
    const watch = await second.admin.watch(
      `${applicationsPath}?watch=true&resourceVersion=${body.metadata.resourceVersion}`,
    );
    expect(await watch.rest()).toMatchObject([
      { type: 'ERROR', object: { code: 410, reason: 'Expired' } },
    ]);
    await second.cluster.stop();
    fs.rmSync(copy, { recursive: true });
  });

  it('keeps the file small however much happens', async () => {
    const first = await startTestCluster({ dataDir, crds: [] });
    const ref = { apiVersion: 'v1', kind: 'ConfigMap' };
    for (let count = 0; count < 5000; count += 1) {
      const metadata = { name: `passing-${count}` };
      first.objects.create({ ...ref, metadata });
      first.objects.delete({ ...ref, ...metadata });
    }
    first.objects.create({ ...ref, metadata: { name: 'staying' } });
    await first.cluster.stop();
    const { size } = fs.statSync(path.join(dataDir, 'objects.ndjson'));
    expect(size).toBeLessThan(50_000);

    const second = await startTestCluster({ dataDir, crds: [] });
    expect(
      second.objects.list(ref).map(({ metadata }) => metadata.name),
    ).toEqual(['staying']);
    await second.cluster.stop();
  });
});
