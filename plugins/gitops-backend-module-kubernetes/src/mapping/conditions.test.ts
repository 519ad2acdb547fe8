import { mapped } from '../__testUtils__/workloads';

const exceeded = {
  type: 'Progressing',
  status: 'False',
  reason: 'ProgressDeadlineExceeded',
  message: 'ReplicaSet "orders-6c" has timed out progressing.',
  lastTransitionTime: '2026-10-02T08:30:00Z',
};
const onDelete = { updateStrategy: { type: 'OnDelete' } };
const partition = (count: number) => ({
  updateStrategy: {
    type: 'RollingUpdate',
    rollingUpdate: { partition: count },
  },
});

describe('what is said of a pushed workload', () => {
  it('is what is not well, and of a deadline since when', () => {
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
    expect(status?.health).toEqual({
      status: 'Degraded',
      message: exceeded.message,
      since: '2026-10-02T08:30:00Z',
    });
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

  it.each([
    ['StatefulSet', partition(2), 'The first 2 pods keep the version before'],
    ['StatefulSet', onDelete, 'until somebody deletes them'],
    ['DaemonSet', onDelete, 'until somebody deletes them'],
  ] as const)('is that pods of a %s stay (%j)', (kind, spec, message) => {
    const status = { updateRevision: 'queue-8', updatedNumberScheduled: 0 };
    expect(mapped(kind, { spec, status })).toMatchObject({
      health: { status: 'Healthy' },
      conditions: [
        { type: 'Pushed' },
        {
          type: 'OldVersionKept',
          severity: 'info',
          message: expect.stringContaining(message),
        },
      ],
    });
  });

  it.each([
    ['StatefulSet', partition(0)],
    ['StatefulSet', onDelete],
    ['DaemonSet', onDelete],
    ['DaemonSet', partition(2)],
  ] as const)('is nothing more where no pod of a %s stays', (kind, spec) => {
    expect(mapped(kind, { spec })?.conditions).toHaveLength(1);
  });
});
