import {
  Deployment,
  PromotionState,
} from '@fairlead/backstage-plugin-gitops-common';
import { log, version } from './__testUtils__/deployment';
import { at } from './__testUtils__/lane';
import { lacksHotfix } from './lacksHotfix';

type Hotfix = Parameters<typeof lacksHotfix>[0]['hotfixes'][number];

function hotfix(tag: string, more: Partial<Hotfix> = {}): Hotfix {
  return {
    id: `fix-${tag}`,
    kind: 'hotfix',
    state: 'succeeded',
    to: 'prod',
    skips: ['qa', 'staging'],
    reason: 'CVE',
    links: {},
    createdAt: at(100).toISOString(),
    plan: { toVersion: version(tag) },
    ...more,
  };
}

const before: Array<Parameters<typeof log>[0]> = [
  { environment: 'staging', tag: '1.5.0', from: 0, verified: 30 },
  { environment: 'qa', tag: '1.4.3', from: 50, verified: 80 },
  { environment: 'prod', tag: '1.4.2', from: 0, to: 110, verified: 30 },
  { environment: 'prod', tag: '1.4.3', from: 110, verified: 140 },
];

function lacking(fix: Hotfix, deployments: Deployment[]): string[] {
  return [...lacksHotfix({ hotfixes: [fix], deployments }).keys()];
}

describe('environments that lack a hotfix', () => {
  it('are those that it skipped and that have not run it since', () => {
    // 1.5.0 is later, but it was there before the fix was.
    expect(
      lacksHotfix({ hotfixes: [hotfix('1.4.3')], deployments: log(...before) }),
    ).toEqual(
      new Map([
        [
          'staging',
          [
            {
              promotionId: 'fix-1.4.3',
              environment: 'prod',
              version: '1.4.3',
              reason: 'CVE',
            },
          ],
        ],
      ]),
    );
    expect(lacking(hotfix('1.4.3'), [])).toEqual(['qa', 'staging']);
  });

  it.each<[string, string, boolean]>([
    ['the same version', '1.4.3', false],
    ['a later version', '1.5.1', false],
    ['an earlier version', '1.4.1', true],
    ['a version that is not ordered', 'main-abc', true],
  ])('are told of %s that came since', (_, tag, lacks) => {
    const came = { environment: 'staging', tag, from: 200, to: 300 };
    const later = { environment: 'staging', tag: '1.0.0', from: 300 };
    expect(lacking(hotfix('1.4.3'), log(...before, came, later))).toEqual(
      lacks ? ['staging'] : [],
    );
  });

  it('have what the fixed environment has moved on to, and not what it came from', () => {
    const fix = hotfix('sha-2', { skips: ['staging'] });
    const deployments = (tag: string, failure?: string) =>
      log(
        { environment: 'prod', tag: 'sha-1', from: 0, to: 110 },
        { environment: 'prod', tag: 'sha-2', from: 110, to: 200 },
        { environment: 'prod', tag: 'sha-3', from: 200, to: 250, failure },
        { environment: 'prod', tag: 'sha-1', from: 250 },
        { environment: 'staging', tag, from: 150 },
      );
    expect(lacking(fix, deployments('sha-3'))).toEqual([]);
    expect(lacking(fix, deployments('sha-3', 'bad'))).toEqual(['staging']);
    expect(lacking(fix, deployments('sha-1'))).toEqual(['staging']);
    expect(lacking(fix, deployments('sha-4'))).toEqual(['staging']);
  });

  it('go by charts too', () => {
    const chart = (
      deployment: { environment: string; from: number },
      of: string,
    ) =>
      log({ ...deployment, tag: '7' }).map(each => ({
        ...each,
        version: { ...each.version, chart: { name: 'redis', version: of } },
      }));
    const fix = hotfix('7', {
      skips: ['staging'],
      plan: {
        toVersion: {
          ...version('7'),
          chart: { name: 'redis', version: '18.0.1' },
        },
      },
    });
    const came = { environment: 'staging', from: 200 };
    expect(lacking(fix, chart(came, '18.0.0'))).toEqual(['staging']);
    expect(lacking(fix, chart(came, '18.0.1'))).toEqual([]);
    expect(lacking(fix, chart(came, '18.1.0'))).toEqual([]);
  });

  it('are not asked of what is no hotfix in effect', () => {
    const none: Array<Partial<Hotfix>> = [
      { kind: 'promotion' },
      { links: { rolledBackBy: 'r-1' } },
      ...(['open', 'failed', 'closed'] as PromotionState[]).map(state => ({
        state,
      })),
    ];
    for (const more of none) {
      expect(lacking(hotfix('1.4.3', more), [])).toEqual([]);
    }
    expect(lacking(hotfix('1.4.3', { state: 'merged' }), [])).toHaveLength(2);
  });
});
