import { Promotion } from '@fairlead/backstage-plugin-gitops-common';
import { isSettledMatter } from './isSettledMatter';

const version = (tag: string) => ({ images: [{ name: 'orders', tag }] });

const promotion = (
  [from, to]: [string, string],
  state: Promotion['state'] = 'succeeded',
  kind: Promotion['kind'] = 'promotion',
) => ({
  kind,
  state,
  plan: {
    entityRef: 'component:default/orders',
    from: 'staging',
    to: 'prod',
    repoUrl: '',
    baseBranch: '',
    baseSha: '',
    targets: [],
    fromVersion: version(from),
    toVersion: version(to),
    edits: [],
    files: [],
    blockers: [],
    fingerprint: '',
  },
});

describe('what automatic promotion leaves alone', () => {
  it.each<[string, ReturnType<typeof promotion>[], boolean]>([
    ['nothing was done before', [], false],
    ['it is under way', [promotion(['1', '2'], 'open')], true],
    ['a person has closed it', [promotion(['1', '2'], 'closed')], true],
    [
      'a person has closed it, and another one has made it since',
      [promotion(['1', '3']), promotion(['1', '2'], 'closed')],
      false,
    ],
    ['another one has taken its place', [promotion(['2', '3'])], true],
    [
      'others have taken its place, one after the other',
      [promotion(['3', '4']), promotion(['2', '3'])],
      true,
    ],
    [
      'it was brought, and another one after it',
      [promotion(['1', '3']), promotion(['0', '2'])],
      true,
    ],
    [
      'it has failed and was rolled back, which people have lifted the veto of',
      [
        promotion(['2', '1'], 'succeeded', 'rollback'),
        promotion(['1', '2'], 'failed'),
      ],
      false,
    ],
    [
      'a rollback is under way',
      [promotion(['3', '1'], 'open', 'rollback')],
      true,
    ],
    ['a hotfix waits', [promotion(['1', '1.1'], 'queued', 'hotfix')], true],
  ])('when %s', (_, past, expected) => {
    expect(isSettledMatter(past, version('2'))).toBe(expected);
  });

  it('lets two environments that come before not take turns', () => {
    const past: ReturnType<typeof promotion>[] = [];
    let live = '1';
    for (const candidate of ['2', '1', '2', '1']) {
      if (live !== candidate && !isSettledMatter(past, version(candidate))) {
        past.unshift(promotion([live, candidate]));
        live = candidate;
      }
    }
    expect([live, past.length]).toEqual(['2', 1]);
  });
});
