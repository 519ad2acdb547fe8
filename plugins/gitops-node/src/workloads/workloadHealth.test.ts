import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { z } from 'zod';
import { workloadHealth } from './workloadHealth';
import { workloadSchema } from './workloadSchema';

type Row = [kind: string, said: string, spec: object, status: object | null];

const healthOf = (object: object) =>
  workloadHealth(workloadSchema.parse({ metadata: {}, ...object }));
const said = (object: object) => {
  const { status, message } = healthOf(object) ?? {};
  return [status, message].filter(Boolean).join(': ');
};

const seen = { observedGeneration: 2 };
const three = { replicas: 3, readyReplicas: 3, updatedReplicas: 3 };
const deployed = { ...seen, ...three, availableReplicas: 3 };
const stateful = {
  ...seen,
  ...three,
  currentRevision: 'a',
  updateRevision: 'a',
};
const onNodes = {
  ...seen,
  desiredNumberScheduled: 4,
  updatedNumberScheduled: 4,
  numberAvailable: 4,
};
const rolling = (partition?: number) => ({
  replicas: 3,
  updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition } },
});
const onDelete = { replicas: 3, updateStrategy: { type: 'OnDelete' } };
const exceeded = {
  type: 'Progressing',
  status: 'False',
  reason: 'ProgressDeadlineExceeded',
  lastTransitionTime: '2026-10-02T08:30:00Z',
};
const ran = {
  lastScheduleTime: '2026-10-02T03:00:00Z',
  lastSuccessfulTime: '2026-10-02T03:04:10Z',
};
const unseen = 'Its controller has not looked at the newest spec yet';

describe('how a workload is', () => {
  it.each<Row>([
    ['Deployment', 'Healthy', { replicas: 3 }, deployed],
    [
      'Deployment',
      'Healthy: It is scaled to zero',
      { replicas: 0 },
      { ...seen },
    ],
    [
      'Deployment',
      'Progressing: 0 of 1 pods have the newest version',
      {},
      { ...seen },
    ],
    [
      'Deployment',
      `Progressing: ${unseen}`,
      { replicas: 3 },
      { ...deployed, observedGeneration: 1 },
    ],
    ['Deployment', `Progressing: ${unseen}`, { replicas: 3 }, null],
    [
      'Deployment',
      'Progressing: 1 of 3 pods have the newest version',
      { replicas: 3 },
      { ...deployed, updatedReplicas: 1 },
    ],
    [
      'Deployment',
      'Progressing: 1 old pods have yet to end',
      { replicas: 3 },
      { ...deployed, replicas: 4 },
    ],
    [
      'Deployment',
      'Progressing: 2 of 3 pods are available',
      { replicas: 3 },
      { ...deployed, availableReplicas: 2 },
    ],
    [
      'Deployment',
      'Suspended: The Deployment is paused',
      { paused: true },
      { ...seen, observedGeneration: 1, conditions: [exceeded] },
    ],
    [
      'Deployment',
      'Degraded: The Deployment exceeded its progress deadline',
      { replicas: 3 },
      { ...deployed, conditions: [exceeded] },
    ],

    ['StatefulSet', 'Healthy', { replicas: 3 }, stateful],
    ['StatefulSet', `Progressing: ${unseen}`, { replicas: 3 }, {}],
    [
      'StatefulSet',
      'Progressing: 2 of 3 pods are ready',
      rolling(0),
      { ...stateful, readyReplicas: 2 },
    ],
    [
      'StatefulSet',
      'Progressing: 1 of 3 pods have the newest version',
      rolling(),
      { ...stateful, updateRevision: 'b', updatedReplicas: 1 },
    ],
    [
      'StatefulSet',
      'Progressing: 1 of 3 pods have the newest version',
      rolling(0),
      { ...stateful, updateRevision: 'b', updatedReplicas: 1 },
    ],
    [
      'StatefulSet',
      'Progressing: 0 of 1 pods have the newest version',
      rolling(2),
      { ...stateful, updatedReplicas: 0 },
    ],
    [
      'StatefulSet',
      'Healthy',
      rolling(2),
      { ...stateful, updateRevision: 'b', updatedReplicas: 1 },
    ],
    [
      'StatefulSet',
      'Healthy',
      onDelete,
      { ...stateful, updateRevision: 'b', updatedReplicas: 0 },
    ],
    [
      'StatefulSet',
      'Progressing: 2 of 3 pods are ready',
      onDelete,
      { ...stateful, readyReplicas: 2 },
    ],

    ['DaemonSet', 'Healthy', {}, onNodes],
    ['DaemonSet', 'Healthy: No node is to run it', {}, seen],
    [
      'DaemonSet',
      'Progressing: 3 of 4 pods have the newest version',
      {},
      { ...onNodes, updatedNumberScheduled: 3 },
    ],
    [
      'DaemonSet',
      'Progressing: 1 of 4 pods are available',
      {},
      { ...onNodes, numberAvailable: 1 },
    ],
    [
      'DaemonSet',
      'Healthy',
      onDelete,
      { ...onNodes, updatedNumberScheduled: 0 },
    ],
    [
      'DaemonSet',
      'Progressing: 1 of 4 pods are available',
      onDelete,
      { ...onNodes, numberAvailable: 1 },
    ],

    ['CronJob', 'Healthy: It has not run yet', {}, null],
    ['CronJob', 'Healthy: Its last run succeeded', {}, ran],
    [
      'CronJob',
      'Healthy: It is suspended: nothing starts a run',
      { suspend: true },
      { lastScheduleTime: ran.lastScheduleTime },
    ],
    ['CronJob', 'Healthy: It is running', {}, { ...ran, active: [{}] }],
    [
      'CronJob',
      'Healthy: No run of it is known to have succeeded',
      {},
      { lastScheduleTime: ran.lastScheduleTime },
    ],
    [
      'CronJob',
      'Degraded: Its last run did not succeed',
      {},
      { ...ran, lastSuccessfulTime: '2026-10-01T03:04:00Z' },
    ],

    [
      'Rollout',
      'Healthy',
      {},
      { phase: 'Healthy', observedGeneration: '2', message: '' },
    ],
    [
      'Rollout',
      'Healthy',
      {},
      { phase: 'Healthy', observedGeneration: '5f7c7b8d4' },
    ],
    [
      'Rollout',
      `Progressing: ${unseen}`,
      {},
      { phase: 'Healthy', observedGeneration: '1' },
    ],
    ['Rollout', 'Progressing', {}, { observedGeneration: '2' }],
    [
      'Rollout',
      'Suspended: CanaryPauseStep',
      {},
      {
        phase: 'Paused',
        message: 'CanaryPauseStep',
        observedGeneration: '2',
      },
    ],
    [
      'Rollout',
      'Degraded: aborted',
      {},
      { phase: 'Degraded', message: 'aborted', observedGeneration: '2' },
    ],
    ['Rollout', 'Unknown', {}, { phase: 'Odd', observedGeneration: '2' }],
  ])('%s: %s', (kind, expected, spec, status) => {
    const object = { kind, metadata: { generation: 2 }, spec, status };
    expect(said(object)).toBe(expected);
  });

  it('is not known of other kinds', () => {
    expect(said({ kind: 'ReplicaSet' })).toBe('');
  });

  it('is as old as its controller says', () => {
    expect(
      healthOf({ kind: 'Deployment', status: { conditions: [exceeded] } }),
    ).toMatchObject({ since: '2026-10-02T08:30:00Z' });
    const failed = { ...ran, lastScheduleTime: '2026-10-03T03:00:00Z' };
    expect(healthOf({ kind: 'CronJob', status: failed })).toMatchObject({
      since: '2026-10-03T03:00:00Z',
    });
  });

  it.each([
    ['7', 'Healthy'],
    ['6', `Progressing: ${unseen}`],
    [undefined, `Progressing: ${unseen}`],
  ])(
    'is of the pods that another object declares: %s',
    (workloadObservedGeneration, expected) => {
      expect(
        said({
          kind: 'Rollout',
          metadata: {
            annotations: { 'rollout.argoproj.io/workload-generation': '7' },
          },
          spec: { workloadRef: { name: 'orders' } },
          status: { phase: 'Healthy', workloadObservedGeneration },
        }),
      ).toBe(expected);
    },
  );
});

describe('how a workload is, for all workloads', () => {
  const count = fc.option(fc.nat(4), { nil: undefined });
  const status = fc.record({
    observedGeneration: fc.nat(3),
    replicas: count,
    updatedReplicas: count,
    availableReplicas: count,
    readyReplicas: count,
    desiredNumberScheduled: count,
    updatedNumberScheduled: count,
    numberAvailable: count,
    currentRevision: fc.constantFrom('a', 'b'),
    updateRevision: fc.constantFrom('a', 'b'),
  });
  const workloads = fc.record({
    kind: fc.constantFrom('Deployment', 'StatefulSet', 'DaemonSet'),
    metadata: fc.record({ generation: fc.nat(3) }),
    spec: fc.record({
      replicas: count,
      paused: fc.boolean(),
      updateStrategy: fc.constantFrom(
        undefined,
        onDelete.updateStrategy,
        ...[0, 2, 9].map(each => rolling(each).updateStrategy),
      ),
    }),
    status,
  });

  it('is well only when it is observed and there are enough pods that serve', () => {
    let healthy = 0;
    fc.assert(
      fc.property(workloads, workload => {
        if (healthOf(workload)?.status !== 'Healthy') return;
        healthy += 1;
        const { kind, metadata, spec } = workload;
        const is = workload.status;
        expect(is.observedGeneration).toBeGreaterThanOrEqual(
          metadata.generation,
        );
        const [desired, serving] = {
          Deployment: [spec.replicas ?? 1, is.availableReplicas],
          StatefulSet: [spec.replicas ?? 1, is.readyReplicas],
          DaemonSet: [is.desiredNumberScheduled ?? 0, is.numberAvailable],
        }[kind];
        expect(serving ?? 0).toBeGreaterThanOrEqual(desired ?? 0);
      }),
      { numRuns: 1000 },
    );
    expect(healthy).toBeGreaterThan(0);
  });

  it('is never bad for numbers alone', () => {
    fc.assert(
      fc.property(workloads, workload => {
        expect(healthOf(workload)?.status).not.toBe('Degraded');
      }),
    );
  });

  it('is well when all that is asked for is there', () => {
    fc.assert(
      fc.property(workloads, fc.nat(9), (workload, pods) => {
        expect(
          healthOf({
            ...workload,
            spec: { ...workload.spec, replicas: pods, paused: false },
            status: {
              observedGeneration: workload.metadata.generation,
              replicas: pods,
              readyReplicas: pods,
              updatedReplicas: pods,
              availableReplicas: pods,
              desiredNumberScheduled: pods,
              updatedNumberScheduled: pods,
              numberAvailable: pods,
              currentRevision: 'a',
              updateRevision: 'a',
            },
          })?.status,
        ).toBe('Healthy');
      }),
    );
  });
});

describe('how a workload is that Kubernetes has written', () => {
  const folder = join(
    __dirname,
    '../../../../lab/recordings/kube-controller-manager/v1.36.2',
  );
  const recordingSchema = z.object({ objects: z.array(workloadSchema) });

  it.each([
    ['workloads-cron-job-succeeded', 'Healthy: Its last run succeeded'],
    ['workloads-daemon-set-available', 'Healthy'],
    ['workloads-deployment-available', 'Healthy'],
    [
      'workloads-deployment-crash-loop',
      'Degraded: ReplicaSet "web-6cd94f74bf" has timed out progressing.',
    ],
    [
      'workloads-deployment-deadline-exceeded',
      'Degraded: ReplicaSet "web-85c8c9b9d4" has timed out progressing.',
    ],
    [
      'workloads-deployment-progressing',
      'Progressing: 0 of 2 pods have the newest version',
    ],
    [
      'workloads-deployment-updating',
      'Progressing: 1 of 2 pods have the newest version',
    ],
    ['workloads-stateful-set-available', 'Healthy'],
  ])('%s: %s', (recording, expected) => {
    const text = readFileSync(join(folder, `${recording}.json`), 'utf8');
    const { objects } = recordingSchema.parse(JSON.parse(text));
    expect(said(objects[0])).toBe(expected);
  });
});
