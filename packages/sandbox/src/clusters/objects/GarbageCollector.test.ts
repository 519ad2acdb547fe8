import { KubeObject } from '../../contracts';
import {
  startTestCluster,
  TestCluster,
} from '../__testUtils__/startTestCluster';

const apps = '/apis/apps/v1/namespaces/shop';

describe('GarbageCollector', () => {
  let test: TestCluster;

  beforeEach(async () => {
    test = await startTestCluster({ crds: [] });
    const owned = (kind: string, { name, uid }: KubeObject['metadata']) => [
      { apiVersion: 'apps/v1', kind, name, uid },
    ];
    const deployment = test.objects.create({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', namespace: 'shop' },
      spec: {},
    });
    const replicaSet = test.objects.create({
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: {
        name: 'web-1',
        namespace: 'shop',
        ownerReferences: owned('Deployment', deployment.metadata),
      },
      spec: {},
    });
    test.objects.create({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: 'web-1-a',
        namespace: 'shop',
        ownerReferences: owned('ReplicaSet', replicaSet.metadata),
      },
    });
  });

  afterEach(() => test.cluster.stop());

  const left = () =>
    ['Deployment', 'ReplicaSet', 'Pod'].flatMap(kind =>
      test.objects
        .list({ apiVersion: kind === 'Pod' ? 'v1' : 'apps/v1', kind })
        .map(object => object.metadata.name),
    );

  const remove = (propagationPolicy: string) =>
    test.admin.request('DELETE', `${apps}/deployments/web`, {
      body: { propagationPolicy },
    });

  it('takes dependents along', async () => {
    await remove('Background');
    expect(left()).toEqual([]);
  });

  it('takes dependents first when asked to', async () => {
    const gone: string[] = [];
    for (const kind of ['Deployment', 'ReplicaSet']) {
      test.objects.watch({ apiVersion: 'apps/v1', kind }, event => {
        if (event.type === 'DELETED') gone.push(event.object.metadata.name);
      });
    }
    await remove('Foreground');
    expect(left()).toEqual([]);
    expect(gone).toEqual(['web-1', 'web']);
  });

  it('lets dependents go when asked to', async () => {
    await remove('Orphan');
    expect(left()).toEqual(['web-1', 'web-1-a']);
    const { body } = await test.admin.get(`${apps}/replicasets/web-1`);
    expect(body.metadata).not.toHaveProperty('ownerReferences');
  });

  it('empties a namespace that is deleted, waiting for what is held', async () => {
    const pod = '/api/v1/namespaces/shop/pods/web-1-a';
    await test.admin.patch(pod, { metadata: { finalizers: ['a.b/held'] } });
    const { body } = await test.admin.request(
      'DELETE',
      '/api/v1/namespaces/shop',
    );
    expect(body.status.phase).toBe('Terminating');
    expect(left()).toEqual(['web-1-a']);
    const refused = await test.admin.post('/api/v1/namespaces/shop/pods', {
      metadata: { name: 'late' },
    });
    expect(refused.status).toBe(403);

    await test.admin.patch(pod, { metadata: { finalizers: null } });
    expect((await test.admin.get('/api/v1/namespaces/shop')).status).toBe(404);
  });
});
