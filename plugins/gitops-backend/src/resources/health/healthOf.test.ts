import fc from 'fast-check';
import { liveObjectOf } from '../liveObject';
import { healthOf } from './healthOf';

interface Sample {
  apiVersion: string;
  kind: string;
  metadata?: object;
  spec?: object;
  status?: object;
}

function statusOf({ apiVersion, kind, metadata, spec, status }: Sample) {
  const object = liveObjectOf(
    { metadata: { name: 'x', generation: 2, ...metadata }, spec, status },
    { apiVersion, kind },
  );
  return object && healthOf(object);
}

const seen = { observedGeneration: 2 };
const condition = (
  type: string,
  status: string,
  reason = '',
  message = '',
) => ({
  type,
  status,
  reason,
  message,
});
const deployment = (spec: object, status: object): Sample => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  spec: { replicas: 2, ...spec },
  status: { ...seen, ...status },
});
const statefulSet = (spec: object, status: object): Sample => ({
  ...deployment(spec, status),
  kind: 'StatefulSet',
});
const pod = (status: object, spec: object = {}): Sample => ({
  apiVersion: 'v1',
  kind: 'Pod',
  spec: { containers: [{ name: 'app', image: 'a:1' }], ...spec },
  status,
});
const job = (...conditions: object[]): Sample => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  status: { conditions },
});
const app = (state: object, more: object = {}) => ({
  containerStatuses: [{ name: 'app', state, ...more }],
});

describe('healthOf', () => {
  it.each<[string, string | undefined, string, Sample]>([
    [
      'a Deployment that is done',
      'Healthy',
      '',
      deployment({}, { replicas: 2, updatedReplicas: 2, availableReplicas: 2 }),
    ],
    [
      'one that is not seen yet',
      'Progressing',
      'not looked at',
      deployment(
        {},
        {
          observedGeneration: 1,
          replicas: 2,
          updatedReplicas: 2,
          availableReplicas: 2,
        },
      ),
    ],
    [
      'one without new pods',
      'Progressing',
      '1 of 2 pods have the newest version',
      deployment({}, { replicas: 2, updatedReplicas: 1, availableReplicas: 2 }),
    ],
    [
      'one with old pods',
      'Progressing',
      '1 old pods',
      deployment({}, { replicas: 3, updatedReplicas: 2, availableReplicas: 3 }),
    ],
    [
      'one that waits for pods',
      'Progressing',
      '0 of 2 pods are available',
      deployment({}, { replicas: 2, updatedReplicas: 2 }),
    ],
    [
      'one that is too late',
      'Degraded',
      'timed out',
      deployment(
        {},
        {
          conditions: [
            condition(
              'Progressing',
              'False',
              'ProgressDeadlineExceeded',
              'ReplicaSet "x" has timed out progressing.',
            ),
          ],
        },
      ),
    ],
    [
      'one that is paused',
      'Suspended',
      'paused',
      deployment({ paused: true }, {}),
    ],
    [
      'a StatefulSet that is done',
      'Healthy',
      '',
      statefulSet(
        {},
        { readyReplicas: 2, currentRevision: 'a', updateRevision: 'a' },
      ),
    ],
    [
      'one that waits for pods',
      'Progressing',
      '1 of 2 pods are ready',
      statefulSet({}, { readyReplicas: 1 }),
    ],
    [
      'one that is updated',
      'Progressing',
      '1 of 2 pods have the newest version',
      statefulSet(
        {},
        {
          readyReplicas: 2,
          updatedReplicas: 1,
          currentRevision: 'a',
          updateRevision: 'b',
        },
      ),
    ],
    [
      'one that is updated in part, as wanted',
      'Healthy',
      '',
      statefulSet(
        {
          updateStrategy: {
            type: 'RollingUpdate',
            rollingUpdate: { partition: 1 },
          },
        },
        {
          readyReplicas: 2,
          updatedReplicas: 1,
          currentRevision: 'a',
          updateRevision: 'b',
        },
      ),
    ],
    [
      'one that is updated by hand',
      'Healthy',
      '',
      statefulSet(
        { updateStrategy: { type: 'OnDelete' } },
        { readyReplicas: 2, currentRevision: 'a', updateRevision: 'b' },
      ),
    ],
    [
      'a DaemonSet that waits',
      'Progressing',
      '1 of 3 pods are available',
      {
        apiVersion: 'apps/v1',
        kind: 'DaemonSet',
        status: {
          ...seen,
          desiredNumberScheduled: 3,
          updatedNumberScheduled: 3,
          numberAvailable: 1,
        },
      },
    ],
    [
      'a ReplicaSet that can make no pods',
      'Degraded',
      'exceeded quota',
      {
        apiVersion: 'apps/v1',
        kind: 'ReplicaSet',
        status: {
          ...seen,
          conditions: [
            condition(
              'ReplicaFailure',
              'True',
              'FailedCreate',
              'exceeded quota: x',
            ),
          ],
        },
      },
    ],
    [
      'a pod that runs',
      'Healthy',
      '',
      pod({
        phase: 'Running',
        conditions: [condition('Ready', 'True')],
        ...app({ running: {} }, { ready: true }),
      }),
    ],
    [
      'one that starts',
      'Progressing',
      '',
      pod({ phase: 'Running', ...app({ running: {} }) }),
    ],
    [
      'one that crashed',
      'Degraded',
      'exit code 3',
      pod({
        phase: 'Running',
        ...app({ running: {} }, { lastState: { terminated: { exitCode: 3 } } }),
      }),
    ],
    [
      'one that crashes again and again',
      'Degraded',
      'back-off',
      pod({
        phase: 'Running',
        ...app({
          waiting: { reason: 'CrashLoopBackOff', message: 'back-off 5m' },
        }),
      }),
    ],
    [
      'one without an image',
      'Degraded',
      'ErrImagePull',
      pod({
        phase: 'Pending',
        ...app({ waiting: { reason: 'ErrImagePull' } }),
      }),
    ],
    [
      'one that is created',
      'Progressing',
      '',
      pod({
        phase: 'Pending',
        ...app({ waiting: { reason: 'ContainerCreating' } }),
      }),
    ],
    [
      'one that no node takes',
      'Progressing',
      'Insufficient cpu',
      pod({
        phase: 'Pending',
        conditions: [
          condition(
            'PodScheduled',
            'False',
            'Unschedulable',
            '0/1 nodes: 1 Insufficient cpu.',
          ),
        ],
      }),
    ],
    [
      'one that has done its work',
      'Healthy',
      '',
      pod({ phase: 'Succeeded' }, { restartPolicy: 'Never' }),
    ],
    [
      'one that failed at it',
      'Degraded',
      'exit code 1 (Error)',
      pod(
        {
          phase: 'Failed',
          ...app({ terminated: { exitCode: 1, reason: 'Error' } }),
        },
        { restartPolicy: 'Never' },
      ),
    ],
    [
      'one that was evicted',
      'Degraded',
      'low on resource',
      pod({
        phase: 'Failed',
        reason: 'Evicted',
        message: 'The node was low on resource',
      }),
    ],
    ['one whose node is lost', 'Unknown', '', pod({ phase: 'Unknown' })],
    [
      'a pod that is being deleted',
      'Progressing',
      'deleted',
      {
        ...pod({ phase: 'Running' }),
        metadata: { deletionTimestamp: '2026-11-24T09:00:00Z' },
      },
    ],
    ['a Job that is done', 'Healthy', '', job(condition('Complete', 'True'))],
    [
      'one that failed',
      'Degraded',
      'backoff limit',
      job(
        condition(
          'Failed',
          'True',
          'BackoffLimitExceeded',
          'Job has reached the specified backoff limit',
        ),
      ),
    ],
    [
      'one that is suspended',
      'Suspended',
      '',
      job(condition('Suspended', 'True')),
    ],
    ['one that runs', 'Progressing', '', job()],
    [
      'a CronJob that is suspended',
      'Healthy',
      'suspended',
      { apiVersion: 'batch/v1', kind: 'CronJob', spec: { suspend: true } },
    ],
    [
      'one that never ran',
      'Healthy',
      '',
      { apiVersion: 'batch/v1', kind: 'CronJob' },
    ],
    [
      'one whose last run failed',
      'Degraded',
      'last run',
      {
        apiVersion: 'batch/v1',
        kind: 'CronJob',
        status: {
          lastScheduleTime: '2026-11-24T09:00:00Z',
          lastSuccessfulTime: '2026-11-24T08:00:10Z',
        },
      },
    ],
    [
      'a claim that waits',
      'Progressing',
      '',
      {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        status: { phase: 'Pending' },
      },
    ],
    [
      'a claim whose volume is gone',
      'Degraded',
      'gone',
      {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        status: { phase: 'Lost' },
      },
    ],
    [
      'a Service',
      'Healthy',
      '',
      { apiVersion: 'v1', kind: 'Service', spec: { type: 'ClusterIP' } },
    ],
    [
      'one that wants a load balancer',
      'Progressing',
      'address',
      { apiVersion: 'v1', kind: 'Service', spec: { type: 'LoadBalancer' } },
    ],
    [
      'an Ingress with an address',
      'Healthy',
      '',
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'Ingress',
        status: { loadBalancer: { ingress: [{ ip: '10.0.0.1' }] } },
      },
    ],
    [
      'an autoscaler without metrics',
      'Degraded',
      'no metrics',
      {
        apiVersion: 'autoscaling/v2',
        kind: 'HorizontalPodAutoscaler',
        status: {
          conditions: [
            condition('AbleToScale', 'True'),
            condition(
              'ScalingActive',
              'False',
              'FailedGetResourceMetric',
              'no metrics returned',
            ),
          ],
        },
      },
    ],
    [
      'a paused Rollout',
      'Suspended',
      'CanaryPauseStep',
      {
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'Rollout',
        status: {
          observedGeneration: '2',
          phase: 'Paused',
          message: 'CanaryPauseStep',
        },
      },
    ],
    [
      'a Rollout with a new spec',
      'Progressing',
      'not looked at',
      {
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'Rollout',
        status: { observedGeneration: '1', phase: 'Healthy' },
      },
    ],
    [
      'a failed Canary',
      'Degraded',
      '',
      {
        apiVersion: 'flagger.app/v1beta1',
        kind: 'Canary',
        status: { phase: 'Failed' },
      },
    ],
    [
      'a HelmRelease that is not ready',
      'Degraded',
      'upgrade failed',
      {
        apiVersion: 'helm.toolkit.fluxcd.io/v2',
        kind: 'HelmRelease',
        status: {
          conditions: [
            condition('Ready', 'False', 'UpgradeFailed', 'Helm upgrade failed'),
          ],
        },
      },
    ],
    [
      'an Application',
      'Missing',
      '',
      {
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'Application',
        status: { health: { status: 'Missing' } },
      },
    ],
    ['a ConfigMap', undefined, '', { apiVersion: 'v1', kind: 'ConfigMap' }],
    [
      'the Deployment of another group',
      undefined,
      '',
      { apiVersion: 'example.com/v1', kind: 'Deployment' },
    ],
  ])('tells of %s: %s', (_, status, message, sample) => {
    const health = statusOf(sample);
    expect(health?.status).toBe(status);
    expect((health?.message ?? '').toLowerCase()).toContain(
      message.toLowerCase(),
    );
  });

  it('is total', () => {
    const kinds = fc.constantFrom(
      ['apps/v1', 'Deployment'],
      ['apps/v1', 'StatefulSet'],
      ['apps/v1', 'DaemonSet'],
      ['apps/v1', 'ReplicaSet'],
      ['v1', 'Pod'],
      ['v1', 'Service'],
      ['batch/v1', 'Job'],
      ['batch/v1', 'CronJob'],
      ['argoproj.io/v1alpha1', 'Rollout'],
      ['argoproj.io/v1alpha1', 'Application'],
      ['flagger.app/v1beta1', 'Canary'],
      ['helm.toolkit.fluxcd.io/v2', 'HelmRelease'],
    );
    const parts = fc.dictionary(
      fc.constantFrom(
        'replicas',
        'conditions',
        'phase',
        'containers',
        'containerStatuses',
        'health',
        'suspend',
        'paused',
      ),
      fc.anything(),
    );
    fc.assert(
      fc.property(kinds, parts, parts, ([apiVersion, kind], spec, status) => {
        const object = liveObjectOf(
          { metadata: { name: 'x' }, spec, status },
          { apiVersion, kind },
        );
        expect(() => object && healthOf(object)).not.toThrow();
      }),
    );
  });
});
