import { activePromotion } from './__testUtils__/activePromotion';
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
const active = activePromotion({ to: 'staging' });
const at = (tag: string, rest = {}) => [
  storedTarget({ name: 'orders', tag, ...rest }),
];

describe('comparison of two environments', () => {
  it('tells same, behind, ahead and unknown apart', () => {
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
    expect(compare('1.5.0', '1.5.1')).toEqual({
      from: 'dev',
      relation: 'ahead',
      summary: '1.5.1, not 1.5.0',
    });
    expect(compare('1.5.0-rc.1', '1.5.0').relation).toBe('ahead');
    // What has no order is behind: the other side runs something else.
    expect(compare('main-3f2a1c0', 'main-77b1aa2').relation).toBe('behind');
    expect(compare('1.5.0', 'main-77b1aa2').relation).toBe('behind');
    expect(
      compareEnvironments({ from: 'dev', fromTargets: [], toTargets: at('1') })
        .relation,
    ).toBe('unknown');
  });

  it('sees another version of the chart where the images are the same', () => {
    const withChart = (version: string, name = 'web') => {
      const [target] = at('1.5.0');
      target.status.version.chart = { name, version };
      return [target];
    };
    const compare = (
      fromTargets: ReturnType<typeof at>,
      toTargets: ReturnType<typeof at>,
    ) => compareEnvironments({ from: 'dev', fromTargets, toTargets });
    expect(compare(withChart('2.1.0'), withChart('2.0.4'))).toEqual({
      from: 'dev',
      relation: 'behind',
      summary: 'chart 2.0.4 → 2.1.0',
    });
    expect(compare(withChart('2.1.0'), withChart('2.1.0')).relation).toBe(
      'same',
    );
    // Charts of other names can't be compared, nor can one with none.
    expect(compare(withChart('2.1.0'), withChart('1.0.0', 'x')).relation).toBe(
      'same',
    );
    expect(compare(withChart('2.1.0'), at('1.5.0')).relation).toBe('same');
  });

  const running = (...tags: string[]) => {
    const [target] = at(tags[0]);
    target.status.version.images = tags.map(tag => ({
      name: 'ghcr.io/acme/orders',
      tag,
    }));
    return [target];
  };

  it.each([
    ['where it is going', ['5.1.0'], ['5.0.0', '5.1.0'], '5.0.0 → 5.1.0'],
    ['where it comes from', ['5.0.0', '5.1.0'], ['5.0.0'], '5.0.0 → 5.1.0'],
    ['on both sides', ['5.1.0', '5.2.0'], ['5.0.0', '5.1.0'], '5.0.0 → 5.2.0'],
    ['to another', ['5.2.0'], ['5.0.0', '5.1.0'], '5.0.0, 5.1.0 → 5.2.0'],
    ['of all', ['5.1.0', '5.2.0'], ['5.1.0'], '5.1.0 → 5.2.0'],
  ])(
    'tells only what is apart while a rollout runs: %s',
    (_, before, here, summary) => {
      expect(
        compareEnvironments({
          from: 'dev',
          fromTargets: running(...before),
          toTargets: running(...here),
        }),
      ).toEqual({ from: 'dev', relation: 'behind', summary });
    },
  );

  it('calls it the same when both roll out the same', () => {
    expect(
      compareEnvironments({
        from: 'dev',
        fromTargets: running('5.0.0', '5.1.0'),
        toTargets: running('5.1.0', '5.0.0'),
      }).relation,
    ).toBe('same');
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

  it.each([
    {},
    // Gates hold it up, and say so.
    { fromTargets: at('1.5.0', { health: 'Degraded' }) },
    { active, lane: 'supersede' as const },
    { active, lane: 'queue' as const },
    { active },
    { lane: 'reject' as const },
  ])('allows a newer version: %j', options => {
    expect(allowance(options)).toEqual({ allowed: true });
  });

  it.each([
    [{ permitted: { allowed: false, why: 'You lack it.' } }, /You lack it/],
    [{ fromTargets: [] }, /Nothing is deployed in Development/],
    [{ toTargets: [] }, /no target in Staging/],
    [
      { active, lane: 'reject' as const },
      /A promotion to Staging is under way, and no other is taken/,
    ],
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
