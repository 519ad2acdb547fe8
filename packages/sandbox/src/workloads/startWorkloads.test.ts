import { startCluster, RunningCluster } from '../clusters';
import { ImageState, KubeObject } from '../contracts';
import { FaultList } from '../faults/FaultList';
import { numberAt, recordAt, recordsAt, textAt } from '../json';
import { RunningWorkloads, startWorkloads } from './startWorkloads';
import { hurriedWorkloads, WorkloadTimings } from './timings';

const namespace = 'shop';
const deploymentKind = { apiVersion: 'apps/v1', kind: 'Deployment' };
const setKind = { apiVersion: 'apps/v1', kind: 'ReplicaSet' };
const podKind = { apiVersion: 'v1', kind: 'Pod' };

describe('startWorkloads', () => {
  let cluster: RunningCluster;
  let workloads: RunningWorkloads;
  let errors: unknown[];
  let states: Map<string, ImageState>;

  const start = (timings: Partial<WorkloadTimings> = {}) => {
    workloads = startWorkloads({
      objects: cluster.objects,
      images: { stateOf: async image => states.get(image) ?? 'runs' },
      onError: error => errors.push(error),
      timings: { ...hurriedWorkloads, ...timings },
    });
  };

  beforeEach(async () => {
    errors = [];
    states = new Map();
    cluster = await startCluster({
      name: 'one',
      port: 0,
      faults: FaultList.create(),
      tokens: [],
      crds: [],
    });
  });

  afterEach(async () => {
    await workloads.stop();
    await cluster.stop();
    if (errors.length > 0) throw errors[0];
  });

  const apply = (
    image: string,
    spec: Record<string, unknown> = {},
    kind = deploymentKind,
  ) =>
    cluster.objects.apply({
      ...kind,
      metadata: { name: 'web', namespace },
      spec: {
        selector: { matchLabels: { app: 'web' } },
        template: {
          metadata: { labels: { app: 'web' } },
          spec: { containers: [{ name: 'web', image }] },
        },
        ...spec,
      },
    });

  const read = (kind = deploymentKind) => {
    const found = cluster.objects.get({ ...kind, namespace, name: 'web' });
    if (!found) throw new Error(`there is no ${kind.kind}`);
    return found;
  };
  const pods = () => cluster.objects.list({ ...podKind, namespace });
  const sets = () => cluster.objects.list({ ...setKind, namespace });
  const imageOf = (pod: KubeObject) =>
    textAt(recordsAt(pod, 'spec', 'containers')[0], 'image');
  const isReady = (pod: KubeObject) =>
    conditionOf(pod, 'Ready')?.status === 'True';

  const until = async (what: string, holds: () => boolean) => {
    const deadline = Date.now() + 4_000;
    while (!holds()) {
      if (Date.now() > deadline) {
        const now = JSON.stringify(
          [...cluster.objects.list(deploymentKind), ...pods()].map(
            ({ kind, status }) => ({ kind, status }),
          ),
          undefined,
          1,
        );
        throw new Error(`It did not happen that ${what}: ${now}`);
      }
      await new Promise(done => setTimeout(done, 2));
    }
  };

  const untilComplete = (replicas: number) =>
    until('the rollout completes', () => {
      const object = read();
      return (
        numberAt(object, 'status', 'observedGeneration') ===
          object.metadata.generation &&
        (numberAt(object, 'status', 'updatedReplicas') ?? 0) === replicas &&
        (numberAt(object, 'status', 'replicas') ?? 0) === replicas &&
        (numberAt(object, 'status', 'availableReplicas') ?? 0) === replicas
      );
    });

  it('makes a Deployment come alive', async () => {
    start();
    apply('acme/web:1', { replicas: 3 });
    await untilComplete(3);

    const [set] = sets();
    const hash = set.metadata.labels?.['pod-template-hash'];
    expect(set.metadata).toMatchObject({
      name: `web-${hash}`,
      annotations: { 'deployment.kubernetes.io/revision': '1' },
      ownerReferences: [
        { kind: 'Deployment', name: 'web', uid: read().metadata.uid },
      ],
    });
    expect(read().metadata.annotations).toEqual({
      'deployment.kubernetes.io/revision': '1',
    });
    expect(conditionOf(read(), 'Progressing')).toMatchObject({
      status: 'True',
      reason: 'NewReplicaSetAvailable',
      lastUpdateTime: expect.stringMatching(/Z$/),
    });
    expect(conditionOf(read(), 'Available')).toMatchObject({ status: 'True' });
    expect(pods()).toHaveLength(3);
    for (const pod of pods()) {
      expect(pod.metadata).toMatchObject({
        labels: { app: 'web', 'pod-template-hash': hash },
        ownerReferences: [{ kind: 'ReplicaSet', uid: set.metadata.uid }],
      });
      expect(pod.status).toMatchObject({
        phase: 'Running',
        podIP: expect.any(String),
        containerStatuses: [{ name: 'web', ready: true, restartCount: 0 }],
      });
      expect(textAt(pod, 'spec', 'nodeName')).toBeDefined();
    }
  });

  it('replaces pods without ever having too few or too many', async () => {
    start();
    apply('acme/web:1', { replicas: 4 });
    await untilComplete(4);
    const counts: Array<{ all: number; ready: number }> = [];
    const stop = cluster.objects.watch({ ...podKind, namespace }, () =>
      counts.push({ all: pods().length, ready: pods().filter(isReady).length }),
    );
    apply('acme/web:2', { replicas: 4 });
    await untilComplete(4);
    stop();

    expect(pods().map(imageOf)).toEqual(Array(4).fill('acme/web:2'));
    expect(Math.max(...counts.map(({ all }) => all))).toBe(5);
    expect(Math.min(...counts.map(({ ready }) => ready))).toBe(3);
    expect(
      sets()
        .map(set => numberAt(set, 'spec', 'replicas'))
        .sort(),
    ).toEqual([0, 4]);
  });

  it('stops all old pods first where the Deployment says Recreate', async () => {
    start();
    const spec = { replicas: 2, strategy: { type: 'Recreate' } };
    apply('acme/web:1', spec);
    await untilComplete(2);
    let mixed = false;
    const stop = cluster.objects.watch({ ...podKind, namespace }, () => {
      mixed ||= new Set(pods().map(imageOf)).size > 1;
    });
    apply('acme/web:2', spec);
    await untilComplete(2);
    stop();
    expect(mixed).toBe(false);
  });

  it('scales up and down', async () => {
    start();
    apply('acme/web:1', { replicas: 1 });
    await untilComplete(1);
    apply('acme/web:1', { replicas: 4 });
    await untilComplete(4);
    apply('acme/web:1', { replicas: 2 });
    await untilComplete(2);
    apply('acme/web:1', { replicas: 0 });
    await untilComplete(0);
    expect(pods()).toEqual([]);
    expect(sets()).toHaveLength(1);
  });

  it('gives up on an image that is missing after the deadline, and goes on when it is there', async () => {
    start({ maxProgressDeadlineMs: 60 });
    apply('acme/web:1', { replicas: 2 });
    await untilComplete(2);
    states.set('acme/web:2', 'missing');
    apply('acme/web:2', { replicas: 2 });
    await until(
      'the deadline is exceeded',
      () =>
        conditionOf(read(), 'Progressing')?.reason ===
        'ProgressDeadlineExceeded',
    );
    const waiting = () =>
      pods()
        .filter(pod => imageOf(pod) === 'acme/web:2')
        .map(pod =>
          textAt(
            recordsAt(pod, 'status', 'containerStatuses')[0],
            'state',
            'waiting',
            'reason',
          ),
        );
    await until('pulling backs off', () =>
      waiting().includes('ImagePullBackOff'),
    );
    expect(numberAt(read(), 'status', 'availableReplicas')).toBe(2);
    expect(pods().filter(isReady).map(imageOf)).toEqual([
      'acme/web:1',
      'acme/web:1',
    ]);

    states.delete('acme/web:2');
    await untilComplete(2);
    expect(pods().map(imageOf)).toEqual(['acme/web:2', 'acme/web:2']);
    expect(conditionOf(read(), 'Progressing')?.reason).toBe(
      'NewReplicaSetAvailable',
    );
  });

  it('restarts what crashes, and leaves alone what runs already', async () => {
    start();
    apply('acme/web:1', { replicas: 1 });
    await untilComplete(1);
    const [running] = pods();
    states.set('acme/web:1', 'crashes');
    apply('acme/web:1', { replicas: 2 });
    const crashing = () =>
      pods().find(({ metadata }) => metadata.uid !== running.metadata.uid);
    const container = () =>
      recordsAt(crashing(), 'status', 'containerStatuses')[0];
    await until(
      'it is restarted',
      () => (numberAt(container(), 'restartCount') ?? 0) >= 2,
    );
    await until(
      'it waits',
      () =>
        textAt(container(), 'state', 'waiting', 'reason') ===
        'CrashLoopBackOff',
    );
    expect(container()).toMatchObject({
      ready: false,
      lastState: { terminated: { exitCode: 1 } },
    });
    expect(
      pods()
        .filter(isReady)
        .map(({ metadata }) => metadata.uid),
    ).toEqual([running.metadata.uid]);

    states.delete('acme/web:1');
    await untilComplete(2);
    expect(numberAt(container(), 'restartCount')).toBeGreaterThanOrEqual(2);
  });

  it('counts a pod as available when it has been ready long enough', async () => {
    start({ minReadyFactor: 1 });
    apply('acme/web:1', { replicas: 1, minReadySeconds: 2 });
    await until(
      'it is ready',
      () => numberAt(read(), 'status', 'readyReplicas') === 1,
    );
    const readyAt = Date.now();
    expect(numberAt(read(), 'status', 'availableReplicas') ?? 0).toBe(0);
    await untilComplete(1);
    // Readiness is dated in whole seconds, so it may seem up to one second older than it is.
    expect(Date.now() - readyAt).toBeGreaterThan(900);
  });

  it('follows a Deployment back to what it was', async () => {
    start();
    for (const image of ['acme/web:1', 'acme/web:2', 'acme/web:1']) {
      apply(image, { replicas: 1 });
      await untilComplete(1);
    }
    expect(sets()).toHaveLength(2);
    expect(read().metadata.annotations).toEqual({
      'deployment.kubernetes.io/revision': '3',
    });
    expect(pods().map(imageOf)).toEqual(['acme/web:1']);
  });

  it('keeps only so many old ReplicaSets', async () => {
    start();
    for (const version of [1, 2, 3, 4]) {
      apply(`acme/web:${version}`, { replicas: 1, revisionHistoryLimit: 1 });
      await untilComplete(1);
    }
    await until('old ones go', () => sets().length === 2);
    expect(
      sets()
        .map(({ metadata }) => metadata.annotations)
        .map(annotations => annotations?.['deployment.kubernetes.io/revision'])
        .sort(),
    ).toEqual(['3', '4']);
  });

  it('goes on where an earlier run stopped', async () => {
    start();
    apply('acme/web:1', { replicas: 2 });
    await untilComplete(2);
    const before = pods();
    await workloads.stop();
    apply('acme/web:2', { replicas: 2 });
    cluster.objects.delete({
      ...podKind,
      namespace,
      name: before[0].metadata.name,
    });
    start();
    await untilComplete(2);
    expect(pods().map(imageOf)).toEqual(['acme/web:2', 'acme/web:2']);
  });

  it('changes nothing about what is at rest when it starts again', async () => {
    start();
    apply('acme/web:1', { replicas: 2 });
    await untilComplete(2);
    await workloads.stop();
    const versions = () =>
      [...pods(), ...sets(), read()].map(
        ({ metadata }) => metadata.resourceVersion,
      );
    const before = versions();
    start();
    // What happens to a second one shows that the first was looked at.
    cluster.objects.apply({
      ...read(),
      metadata: { name: 'other', namespace: 'elsewhere' },
      status: undefined,
    });
    await until(
      'the other one is there',
      () =>
        numberAt(
          cluster.objects.get({
            ...deploymentKind,
            namespace: 'elsewhere',
            name: 'other',
          }),
          'status',
          'availableReplicas',
        ) === 2,
    );
    expect(versions()).toEqual(before);
  });

  it('leaves nothing of a Deployment that is deleted', async () => {
    start();
    apply('acme/web:1', { replicas: 2 });
    await untilComplete(2);
    cluster.objects.delete({ ...deploymentKind, namespace, name: 'web' });
    expect([...sets(), ...pods()]).toEqual([]);
    apply('acme/web:1', { replicas: 1 });
    await untilComplete(1);
  });

  it('replaces a pod that somebody deleted', async () => {
    start();
    apply('acme/web:1', { replicas: 1 });
    await untilComplete(1);
    const [{ metadata }] = pods();
    cluster.objects.delete({ ...podKind, namespace, name: metadata.name });
    await until(
      'another one is ready',
      () =>
        pods().length === 1 &&
        pods()[0].metadata.uid !== metadata.uid &&
        isReady(pods()[0]),
    );
    expect(sets()).toHaveLength(1);
  });

  it.each([
    ['StatefulSet', { replicas: 2 }, 'readyReplicas', 2],
    ['DaemonSet', {}, 'numberReady', undefined],
  ])('runs and updates the pods of a %s', async (name, spec, field, count) => {
    const kind = { apiVersion: 'apps/v1', kind: name };
    start();
    const untilAll = (image: string) =>
      until(`all run ${image}`, () => {
        const object = read(kind);
        const ready = numberAt(object, 'status', field) ?? 0;
        return (
          numberAt(object, 'status', 'observedGeneration') ===
            object.metadata.generation &&
          ready === (count ?? pods().length) &&
          ready > 0 &&
          pods().every(pod => imageOf(pod) === image && isReady(pod))
        );
      });
    apply('acme/web:1', spec, kind);
    await untilAll('acme/web:1');
    apply('acme/web:2', spec, kind);
    await untilAll('acme/web:2');
    expect(pods()).toHaveLength(count ?? 1);
  });

  it.each([
    ['Complete', 'runs'],
    ['Failed', 'crashes'],
  ] as const)('a Job is %s when its image %s', async (condition, state) => {
    states.set('acme/job:1', state);
    start();
    const kind = { apiVersion: 'batch/v1', kind: 'Job' };
    cluster.objects.apply({
      ...kind,
      metadata: { name: 'web', namespace },
      spec: {
        backoffLimit: 1,
        template: {
          spec: {
            restartPolicy: 'Never',
            containers: [{ name: 'job', image: 'acme/job:1' }],
          },
        },
      },
    });
    await until(
      `it is ${condition}`,
      () => conditionOf(read(kind), condition)?.status === 'True',
    );
    expect(recordAt(read(kind), 'status')).toMatchObject(
      state === 'runs' ? { succeeded: 1 } : { failed: 2 },
    );
  });

  it('gives a Service its address, and again after it was applied', async () => {
    start();
    const kind = { apiVersion: 'v1', kind: 'Service' };
    const service = {
      ...kind,
      metadata: { name: 'web', namespace },
      spec: { selector: { app: 'web' }, ports: [{ port: 80 }] },
    };
    const address = () => textAt(read(kind), 'spec', 'clusterIP');
    cluster.objects.apply(service);
    await until('it has one', () => address() !== undefined);
    const first = address();
    cluster.objects.apply(service);
    await until('it has one again', () => address() !== undefined);
    expect(address()).toBe(first);
  });

  it('tells in events why a pod does not start', async () => {
    states.set('acme/web:1', 'missing');
    start();
    apply('acme/web:1', { replicas: 1 });
    const events = () =>
      cluster.objects.list({ apiVersion: 'v1', kind: 'Event', namespace });
    await until('pulling has failed more than once', () =>
      events().some(
        event =>
          event.reason === 'BackOff' && (numberAt(event, 'count') ?? 0) > 1,
      ),
    );
    expect(events().map(({ reason }) => reason)).toContain('Failed');
    cluster.objects.delete({ ...deploymentKind, namespace, name: 'web' });
    await until('they go with the pod', () => events().length === 0);
  });
});

function conditionOf(object: KubeObject, type: string) {
  return recordsAt(object, 'status', 'conditions').find(
    each => each.type === type,
  );
}
