import fc from 'fast-check';
import { statusOf } from './__testUtils__/planStory';
import { splitIntoWaves } from './splitIntoWaves';

function target(id: string, cluster?: string) {
  return {
    id,
    status: statusOf({
      name: id,
      ...(cluster && { destination: { name: cluster } }),
    }),
  };
}

describe('splitIntoWaves', () => {
  it.each<[number, number[] | undefined, number[]]>([
    [10, [10, 30, 60], [1, 3, 6]],
    [500, [1, 4, 15, 30, 50], [5, 20, 75, 150, 250]],
    [3, [10, 30, 60], [1, 1, 1]],
    [2, [10, 30, 60], [1, 1]],
    [1, [10, 90], [1]],
    [7, undefined, [7]],
    [0, [50, 50], []],
  ])('cuts %j targets at %j percent', (count, percent, sizes) => {
    const targets = Array.from({ length: count }, (_, index) =>
      target(`t${String(index).padStart(3, '0')}`),
    );
    const waves = splitIntoWaves({
      targets,
      policy: percent && { percent },
    });
    expect(waves.map(wave => wave.length)).toEqual(sizes);
  });

  it('goes by cluster, by name or glob, and takes what none names last', () => {
    const targets = [
      target('d', 'us-2'),
      target('c', 'eu-canary'),
      target('b', 'eu-1'),
      target('a', 'asia-1'),
      // On the engine's own cluster, which is called hub.
      target('e'),
    ];
    const clusters = [['*-canary'], ['eu-*', 'us-2'], ['nowhere']];
    expect(splitIntoWaves({ targets, policy: { clusters } })).toEqual([
      ['c'],
      ['b', 'd'],
      ['a', 'e'],
    ]);
    expect(
      splitIntoWaves({ targets, policy: { clusters: [['hub']] } })[0],
    ).toEqual(['e']);
  });

  it('puts each target into one wave, whatever the shares and the order', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.stringMatching(/^[a-z0-9]{1,6}$/), { maxLength: 60 }),
        fc.array(fc.integer({ min: 1, max: 100 }), {
          minLength: 1,
          maxLength: 6,
        }),
        fc.nat(),
        (ids, percent, seed) => {
          const waves = splitIntoWaves({
            targets: ids.map(id => target(id)),
            policy: { percent },
          });
          expect(waves.flat()).toEqual([...ids].sort());
          expect(waves.every(wave => wave.length > 0)).toBe(true);
          expect(waves.length).toBe(Math.min(percent.length, ids.length));
          const turned = ids.map((_, at) => ids[(at + seed) % ids.length]);
          expect(
            splitIntoWaves({
              targets: turned.map(id => target(id)),
              policy: { percent },
            }),
          ).toEqual(waves);
        },
      ),
    );
  });
});
