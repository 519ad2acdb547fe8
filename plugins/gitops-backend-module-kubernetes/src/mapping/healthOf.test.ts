import { mapped } from '../__testUtils__/workloads';

type Changes = Parameters<typeof mapped>[1];
type Row = [status: string, message: string | undefined, changes: Changes];

const exceeded = {
  type: 'Progressing',
  status: 'False',
  reason: 'ProgressDeadlineExceeded',
  message: 'ReplicaSet "orders-6c" has timed out progressing.',
  lastTransitionTime: '2026-10-02T08:30:00Z',
};
const unobserved = { metadata: { generation: 99 } };

describe('health of a Deployment', () => {
  it.each<Row>([
    ['Healthy', undefined, {}],
    [
      'Healthy',
      'It is scaled to zero',
      {
        spec: { replicas: 0 },
        status: { replicas: 0, updatedReplicas: 0, availableReplicas: 0 },
      },
    ],
    [
      'Progressing',
      'Kubernetes has not looked at the newest Deployment yet',
      unobserved,
    ],
    [
      'Progressing',
      '1 of 3 pods have the newest version',
      { status: { updatedReplicas: 1 } },
    ],
    ['Progressing', '1 old pods have yet to end', { status: { replicas: 4 } }],
    [
      'Progressing',
      '2 of 3 pods are available',
      { status: { availableReplicas: 2 } },
    ],
    ['Suspended', 'The Deployment is paused', { spec: { paused: true } }],
    ['Degraded', exceeded.message, { status: { conditions: [exceeded] } }],
  ])('is %s: %s', (status, message, changes) => {
    const health = mapped('Deployment', changes)?.health;
    expect([health?.status, health?.message]).toEqual([status, message]);
  });

  it('is of one pod where nothing says how many, and progressing before all', () => {
    expect(
      mapped('Deployment', { spec: { replicas: null }, status: null })?.health,
    ).toMatchObject({ status: 'Progressing' });
  });

  it('says what is not well, and of a deadline since when', () => {
    const status = mapped('Deployment', {
      status: {
        conditions: [
          exceeded,
          {
            type: 'ReplicaFailure',
            status: 'True',
            reason: 'FailedCreate',
            message: 'exceeded quota: pods',
          },
          { type: 'Available', status: 'False', message: 'too few' },
        ],
      },
    });
    expect(status?.health.since).toBe('2026-10-02T08:30:00Z');
    expect(
      status?.conditions
        .slice(1)
        .map(({ type, severity, concerns }) => [type, severity, concerns]),
    ).toEqual([
      ['Progressing ProgressDeadlineExceeded', 'error', 'health'],
      ['ReplicaFailure FailedCreate', 'error', 'health'],
      ['Available', 'warning', 'health'],
    ]);
  });
});

describe('health of a StatefulSet', () => {
  const partition = (count: number) => ({
    updateStrategy: {
      type: 'RollingUpdate',
      rollingUpdate: { partition: count },
    },
  });
  const onDelete = { updateStrategy: { type: 'OnDelete' } };

  it.each<Row>([
    ['Healthy', undefined, {}],
    [
      'Progressing',
      'Kubernetes has not looked at the newest StatefulSet yet',
      unobserved,
    ],
    ['Progressing', '2 of 3 pods are ready', { status: { readyReplicas: 2 } }],
    [
      'Progressing',
      '1 of 3 pods have the newest version',
      { status: { updateRevision: 'queue-8', updatedReplicas: 1 } },
    ],
    [
      'Progressing',
      '0 of 1 pods have the newest version',
      { spec: partition(2), status: { updatedReplicas: 0 } },
    ],
    [
      'Healthy',
      undefined,
      {
        spec: partition(2),
        status: { updateRevision: 'queue-8', updatedReplicas: 1 },
      },
    ],
    [
      'Healthy',
      undefined,
      { spec: onDelete, status: { updateRevision: 'queue-8' } },
    ],
  ])('is %s: %s', (status, message, changes) => {
    const health = mapped('StatefulSet', changes)?.health;
    expect([health?.status, health?.message]).toEqual([status, message]);
  });

  it.each([
    [partition(2), 'The first 2 pods keep the version before'],
    [onDelete, 'until somebody deletes them'],
  ])('says that pods keep the version before', (spec, message) => {
    const status = { updateRevision: 'queue-8' };
    const conditions = mapped('StatefulSet', { spec, status })?.conditions;
    expect(conditions?.[1]).toMatchObject({
      type: 'OldVersionKept',
      message: expect.stringContaining(message),
    });
  });
});

describe('health of a DaemonSet', () => {
  it.each<Row>([
    ['Healthy', undefined, {}],
    [
      'Progressing',
      'Kubernetes has not looked at the newest DaemonSet yet',
      unobserved,
    ],
    [
      'Progressing',
      '3 of 4 pods have the newest version',
      { status: { updatedNumberScheduled: 3 } },
    ],
    [
      'Progressing',
      '1 of 4 pods are available',
      { status: { numberAvailable: 1 } },
    ],
    [
      'Healthy',
      undefined,
      {
        spec: { updateStrategy: { type: 'OnDelete' } },
        status: { updatedNumberScheduled: 0 },
      },
    ],
    [
      'Healthy',
      'No node is to run it',
      {
        status: {
          desiredNumberScheduled: 0,
          updatedNumberScheduled: 0,
          numberAvailable: 0,
        },
      },
    ],
  ])('is %s: %s', (status, message, changes) => {
    const health = mapped('DaemonSet', changes)?.health;
    expect([health?.status, health?.message]).toEqual([status, message]);
  });
});

describe('health of a CronJob', () => {
  it.each<Row>([
    ['Healthy', 'It ran last at 2026-10-02T03:00:00Z', {}],
    ['Healthy', 'It has not run yet', { status: null }],
    ['Suspended', 'The CronJob is suspended', { spec: { suspend: true } }],
    [
      'Progressing',
      'It is running, since 2026-10-02T03:00:00Z',
      { status: { active: [{}] } },
    ],
    [
      'Degraded',
      'Its last run, at 2026-10-02T03:00:00Z, did not succeed',
      { status: { lastSuccessfulTime: '2026-10-01T03:04:00Z' } },
    ],
    [
      'Degraded',
      'Its last run, at 2026-10-02T03:00:00Z, did not succeed',
      { status: { lastSuccessfulTime: null } },
    ],
  ])('is %s: %s', (status, message, changes) => {
    const health = mapped('CronJob', changes)?.health;
    expect([health?.status, health?.message]).toEqual([status, message]);
  });
});
