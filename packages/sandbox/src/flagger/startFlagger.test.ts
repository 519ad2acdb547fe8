import { join } from 'node:path';
import { RunningCluster, startCluster } from '../clusters';
import { bundledDefinitions } from '../clusters/installDefinitions';
import { FaultList } from '../faults/FaultList';
import { numberAt, recordsAt, textAt } from '../json';
import { SteeredMetrics } from '../metrics/SteeredMetrics';
import { hurriedWorkloads } from '../workloads';
import { RunningWorkloads, startWorkloads } from '../workloads/startWorkloads';
import {
  Canary,
  canaryKind,
  canarySchema,
  CanaryStatus,
  deploymentKind,
} from './Canary';
import { LoadTester } from './LoadTester';
import { startFlagger } from './startFlagger';
import { hurriedFlagger } from './timings';

const namespace = 'shop';
const ref = { ...canaryKind, namespace, name: 'web' };

const weighted = {
  interval: '5s',
  threshold: 2,
  maxWeight: 50,
  stepWeight: 25,
  metrics: [{ name: 'request-success-rate', thresholdRange: { min: 99 } }],
};

describe('startFlagger', () => {
  let cluster: RunningCluster;
  let workloads: RunningWorkloads;
  let flagger: { stop(): Promise<void> };
  let metrics: SteeredMetrics;
  let loadTester: LoadTester;
  let missing: Set<string>;
  let errors: unknown[];
  let seen: CanaryStatus[];

  beforeEach(async () => {
    errors = [];
    seen = [];
    missing = new Set();
    metrics = SteeredMetrics.open();
    loadTester = LoadTester.create();
    cluster = await startCluster({
      name: 'one',
      port: 0,
      faults: FaultList.create(),
      tokens: [],
      crds: [join(bundledDefinitions, 'flagger.app_Canary.yaml')],
    });
    const { objects } = cluster;
    const onError = (error: unknown) => errors.push(error);
    workloads = startWorkloads({
      objects,
      images: {
        stateOf: async image => (missing.has(image) ? 'missing' : 'runs'),
      },
      onError,
      timings: hurriedWorkloads,
    });
    flagger = startFlagger({
      objects,
      metrics,
      loadTester,
      onError,
      timings: hurriedFlagger,
    });
    objects.watch(canaryKind, ({ object }) => {
      const { status } = canarySchema.parse(object);
      if (status) seen.push(status);
    });
  });

  afterEach(async () => {
    await flagger.stop();
    await workloads.stop();
    await cluster.stop();
    if (errors.length > 0) throw errors[0];
  });

  const deployment = (name: string) =>
    cluster.objects.get({ ...deploymentKind, namespace, name });
  // What Git says: nothing of the number of pods, which is Flagger's.
  const declare = (tag: string) => {
    const current = deployment('web');
    cluster.objects.apply({
      ...deploymentKind,
      metadata: { name: 'web', namespace },
      spec: {
        replicas: numberAt(current, 'spec', 'replicas') ?? 2,
        selector: { matchLabels: { app: 'web' } },
        template: {
          metadata: { labels: { app: 'web' } },
          spec: { containers: [{ name: 'web', image: `acme/web:${tag}` }] },
        },
      },
    });
  };
  const canary = (analysis: object, spec: object = {}) =>
    cluster.objects.apply({
      ...canaryKind,
      metadata: { name: 'web', namespace },
      spec: {
        targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
        service: { port: 80, targetPort: 8080 },
        analysis,
        ...spec,
      },
    });
  const runs = (name: string) => ({
    image: textAt(
      recordsAt(deployment(name), 'spec', 'template', 'spec', 'containers')[0],
      'image',
    ),
    replicas: numberAt(deployment(name), 'spec', 'replicas'),
  });
  const read = (): Canary => canarySchema.parse(cluster.objects.get(ref));
  const said = () =>
    cluster.objects
      .list({ apiVersion: 'v1', kind: 'Event', namespace })
      .filter(event => textAt(event, 'involvedObject', 'kind') === 'Canary')
      .map(event => textAt(event, 'message'));
  const phases = () =>
    seen
      .map(({ phase }) => phase)
      .filter((phase, index, all) => phase !== all[index - 1]);

  const until = async (phase: string, holds = (_: CanaryStatus) => true) => {
    const deadline = Date.now() + 4_000;
    for (;;) {
      const { status } = read();
      if (status?.phase === phase && holds(status)) return status;
      if (Date.now() > deadline) {
        throw new Error(
          `It never was ${phase}: ${JSON.stringify([status, said(), runs('web')], null, 1)}`,
        );
      }
      await new Promise(done => setTimeout(done, 2));
    }
  };
  const initialize = async (analysis: object) => {
    declare('1');
    canary(analysis);
    return until('Initialized');
  };

  it('makes a primary of what it finds, which serves from then on', async () => {
    const status = await initialize(weighted);
    expect(status).toMatchObject({
      canaryWeight: 0,
      failedChecks: 0,
      iterations: 0,
      trackedConfigs: {},
      lastAppliedSpec: status.lastPromotedSpec,
      conditions: [{ type: 'Promoted', status: 'True', reason: 'Initialized' }],
    });
    expect(phases()).toEqual(['Initializing', 'Initialized']);
    expect(runs('web-primary')).toEqual({ image: 'acme/web:1', replicas: 2 });
    expect(runs('web')).toEqual({ image: 'acme/web:1', replicas: 0 });
    expect(deployment('web-primary')).toMatchObject({
      metadata: { ownerReferences: [{ kind: 'Canary', name: 'web' }] },
      spec: { selector: { matchLabels: { app: 'web-primary' } } },
    });
    const services = cluster.objects.list({
      apiVersion: 'v1',
      kind: 'Service',
      namespace,
    });
    expect(
      services.map(service => [
        service.metadata.name,
        textAt(service, 'spec', 'selector', 'app'),
      ]),
    ).toEqual([
      ['web', 'web-primary'],
      ['web-canary', 'web'],
      ['web-primary', 'web-primary'],
    ]);
  });

  it('brings a version in by weights, and copies it to the primary', async () => {
    await initialize(weighted);
    declare('2');
    const status = await until('Succeeded');
    expect(phases().slice(2)).toEqual([
      'Progressing',
      'Promoting',
      'Finalising',
      'Succeeded',
    ]);
    const weights = seen
      .filter(({ phase }) => phase === 'Progressing')
      .map(({ canaryWeight }) => canaryWeight);
    expect(weights).toEqual([0, 25, 50]);
    expect(status).toMatchObject({
      canaryWeight: 0,
      lastAppliedSpec: status.lastPromotedSpec,
    });
    expect(runs('web-primary')).toEqual({ image: 'acme/web:2', replicas: 2 });
    expect(runs('web').replicas).toBe(0);
    expect(said()).toEqual(
      expect.arrayContaining([
        'New revision detected! Scaling up web.shop',
        'Starting canary analysis for web.shop',
        'Advance web.shop canary weight 25',
        'Copying web.shop template spec to web-primary.shop',
        'Routing all traffic to primary',
        'Promotion completed! Scaling down web.shop',
      ]),
    );
  });

  it('goes back when too many checks have failed, and stays there until something else is declared', async () => {
    const { lastPromotedSpec } = await initialize(weighted);
    metrics.steer({ image: 'acme/web:2', verdict: 'bad' });
    declare('2');
    const status = await until('Failed');
    expect(status).toMatchObject({
      canaryWeight: 0,
      failedChecks: 0,
      lastPromotedSpec,
      conditions: [
        {
          status: 'False',
          reason: 'Failed',
          message: 'Canary analysis failed, Deployment scaled to zero.',
        },
      ],
    });
    expect(status.lastAppliedSpec).not.toBe(lastPromotedSpec);
    expect(seen.map(({ failedChecks }) => failedChecks)).toContain(2);
    expect(said()).toEqual(
      expect.arrayContaining([
        'Halt web.shop advancement success rate 69.30% < 99%',
        'Rolling back web.shop failed checks threshold reached 2',
        'Canary failed! Scaling down web.shop',
      ]),
    );
    expect(runs('web-primary').image).toBe('acme/web:1');
    expect(runs('web').replicas).toBe(0);

    // What serves is nothing new.
    declare('1');
    declare('3');
    await until('Succeeded');
    expect(runs('web-primary').image).toBe('acme/web:3');
  });

  it('counts iterations when it has no weights, and waits at its gates until they are opened', async () => {
    const gate = (type: string) => ({
      name: type,
      type,
      url: 'http://flagger-loadtester.test/gate/check',
    });
    await initialize({
      interval: '5s',
      threshold: 2,
      iterations: 3,
      webhooks: [gate('confirm-promotion')],
    });
    declare('2');
    const waiting = await until('WaitingPromotion');
    expect(waiting).toMatchObject({
      canaryWeight: 0,
      iterations: 2,
      conditions: [{ status: 'Unknown', message: 'Waiting for approval.' }],
    });
    expect(
      seen
        .filter(({ phase }) => phase === 'Progressing')
        .map(({ iterations }) => iterations),
    ).toEqual([0, 1, 2, 3]);
    expect(runs('web-primary').image).toBe('acme/web:1');
    loadTester.set({ namespace, name: 'web', kind: 'gate', open: true });
    await until('Succeeded');
    expect(runs('web-primary').image).toBe('acme/web:2');

    loadTester.set({ namespace, name: 'web', kind: 'gate', open: false });
    canary({ ...weighted, webhooks: [gate('confirm-rollout')] });
    declare('3');
    await until('Waiting');
    loadTester.set({ namespace, name: 'web', kind: 'gate', open: true });
    await until('Succeeded');

    // Weighted canaries have no iterations to speak of.
    loadTester.set({ namespace, name: 'web', kind: 'gate', open: false });
    canary({
      ...weighted,
      webhooks: [
        gate('confirm-promotion'),
        {
          name: 'rollback',
          type: 'rollback',
          url: 'http://flagger-loadtester.test/rollback/check',
        },
      ],
    });
    declare('4');
    expect((await until('WaitingPromotion')).iterations).toBe(-1);
    loadTester.set({ namespace, name: 'web', kind: 'rollback', open: true });
    await until('Failed');
    expect(runs('web-primary').image).toBe('acme/web:3');
  });

  it('fails when the pods of the new version do not come, and begins anew with the next', async () => {
    await initialize(weighted);
    missing.add('acme/web:2');
    declare('2');
    await until('Progressing');
    declare('3');
    await until('Succeeded');
    declare('2');
    await until('Failed');
    expect(said()).toContain(
      'Rolling back web.shop progress deadline exceeded',
    );
  });

  it('does nothing while it is suspended, and promotes at once where no analysis is wanted', async () => {
    await initialize(weighted);
    cluster.objects.mergePatch(ref, { spec: { suspend: true } });
    declare('2');
    cluster.objects.mergePatch(ref, {
      spec: { suspend: false, skipAnalysis: true },
    });
    const status = await until('Succeeded');
    expect(phases()).toEqual(['Initializing', 'Initialized', 'Succeeded']);
    expect(status.lastPromotedSpec).toBe(status.lastAppliedSpec);
    expect(runs('web-primary').image).toBe('acme/web:2');
  });
});
