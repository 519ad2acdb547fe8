import { TargetStatus } from '@fairlead/backstage-plugin-gitops-common';
import { storedTarget } from '../services/__testUtils__/storedTarget';
import { OutlookFacts, outlookOf } from './outlookOf';

const drifted: TargetStatus = {
  ...storedTarget({ name: 'orders-prod' }).status,
  sync: { status: 'OutOfSync' },
};
const automatic = { enabled: true, prune: true, selfHeal: true };
const flux = (
  kind: string,
  more: Partial<TargetStatus> = {},
): Partial<TargetStatus> => ({
  engine: 'flux',
  object: { ...drifted.object, kind },
  autoSync: automatic,
  ...more,
});
const failed = {
  type: 'Ready BuildFailed',
  severity: 'error' as const,
  message: 'kustomize build failed',
};

describe('outlookOf', () => {
  it.each<[string, Partial<TargetStatus>, string, Partial<OutlookFacts>?]>([
    [
      'nobody syncs by itself',
      { autoSync: { ...automatic, enabled: false } },
      'Nothing, until somebody syncs',
    ],
    ['self-heal', { autoSync: automatic }, 'will revert it by itself'],
    [
      'no self-heal',
      { autoSync: { ...automatic, selfHeal: false } },
      'until the next commit or until somebody syncs',
    ],
    [
      'retries given up',
      {
        autoSync: automatic,
        conditions: [
          {
            type: 'SyncError',
            severity: 'error',
            message: 'Failed last sync attempt to abc: denied.',
          },
        ],
      },
      'has given up on this revision (Failed last sync attempt to abc: denied)',
    ],
    [
      'a sync under way',
      { autoSync: automatic, operation: { phase: 'Running' } },
      'is at it now',
    ],
    ['suspended', flux('Kustomization', { suspended: true }), 'suspended'],
    [
      'being deleted',
      { deletingSince: '2026-11-24T00:00:00Z' },
      'is being deleted',
    ],
    [
      'Flux',
      flux('Kustomization'),
      'at its next look (every 10m)',
      { interval: '10m' },
    ],
    [
      'Flux that does not work',
      flux('Kustomization', { conditions: [failed] }),
      'kustomize build failed',
    ],
    [
      'Flux whose workloads are not well',
      flux('Kustomization', {
        conditions: [{ ...failed, concerns: 'health' }],
      }),
      'at its next look,',
    ],
    [
      'Helm without drift detection',
      flux('HelmRelease', { autoSync: { ...automatic, selfHeal: false } }),
      'its driftDetection is not "enabled"',
    ],
    [
      'resources that stay',
      {
        autoSync: { ...automatic, prune: false },
        drift: [
          { group: '', kind: 'ConfigMap', name: 'old', difference: 'extra' },
        ],
      },
      'One resource that Git has no more will stay',
    ],
    [
      'no engine',
      { sync: { status: 'Unknown', raw: 'Pushed' } },
      'stays until it is pushed again',
    ],
    ['nothing', {}, 'nothing to do', { drifted: false }],
  ])('says what happens: %s', (_, status, expected, facts = {}) => {
    const { sync } =
      facts.drifted === false
        ? { sync: { status: 'Synced' as const } }
        : drifted;
    expect(
      outlookOf(
        { ...drifted, sync, ...status },
        { title: 'Argo CD', drifted: true, comparedAll: true, ...facts },
      ),
    ).toContain(expected);
  });
});
