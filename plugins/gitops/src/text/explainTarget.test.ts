import { Target, TargetStatus } from '@fairlead/backstage-plugin-gitops-common';
import { aTarget } from '../__testUtils__/aTarget';
import { explainTarget } from './explainTarget';

const titles = (
  status: Partial<TargetStatus>,
  findings: Target['findings'] = [],
) =>
  explainTarget({
    ...aTarget({
      service: 'orders',
      environment: 'dev',
      cluster: 'platform',
      version: '1.0.0',
      sha: '8d3f0c1b5a2e4d6f7081929394a5b6c7d8e9f0a1',
      deployedAt: '2025-03-04T10:00:00.000Z',
      status,
    }),
    findings,
  }).map(({ severity, title }) => `${severity}: ${title}`);

describe('explainTarget', () => {
  it('is silent when all is well', () => {
    expect(titles({ operation: { phase: 'Succeeded' } })).toEqual([]);
  });

  it.each<[string, Partial<TargetStatus>, string[]]>([
    [
      'a sync under way, again',
      {
        sync: { status: 'OutOfSync' },
        operation: { phase: 'Running', retryCount: 2, initiatedBy: 'mara' },
      },
      ['info: Syncing again by mara, attempt 3'],
    ],
    [
      'a failed sync before what else is wrong',
      {
        stale: 'The engine has not looked for an hour.',
        health: { status: 'Progressing', message: '1 of 3' },
        operation: { phase: 'Failed', message: 'm' },
        conditions: [
          { type: 'SyncError', severity: 'error', message: 'm' },
          {
            type: 'OrphanedResourceWarning',
            severity: 'warning',
            message: 'n',
          },
        ],
      },
      [
        'error: The last sync failed',
        'warning: Orphaned resource warning',
        'warning: What is shown may be old',
        'info: Progressing',
      ],
    ],
    [
      'a difference that nobody will remove',
      {
        sync: { status: 'OutOfSync' },
        autoSync: { enabled: false, prune: false, selfHeal: false },
      },
      ['warning: Automatic sync is off'],
    ],
    [
      'a change by hand that stays',
      {
        sync: { status: 'OutOfSync' },
        autoSync: { enabled: true, prune: true, selfHeal: false },
        drift: [
          { group: '', kind: 'Secret', name: 's', difference: 'changed' },
        ],
      },
      ['info: Self-heal is off'],
    ],
    [
      'a deletion',
      { deletingSince: '2025-03-04T10:00:00.000Z' },
      ['warning: Application orders-dev is being deleted'],
    ],
  ])('tells of %s', (_, status, expected) => {
    expect(titles(status)).toEqual(expected);
  });

  it('leaves to one finding what being suspended leads to', () => {
    const suspended: Partial<TargetStatus> = {
      suspended: true,
      sync: { status: 'OutOfSync' },
      health: { status: 'Suspended', message: 'Before: applied' },
      stale: 'It is suspended.',
      autoSync: { enabled: false, prune: false, selfHeal: false },
    };
    expect(titles(suspended)).toHaveLength(3);
    expect(
      titles(suspended, [
        {
          rule: 'suspended',
          severity: 'info',
          title: 'It is suspended',
          explanation: 'Flux leaves it alone.',
          remedy: 'Resume it.',
        },
      ]),
    ).toEqual([]);
  });
});
