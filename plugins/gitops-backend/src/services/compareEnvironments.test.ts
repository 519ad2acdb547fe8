import { storedTarget } from './__testUtils__/storedTarget';
import { compareEnvironments } from './compareEnvironments';
import { promotionAllowance } from './promotionAllowance';

const dev = {
  name: 'dev',
  title: 'Development',
  tier: 'development' as const,
  after: [],
};
const staging = {
  name: 'staging',
  title: 'Staging',
  tier: 'staging' as const,
  after: ['dev'],
};
const at = (tag: string, rest = {}) => [
  storedTarget({ name: 'orders', tag, ...rest }),
];

describe('comparison of two environments', () => {
  it('tells same, behind and unknown apart', () => {
    const compare = (from: string, to: string) =>
      compareEnvironments({
        from: 'dev',
        fromTargets: at(from),
        toTargets: at(to),
      });
    expect(compare('1.5.0', '1.5.0').relation).toBe('same');
    expect(compare('1.5.0', '1.4.2')).toEqual({
      from: 'dev',
      relation: 'behind',
      summary: '1.4.2 → 1.5.0',
    });
    expect(
      compareEnvironments({ from: 'dev', fromTargets: [], toTargets: at('1') })
        .relation,
    ).toBe('unknown');
  });

  it('ignores an image that only one of them has', () => {
    const withSidecar = at('1.5.0');
    withSidecar[0].status.version.images.push({ name: 'envoy', tag: '9' });
    expect(
      compareEnvironments({
        from: 'dev',
        fromTargets: withSidecar,
        toTargets: at('1.5.0'),
      }).relation,
    ).toBe('same');
  });
});

describe('whether a promotion can be requested', () => {
  const allowance = (
    options: Partial<Parameters<typeof promotionAllowance>[0]>,
  ) => {
    const fromTargets = options.fromTargets ?? at('1.5.0');
    const toTargets = options.toTargets ?? at('1.4.2');
    return promotionAllowance({
      from: dev,
      to: staging,
      comparison: compareEnvironments({ from: 'dev', fromTargets, toTargets }),
      active: undefined,
      permitted: { allowed: true },
      ...options,
      fromTargets,
      toTargets,
    });
  };

  it('allows a newer version that is healthy where it comes from', () => {
    expect(allowance({})).toEqual({ allowed: true });
  });

  it.each([
    [{ permitted: { allowed: false, why: 'You lack it.' } }, /You lack it/],
    [{ fromTargets: [] }, /Nothing is deployed in Development/],
    [{ toTargets: [] }, /no target in Staging/],
    [{ fromTargets: at('1.5.0', { health: 'Degraded' }) }, /Degraded/],
    [{ toTargets: at('1.5.0') }, /already runs 1\.5\.0/],
    [
      {
        fromTargets: at('1.5.0', {
          unreachable: { since: '', message: 'no route', fault: 'network' },
        }),
      },
      /can't be read now: no route/,
    ],
  ])('refuses with the reason: %j', (options, why) => {
    expect(allowance(options)).toEqual({
      allowed: false,
      why: expect.stringMatching(why),
    });
  });
});
