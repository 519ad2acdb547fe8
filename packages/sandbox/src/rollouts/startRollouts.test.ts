import { join } from 'node:path';
import { RunningCluster, startCluster } from '../clusters';
import { bundledDefinitions } from '../clusters/installDefinitions';
import { KubeObject } from '../contracts';
import { FaultList } from '../faults/FaultList';
import { recordAt, recordsAt, textAt } from '../json';
import { SteeredMetrics } from '../metrics/SteeredMetrics';
import { hurriedWorkloads } from '../workloads';
import { RunningWorkloads, startWorkloads } from '../workloads/startWorkloads';
import {
  analysisRunKind,
  Rollout,
  rolloutKind,
  rolloutSchema,
} from './Rollout';
import { startRollouts } from './startRollouts';
import { hurriedRollouts } from './timings';

const namespace = 'shop';
const setKind = { apiVersion: 'apps/v1', kind: 'ReplicaSet' };
const serviceKind = { apiVersion: 'v1', kind: 'Service' };

const template = (tag: string) => ({
  metadata: { labels: { app: 'web' } },
  spec: { containers: [{ name: 'web', image: `acme/web:${tag}` }] },
});

describe('startRollouts', () => {
  let cluster: RunningCluster;
  let workloads: RunningWorkloads;
  let rollouts: { stop(): Promise<void> };
  let metrics: SteeredMetrics;
  let missing: Set<string>;
  let errors: unknown[];

  beforeEach(async () => {
    errors = [];
    missing = new Set();
    metrics = SteeredMetrics.open();
    cluster = await startCluster({
      name: 'one',
      port: 0,
      faults: FaultList.create(),
      tokens: [],
      crds: [
        'AnalysisRun',
        'AnalysisTemplate',
        'ClusterAnalysisTemplate',
        'Rollout',
      ].map(kind => join(bundledDefinitions, `argoproj.io_${kind}.yaml`)),
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
    rollouts = startRollouts({
      objects,
      metrics,
      onError,
      timings: hurriedRollouts,
    });
    for (const name of ['web', 'web-next']) {
      objects.apply({
        ...serviceKind,
        metadata: { name, namespace },
        spec: { selector: { app: 'web' }, ports: [{ port: 80 }] },
      });
    }
    objects.apply({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'AnalysisTemplate',
      metadata: { name: 'success-rate', namespace },
      spec: {
        args: [{ name: 'service' }, { name: 'version' }],
        metrics: [
          {
            name: 'success-rate',
            interval: '5s',
            count: 3,
            failureLimit: 1,
            successCondition: 'result[0] >= 0.95',
            provider: { prometheus: { query: 'sum(rate(ok[1m]))' } },
          },
        ],
      },
    });
  });

  afterEach(async () => {
    await rollouts.stop();
    await workloads.stop();
    await cluster.stop();
    if (errors.length > 0) throw errors[0];
  });

  const apply = (tag: string, strategy: object, spec: object = {}) =>
    cluster.objects.apply({
      ...rolloutKind,
      metadata: { name: 'web', namespace },
      spec: {
        replicas: 4,
        selector: { matchLabels: { app: 'web' } },
        template: template(tag),
        strategy,
        ...spec,
      },
    });
  const ref = { ...rolloutKind, namespace, name: 'web' };
  const read = (): Rollout => rolloutSchema.parse(cluster.objects.get(ref));
  const sets = () => cluster.objects.list({ ...setKind, namespace });
  const runs = () => cluster.objects.list({ ...analysisRunKind, namespace });
  const setOf = (tag: string) => {
    const found = sets().find(
      set =>
        recordsAt(set, 'spec', 'template', 'spec', 'containers')[0].image ===
        `acme/web:${tag}`,
    );
    if (!found) throw new Error(`no ReplicaSet runs ${tag}`);
    return found;
  };
  const hashOf = (tag: string) =>
    setOf(tag).metadata.labels?.['rollouts-pod-template-hash'];
  const podsOf = (tag: string) => recordAt(setOf(tag), 'status').replicas;
  const servedBy = (name: string) =>
    textAt(
      cluster.objects.get({ ...serviceKind, namespace, name }),
      'spec',
      'selector',
      'rollouts-pod-template-hash',
    );
  const reasons = (about: string) =>
    cluster.objects
      .list({ apiVersion: 'v1', kind: 'Event', namespace })
      .filter(event => textAt(event, 'involvedObject', 'kind') === about)
      .map(event => textAt(event, 'reason'));
  /** What a person does: a merge patch of the status, or of the main resource. */
  const act = (part: 'status' | 'spec', patch: Record<string, unknown>) => {
    if (part === 'spec') {
      cluster.objects.mergePatch(ref, { spec: patch });
      return;
    }
    const { status } = read();
    const next = Object.entries({ ...status, ...patch }).filter(
      ([, value]) => value !== null,
    );
    cluster.objects.setStatus(ref, Object.fromEntries(next));
  };

  const until = async (
    what: string,
    holds: (status: NonNullable<Rollout['status']>) => boolean,
  ) => {
    const deadline = Date.now() + 4_000;
    for (;;) {
      const rollout = read();
      const isObserved =
        rollout.status?.observedGeneration ===
        String(rollout.metadata.generation);
      if (rollout.status && isObserved && holds(rollout.status)) {
        return rollout.status;
      }
      if (Date.now() > deadline) {
        throw new Error(
          `It did not happen that ${what}: ${JSON.stringify([rollout.status, ...sets().map(({ metadata, status }) => [metadata.name, status]), ...runs().map(({ status }) => status)], null, 1)}`,
        );
      }
      await new Promise(done => setTimeout(done, 2));
    }
  };
  const untilPhase = (phase: string, message?: string) =>
    until(
      `it is ${phase}`,
      status =>
        status.phase === phase && (!message || status.message === message),
    );
  const untilStable = (tag: string) =>
    until(
      `${tag} is stable`,
      ({ phase, stableRS }) => phase === 'Healthy' && stableRS === hashOf(tag),
    );

  const pausing = {
    canary: { steps: [{ setWeight: 25 }, { pause: {} }, { setWeight: 50 }] },
  };

  it('brings the first version in at once, and the next one step by step until somebody promotes it', async () => {
    apply('1', pausing);
    const first = await untilStable('1');
    expect(first).toMatchObject({
      currentStepIndex: 3,
      replicas: 4,
      updatedReplicas: 4,
      availableReplicas: 4,
      currentPodHash: hashOf('1'),
      selector: 'app=web',
    });
    expect(setOf('1').metadata).toMatchObject({
      name: `web-${hashOf('1')}`,
      annotations: {
        'rollout.argoproj.io/revision': '1',
        'rollout.argoproj.io/desired-replicas': '4',
      },
      ownerReferences: [{ kind: 'Rollout', name: 'web', controller: true }],
    });

    apply('2', pausing);
    const paused = await untilPhase('Paused', 'CanaryPauseStep');
    expect(paused).toMatchObject({
      controllerPause: true,
      currentStepIndex: 1,
      pauseConditions: [{ reason: 'CanaryPauseStep' }],
      stableRS: hashOf('1'),
      currentPodHash: hashOf('2'),
      replicas: 4,
      updatedReplicas: 1,
    });
    const conditions = Object.fromEntries(
      (paused.conditions ?? []).map(({ type, status, reason }) => [
        type,
        `${status} ${reason}`,
      ]),
    );
    expect(conditions).toEqual({
      Available: 'True AvailableReason',
      Completed: 'False RolloutCompleted',
      Healthy: 'False RolloutHealthy',
      Paused: 'True RolloutPaused',
      Progressing: 'Unknown RolloutPaused',
    });
    expect([podsOf('1'), podsOf('2')]).toEqual([3, 1]);
    expect(read().metadata.annotations).toMatchObject({
      'rollout.argoproj.io/revision': '2',
    });

    act('status', { pauseConditions: null });
    const done = await untilStable('2');
    expect(done).toMatchObject({ currentStepIndex: 3, updatedReplicas: 4 });
    expect(done.controllerPause).toBeUndefined();
    expect([podsOf('1'), podsOf('2')]).toEqual([0, 4]);
    expect(reasons('Rollout')).toEqual(
      expect.arrayContaining([
        'RolloutUpdated',
        'RolloutPaused',
        'RolloutResumed',
        'RolloutStepCompleted',
        'RolloutCompleted',
        'ScalingReplicaSet',
      ]),
    );
  });

  it('goes on by itself after a pause with a duration, and restarts where the template changes again', async () => {
    const timed = {
      canary: {
        steps: [{ setWeight: 50 }, { pause: { duration: '10s' } }],
      },
    };
    apply('1', timed);
    await untilStable('1');
    apply('2', timed);
    await untilPhase('Paused');
    apply('3', timed);
    await untilStable('3');
    expect(podsOf('2')).toBe(0);
    // Back to what is stable: no steps.
    apply('4', pausing);
    await untilPhase('Paused');
    apply('3', pausing);
    const back = await untilStable('3');
    expect(back.currentStepIndex).toBe(3);
    expect(podsOf('4')).toBe(0);
  });

  it('goes back when it is aborted, tries again when it is told to, and is promoted fully', async () => {
    apply('1', pausing);
    await untilStable('1');
    apply('2', pausing);
    await untilPhase('Paused');
    act('status', { abort: true });
    const message = 'RolloutAborted: Rollout aborted update to revision 2';
    const aborted = await until(
      'it is back',
      ({ phase }) =>
        phase === 'Degraded' && podsOf('1') === 4 && podsOf('2') === 0,
    );
    expect(aborted).toMatchObject({
      message,
      abort: true,
      abortedAt: expect.stringMatching(/Z$/),
      currentStepIndex: 0,
      stableRS: hashOf('1'),
      currentPodHash: hashOf('2'),
    });
    expect(aborted.pauseConditions).toBeUndefined();

    act('status', { abort: false });
    await untilPhase('Paused', 'CanaryPauseStep');
    act('status', { promoteFull: true });
    const done = await untilStable('2');
    expect(done.promoteFull).toBeUndefined();
  });

  describe('with analyses', () => {
    const analysed = {
      canary: {
        steps: [
          { setWeight: 25 },
          {
            analysis: {
              templates: [{ templateName: 'success-rate' }],
              args: [
                { name: 'service', value: 'web' },
                {
                  name: 'version',
                  valueFrom: { podTemplateHashValue: 'Latest' },
                },
              ],
            },
          },
          { setWeight: 50 },
        ],
      },
    };

    it('goes on when the analysis of a step is well', async () => {
      apply('1', analysed);
      await untilStable('1');
      expect(runs()).toEqual([]);
      apply('2', analysed);
      await untilStable('2');
      const [run] = runs();
      expect(run).toMatchObject({
        metadata: {
          name: `web-${hashOf('2')}-2-1`,
          labels: {
            'rollout-type': 'Step',
            'step-index': '1',
            'rollouts-pod-template-hash': hashOf('2'),
          },
          annotations: { 'rollout.argoproj.io/revision': '2' },
        },
        spec: {
          args: [
            { name: 'service', value: 'web' },
            { name: 'version', value: hashOf('2') },
          ],
          metrics: [{ name: 'success-rate', failureLimit: 1 }],
        },
        status: {
          phase: 'Successful',
          metricResults: [
            {
              name: 'success-rate',
              phase: 'Successful',
              count: 3,
              successful: 3,
            },
          ],
          runSummary: { count: 1, successful: 1 },
        },
      });
      const [measurement] = recordsAt(
        recordsAt(run, 'status', 'metricResults')[0],
        'measurements',
      );
      expect(measurement).toMatchObject({
        phase: 'Successful',
        value: '[0.985]',
      });
    });

    it('aborts when it fails, and says why', async () => {
      apply('1', analysed);
      await untilStable('1');
      metrics.steer({ image: 'acme/web:2', verdict: 'bad' });
      apply('2', analysed);
      const why =
        'Metric "success-rate" assessed Failed due to failed (2) > failureLimit (1)';
      const status = await untilPhase(
        'Degraded',
        `RolloutAborted: Rollout aborted update to revision 2: ${why}`,
      );
      expect(status).toMatchObject({
        abort: true,
        canary: {
          currentStepAnalysisRunStatus: {
            name: `web-${hashOf('2')}-2-1`,
            status: 'Failed',
            message: why,
          },
        },
      });
      expect(runs()[0]).toMatchObject({
        status: {
          phase: 'Failed',
          message: why,
          runSummary: { count: 1, failed: 1 },
        },
      });
      expect(reasons('Rollout')).toContain('AnalysisRunFailed');

      metrics.steer({ image: 'acme/web:2', verdict: 'good' });
      act('status', { abort: false });
      await untilStable('2');
      expect(runs().map(({ metadata }) => metadata.name)).toEqual([
        `web-${hashOf('2')}-2-1`,
        `web-${hashOf('2')}-2-1.1`,
      ]);
    });

    it('waits for somebody when nobody can tell', async () => {
      apply('1', analysed);
      await untilStable('1');
      metrics.steer({ image: 'acme/web:2', verdict: 'unclear' });
      apply('2', analysed);
      const { currentStepIndex = 0 } = await untilPhase(
        'Paused',
        'InconclusiveAnalysisRun',
      );
      expect(currentStepIndex).toBe(1);
      act('status', {
        pauseConditions: null,
        controllerPause: false,
        currentStepIndex: currentStepIndex + 1,
      });
      await untilStable('2');
    });

    it('measures in the background, and ends with the rollout', async () => {
      const background = {
        canary: {
          analysis: {
            templates: [{ templateName: 'success-rate' }],
            args: [
              { name: 'service', value: 'web' },
              { name: 'version', value: '2' },
            ],
          },
          steps: [{ setWeight: 25 }, { pause: {} }],
        },
      };
      apply('1', background);
      await untilStable('1');
      metrics.steer({ image: 'acme/web:2', verdict: 'unavailable' });
      apply('2', background);
      const status = await untilPhase('Degraded');
      expect(status.message).toContain(
        'consecutiveErrors (5) > consecutiveErrorLimit (4)',
      );
      expect(status.canary?.currentBackgroundAnalysisRunStatus).toMatchObject({
        name: `web-${hashOf('2')}-2`,
        status: 'Error',
      });
    });
  });

  it('divides the traffic by weights where a router does', async () => {
    const routed = {
      canary: {
        canaryService: 'web-next',
        stableService: 'web',
        trafficRouting: { nginx: { stableIngress: 'web' } },
        scaleDownDelaySeconds: 5,
        steps: [{ setWeight: 10 }, { pause: {} }],
      },
    };
    apply('1', routed);
    await untilStable('1');
    apply('2', routed);
    const { canary } = await untilPhase('Paused');
    expect(canary?.weights).toEqual({
      canary: {
        weight: 10,
        podTemplateHash: hashOf('2'),
        serviceName: 'web-next',
      },
      stable: { weight: 90, podTemplateHash: hashOf('1'), serviceName: 'web' },
    });
    expect([podsOf('1'), podsOf('2')]).toEqual([4, 1]);
    expect([servedBy('web'), servedBy('web-next')]).toEqual([
      hashOf('1'),
      hashOf('2'),
    ]);
    act('status', { pauseConditions: null });
    await untilStable('2');
    await until('the old pods are gone', () => podsOf('1') === 0);
    expect(servedBy('web')).toBe(hashOf('2'));
  });

  it('switches from blue to green when somebody says so, and back when it is aborted', async () => {
    const blueGreen = {
      blueGreen: {
        activeService: 'web',
        previewService: 'web-next',
        autoPromotionEnabled: false,
        scaleDownDelaySeconds: 30,
        abortScaleDownDelaySeconds: 1,
      },
    };
    apply('1', blueGreen);
    await untilStable('1');
    apply('2', blueGreen);
    const paused = await untilPhase('Paused', 'BlueGreenPause');
    expect(paused).toMatchObject({
      blueGreen: {
        activeSelector: hashOf('1'),
        previewSelector: hashOf('2'),
      },
      stableRS: hashOf('1'),
      updatedReplicas: 4,
      replicas: 8,
      selector: `app=web,rollouts-pod-template-hash=${hashOf('1')}`,
    });
    expect([servedBy('web'), servedBy('web-next')]).toEqual([
      hashOf('1'),
      hashOf('2'),
    ]);
    act('status', { pauseConditions: null });
    const done = await untilStable('2');
    expect(done.blueGreen?.activeSelector).toBe(hashOf('2'));
    expect(servedBy('web')).toBe(hashOf('2'));
    expect(setOf('1').metadata.annotations).toHaveProperty(
      'scale-down-deadline',
    );
    await until('the old pods are gone', () => podsOf('1') === 0);

    apply('3', blueGreen);
    await untilPhase('Paused', 'BlueGreenPause');
    act('status', { abort: true });
    await untilPhase('Degraded');
    await until('the new pods are gone', () => podsOf('3') === 0);
    expect(servedBy('web')).toBe(hashOf('2'));
  });

  it('stands still while a person has paused it, and replaces pods when it is to restart', async () => {
    apply('1', pausing);
    await untilStable('1');
    act('spec', { paused: true });
    await untilPhase('Paused', 'manually paused');
    act('spec', { template: template('2') });
    await until('it is seen', ({ phase }) => phase === 'Paused');
    expect(sets()).toHaveLength(1);
    act('spec', { paused: false });
    await untilPhase('Paused', 'CanaryPauseStep');
    act('status', { pauseConditions: null });
    await untilStable('2');

    const names = () =>
      cluster.objects
        .list({ apiVersion: 'v1', kind: 'Pod', namespace })
        .map(({ metadata }: KubeObject) => metadata.name);
    const before = names();
    const restartAt = new Date(Date.now() + 1_000)
      .toISOString()
      .replace(/\.\d+Z$/, 'Z');
    act('spec', { restartAt });
    await until(
      'it has restarted',
      ({ phase, restartedAt }) =>
        phase === 'Healthy' && restartedAt === restartAt,
    );
    expect(names().filter(name => before.includes(name))).toEqual([]);
  });

  it('is late when its pods do not come, and well when Git goes back', async () => {
    apply('1', pausing);
    await untilStable('1');
    missing.add('acme/web:2');
    apply('2', pausing);
    const late = await untilPhase('Degraded');
    expect(late.message).toBe(
      `ProgressDeadlineExceeded: ReplicaSet "web-${hashOf('2')}" has timed out progressing.`,
    );
    apply('1', pausing);
    await untilStable('1');
  });

  it('takes the template from a workload that it refers to', async () => {
    const deploy = (tag: string) =>
      cluster.objects.apply({
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'web', namespace },
        spec: {
          replicas: 0,
          selector: { matchLabels: { app: 'web' } },
          template: template(tag),
        },
      });
    deploy('1');
    cluster.objects.apply({
      ...rolloutKind,
      metadata: { name: 'web', namespace },
      spec: {
        replicas: 2,
        workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
        strategy: { canary: { steps: [{ setWeight: 50 }, { pause: {} }] } },
      },
    });
    const first = await untilPhase('Healthy');
    expect(first.workloadObservedGeneration).toBe('1');
    deploy('2');
    const paused = await untilPhase('Paused', 'CanaryPauseStep');
    expect(paused.workloadObservedGeneration).toBe('2');
    expect(read().metadata.annotations).toMatchObject({
      'rollout.argoproj.io/workload-generation': '2',
    });
  });

  it('refuses what it can not carry out', async () => {
    apply('1', {
      canary: {
        steps: [{ analysis: { templates: [{ templateName: 'nothing' }] } }],
      },
    });
    const refused = await untilPhase('Degraded');
    expect(refused.message).toBe(
      `InvalidSpec: The Rollout "web" is invalid: spec.strategy.canary.steps[0].analysis.templates: Invalid value: "nothing": AnalysisTemplate 'nothing' not found`,
    );
    apply('1', {
      canary: { steps: [{ experiment: { templates: [] } }] },
    });
    await until('it says so', ({ message }) =>
      Boolean(message?.includes('canary.steps[0].experiment: Forbidden')),
    );
    apply('1', pausing);
    const { conditions } = await untilStable('1');
    expect(conditions?.map(({ type }) => type)).not.toContain('InvalidSpec');
  });
});
