import { names } from '../findings/__testUtils__/facts';
import { ShopCluster } from './__testUtils__/ShopCluster';

const signal = new AbortController().signal;

describe('TreeReader', () => {
  let shop: ShopCluster;

  beforeEach(async () => {
    shop = await ShopCluster.start();
    shop.fill();
  });

  afterEach(async () => {
    await shop.stop();
  });

  const read = (timing = {}) =>
    shop.reader(timing).read(shop.target, { signal });

  it('joins what was applied with what that owns, with health, counts and events', async () => {
    const say = (type: string, at: string) =>
      shop.event('orders-2-b', { type, at, message: `${type} at ${at}` });
    say('Normal', '2026-11-24T09:00:00Z');
    say('Warning', '2026-11-24T08:00:00Z');
    shop.event('stranger', {
      type: 'Warning',
      at: '2026-11-24T09:30:00Z',
      message: 'of another',
    });
    const tree = await read();
    expect(names(tree.nodes)).toEqual([
      'ConfigMap orders-config',
      'CronJob orders-report',
      'Deployment orders',
      'ReplicaSet orders-2',
      'Pod orders-2-a',
      'Pod orders-2-b',
      'Secret orders-db',
      'Service orders',
    ]);
    const [config, report, deployment, replicaSet, , crashing] = tree.nodes;
    expect(config).not.toHaveProperty('health');
    expect(report).toMatchObject({ health: { status: 'Missing' } });
    expect(deployment).toMatchObject({
      sync: 'Synced',
      health: { status: 'Progressing' },
      ready: { ready: 1, desired: 2 },
      images: ['a:2'],
    });
    expect(replicaSet).toMatchObject({ parent: deployment.id });
    expect(crashing).toMatchObject({
      parent: replicaSet.id,
      health: { status: 'Degraded' },
      ready: { ready: 0, desired: 1 },
      restarts: 3,
      containers: [
        {
          name: 'app',
          state: 'waiting',
          reason: 'CrashLoopBackOff',
          failing: true,
          hasPrevious: true,
        },
      ],
    });
    expect(tree.pods.map(({ workload }) => workload.kind)).toEqual([
      'Deployment',
      'Deployment',
    ]);
    expect(tree.events.map(({ message }) => message)).toEqual([
      'Normal at 2026-11-24T09:00:00Z',
      'Warning at 2026-11-24T08:00:00Z',
    ]);
    expect(tree).toMatchObject({ problems: [], truncated: false });
  });

  it('asks once for each kind, and reads nothing of ConfigMaps and Secrets but their names', async () => {
    await read();
    const get = jest.spyOn(shop.objects, 'list');
    const asked = await shop.requestsDuring(() => read());
    // The Application, five kinds that were applied, two that they own and Jobs, two lists of events.
    expect(asked).toHaveLength(11);
    const pages = await Promise.all(
      get.mock.results.map(result => result.value.catch(() => undefined)),
    );
    const text = JSON.stringify(pages);
    expect(text).toContain('orders-config');
    expect(text).not.toMatch(/hello-from-config|c2VjcmV0/);
  });

  it("shows what can be read when something can't, and names the missing right", async () => {
    shop.faults.add({
      surface: 'cluster:hub',
      path: '/pods\\?',
      fault: { type: 'status', status: 403 },
    });
    const tree = await read();
    expect(names(tree.nodes)).toContain('ReplicaSet orders-2');
    expect(tree.problems).toEqual([
      'The portal may not list pods in the namespace orders of hub. Give its account on that cluster the right "list" on "pods" to see them here.',
    ]);
  });

  it('does not take what it could not look for as missing', async () => {
    shop.faults.add({
      surface: 'cluster:hub',
      path: '/deployments\\?',
      fault: { type: 'status', status: 500 },
    });
    const tree = await read();
    const found = tree.nodes.find(({ kind }) => kind === 'Deployment');
    expect(found).toMatchObject({ sync: 'Synced' });
    expect(found).not.toHaveProperty('health');
    expect(tree.problems).toEqual([
      expect.stringContaining(
        'could not be asked to list deployments in orders',
      ),
    ]);
  });

  it('ends in time when the cluster hangs, and says so', async () => {
    shop.faults.add({
      surface: 'cluster:hub',
      path: '/replicasets\\?',
      fault: { type: 'hang' },
    });
    const tree = await read({ requestMs: 5_000, allMs: 400 });
    expect(names(tree.nodes)).toContain('Deployment orders');
    expect(tree.problems).toEqual([
      'Reading was stopped after 0 seconds, so some of it is missing here.',
    ]);
    const patient = await read({ requestMs: 100, allMs: 5_000 });
    expect(patient.problems).toEqual([
      expect.stringMatching(/list replicasets in orders: No answer/),
    ]);
  });

  it('stops when nobody waits any more', async () => {
    shop.faults.add({ surface: 'cluster:hub', fault: { type: 'hang' } });
    const gone = new AbortController();
    const reading = shop.reader().read(shop.target, { signal: gone.signal });
    gone.abort();
    expect(await reading).toMatchObject({ nodes: [], problems: [] });
  });

  it('says why nothing can be shown', async () => {
    shop.cluster.objects.delete({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      namespace: 'argocd',
      name: 'orders-prod',
    });
    expect(await read()).toMatchObject({
      nodes: [],
      problems: [
        expect.stringContaining(
          'refused to read applications argocd/orders-prod',
        ),
      ],
    });
  });

  it('lists what the engine says of a cluster that the portal does not know', async () => {
    const { status } = shop.target;
    const elsewhere = {
      ...shop.target,
      status: {
        ...status,
        destination: { inCluster: false, server: 'https://10.0.0.9' },
      },
    };
    const tree = await shop.reader().read(elsewhere, { signal });
    expect(tree.nodes).toHaveLength(5);
    expect(tree.nodes.some(({ health }) => health)).toBe(false);
    expect(tree.problems).toEqual([
      'It deploys to https://10.0.0.9, which is no cluster of this portal, so only what Argo CD lists is shown.',
    ]);
  });

  it('says when the engine does not tell what it applied', async () => {
    shop.engine = { ...shop.engine, resourcesOf: () => undefined };
    expect((await read()).problems).toEqual([
      "Argo CD does not say in Application orders-prod what it has applied, so its resources can't be shown.",
    ]);
  });

  it('takes the object itself where no engine applies anything', async () => {
    const { resourcesOf: _, ...engine } = shop.engine;
    shop.engine = {
      ...engine,
      id: 'kubernetes',
      title: 'Kubernetes',
      kinds: [
        {
          group: 'apps',
          version: 'v1',
          kind: 'Deployment',
          plural: 'deployments',
        },
      ],
    };
    const { status } = shop.target;
    const tree = await shop.reader().read(
      {
        ...shop.target,
        status: {
          ...status,
          engine: 'kubernetes',
          object: {
            cluster: 'hub',
            apiVersion: 'apps/v1',
            kind: 'Deployment',
            namespace: 'orders',
            name: 'orders',
          },
        },
      },
      { signal },
    );
    expect(names(tree.nodes)).toEqual([
      'Deployment orders',
      'ReplicaSet orders-2',
      'Pod orders-2-a',
      'Pod orders-2-b',
    ]);
  });

  it('shows the claim that a pending pod waits for', async () => {
    shop.put('v1', 'PersistentVolumeClaim', 'data', {
      spec: { accessModes: ['ReadWriteOnce'] },
      status: { phase: 'Pending' },
    });
    shop.put('v1', 'Pod', 'orders-2-c', {
      spec: {
        containers: [{ name: 'app', image: 'a:2' }],
        volumes: [{ persistentVolumeClaim: { claimName: 'data' } }],
      },
      status: { phase: 'Pending' },
      owner: ['apps/v1', 'ReplicaSet', 'orders-2'],
    });
    const { nodes } = await read();
    const claim = nodes.find(({ kind }) => kind === 'PersistentVolumeClaim');
    expect(claim).toMatchObject({ health: { status: 'Progressing' } });
    expect(nodes.find(({ id }) => id === claim?.parent)?.name).toBe(
      'orders-2-c',
    );
  });
});
