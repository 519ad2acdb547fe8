import {
  RolloutAnalysis,
  RolloutStatus,
  TargetStatus,
} from '@fairlead/backstage-plugin-gitops-common';
import { factsOf, rollout } from './__testUtils__/facts';
import { Facts } from './Facts';
import { findProblems } from './findProblems';
import { rankFindings } from './rankFindings';

function rank(facts: Facts) {
  return rankFindings(findProblems(facts));
}

function ofStatus(status: Partial<TargetStatus>) {
  return rank(factsOf({ status }));
}

function ofRollout(rest: Partial<RolloutStatus>) {
  return rank(factsOf({ rollouts: [rollout(rest)] }));
}

/** As the sample of a failed background analysis. */
const failedAnalysis: RolloutAnalysis = {
  name: 'orders-7d4f-2',
  type: 'background',
  templates: ['success-rate'],
  phase: 'Failed',
  message:
    'Metric "success-rate" assessed Failed due to failed (2) > failureLimit (1)',
  finishedAt: '2026-11-24T09:45:00Z',
  metrics: [
    {
      name: 'success-rate',
      phase: 'Failed',
      successful: 1,
      failed: 2,
      inconclusive: 0,
      errors: 0,
      failureLimit: 1,
      condition: 'result[0] >= 0.95',
      measurements: [
        { phase: 'Failed', value: '[0.82]' },
        { phase: 'Successful', value: '[0.99]' },
      ],
    },
  ],
};

describe('rollouts', () => {
  it('explain an abort by the analysis, with value and limit', () => {
    expect(
      ofRollout({
        state: 'aborted',
        phase: 'Degraded',
        aborted: {
          since: '2026-11-24T09:46:00Z',
          message:
            'RolloutAborted: Rollout aborted update to revision 2: Metric "success-rate" assessed Failed due to failed (2) > failureLimit (1)',
        },
        analyses: [failedAnalysis],
      }),
    ).toMatchObject([
      {
        rule: 'analysis-failed',
        severity: 'error',
        title: 'The analysis of the new version failed: success-rate',
        since: '2026-11-24T09:45:00Z',
        explanation:
          'The analysis orders-7d4f-2 of Rollout orders ended as Failed. success-rate was [0.82] where result[0] >= 0.95 is wanted (2 failed, 1 may).',
        resource: { group: 'argoproj.io', kind: 'Rollout', name: 'orders' },
      },
      {
        rule: 'rollout-aborted',
        severity: 'warning',
        since: '2026-11-24T09:46:00Z',
      },
    ]);
  });

  it('tell an analysis that could not measure or decide', () => {
    const analysis = (phase: 'Error' | 'Inconclusive', message: string) => ({
      ...failedAnalysis,
      phase,
      metrics: [
        {
          ...failedAnalysis.metrics[0],
          phase,
          measurements: [{ phase, message }],
        },
      ],
    });
    expect(
      ofRollout({
        state: 'degraded',
        phase: 'Degraded',
        analyses: [
          analysis('Error', 'Get "http://prometheus:9090": no such host'),
        ],
      })[0],
    ).toMatchObject({
      title: 'The analysis could not measure: success-rate',
      explanation: expect.stringContaining('no such host'),
    });
    expect(
      ofRollout({
        state: 'waiting',
        phase: 'Paused',
        pause: { reason: 'InconclusiveAnalysisRun', message: 'It waits.' },
        analyses: [analysis('Inconclusive', '')],
      }).map(({ rule, severity }) => [rule, severity]),
    ).toEqual([
      ['analysis-failed', 'warning'],
      ['rollout-waiting', 'info'],
    ]);
  });

  it('count the checks of a canary', () => {
    const failedChecks = { count: 5, limit: 5 };
    expect(
      ofRollout({ controller: 'flagger', state: 'aborted', failedChecks })[0],
    ).toMatchObject({
      rule: 'analysis-failed',
      severity: 'error',
      explanation: expect.stringMatching(/^5 checks .* at 5 it goes back/),
    });
    expect(ofRollout({ failedChecks: { count: 1, limit: 5 } })).toMatchObject([
      { severity: 'warning' },
    ]);
  });

  it('say that they wait for somebody, and are silent when they do not', () => {
    expect(
      ofRollout({
        state: 'waiting',
        phase: 'Paused',
        step: { index: 1, total: 8 },
        pause: {
          reason: 'CanaryPauseStep',
          message: 'It goes on when somebody promotes it.',
          since: '2026-11-24T09:00:00Z',
        },
      }),
    ).toMatchObject([
      {
        rule: 'rollout-waiting',
        severity: 'info',
        since: '2026-11-24T09:00:00Z',
        explanation: expect.stringContaining('at step 2 of 8'),
      },
    ]);
    const until = '2026-11-24T11:00:00Z';
    expect(
      ofRollout({
        state: 'paused',
        pause: { reason: 'CanaryPauseStep', message: 'A while.', until },
      }),
    ).toEqual([]);
    expect(ofRollout({ state: 'stable', analyses: [failedAnalysis] })).toEqual(
      [],
    );
  });

  it('say that their spec is not valid', () => {
    expect(
      ofRollout({
        state: 'degraded',
        phase: 'Degraded',
        message:
          'InvalidSpec: The Rollout "orders" is invalid: spec.strategy.canary.steps[0].setWeight: Invalid value: 200: SetWeight needs to be between 0 and 100',
      })[0],
    ).toMatchObject({
      severity: 'error',
      explanation: expect.stringContaining('between 0 and 100'),
    });
  });
});

describe('the status', () => {
  it('says that it is suspended, and hides no trouble by it', () => {
    expect(ofStatus({ suspended: true })).toMatchObject([
      { rule: 'suspended', severity: 'info' },
    ]);
    expect(
      ofStatus({ suspended: true, health: { status: 'Degraded' } }).map(
        ({ rule }) => rule,
      ),
    ).toEqual(['unhealthy', 'suspended']);
  });

  it('says that it may be old', () => {
    expect(
      ofStatus({ stale: 'The controller does not answer.' }),
    ).toMatchObject([{ rule: 'stale', severity: 'warning' }]);
    expect(
      rank(
        factsOf({
          target: {
            unreachable: {
              since: '2026-11-24T09:00:00Z',
              message: 'The cluster hub does not answer',
              fault: 'cluster',
            },
          },
        }),
      ),
    ).toMatchObject([
      {
        rule: 'unreachable',
        since: '2026-11-24T09:00:00Z',
        explanation: expect.stringContaining('does not answer.'),
      },
    ]);
  });

  it('says when a deletion does not end', () => {
    expect(ofStatus({ deletingSince: '2026-11-24T09:55:00Z' })).toEqual([]);
    expect(ofStatus({ deletingSince: '2026-11-24T09:30:00Z' })).toMatchObject([
      {
        rule: 'deletion-stuck',
        link: { title: 'Kubernetes: Finalizers' },
      },
    ]);
  });

  it.each<[Partial<TargetStatus>, string | undefined]>([
    [
      { autoSync: { enabled: false, prune: false, selfHeal: false } },
      'automatic sync is off',
    ],
    [
      { autoSync: { enabled: true, prune: true, selfHeal: false } },
      'acts on new commits only',
    ],
    [{ autoSync: { enabled: true, prune: true, selfHeal: true } }, undefined],
    [
      {
        autoSync: { enabled: false, prune: false, selfHeal: false },
        operation: { phase: 'Running' },
      },
      undefined,
    ],
    [
      {
        autoSync: { enabled: true, prune: false, selfHeal: true },
        drift: [
          { group: '', kind: 'Service', name: 'old', difference: 'extra' },
        ],
      },
      'is not allowed to remove',
    ],
  ])('says why nobody will revert drift: %j', (status, why) => {
    const found = ofStatus({
      sync: { status: 'OutOfSync' },
      drift: [
        {
          group: 'apps',
          kind: 'Deployment',
          name: 'orders',
          difference: 'changed',
        },
      ],
      ...status,
    });
    expect(found.map(({ rule }) => rule)).toEqual(
      why ? ['drift-unattended'] : [],
    );
    expect(found[0]?.explanation ?? '').toContain(why ?? '');
  });

  it('says that nothing is there, when nothing says more', () => {
    expect(ofStatus({ health: { status: 'Missing' } })).toMatchObject([
      { rule: 'unhealthy', title: 'Nothing of it is there' },
    ]);
  });

  it('links to the page of the engine, and not to that of the service', () => {
    const links = [
      { title: 'shop.example.com', url: 'https://shop.example.com' },
      {
        title: 'Argo CD',
        url: 'https://cd.example.com/applications/argocd/orders',
      },
    ];
    expect(ofStatus({ links, health: { status: 'Degraded' } })[0].link).toEqual(
      links[1],
    );
  });
});
