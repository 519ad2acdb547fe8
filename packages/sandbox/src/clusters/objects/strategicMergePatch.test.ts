import fc from 'fast-check';
import { mergePatch } from './mergePatch';
import { strategicMergePatch } from './strategicMergePatch';

describe('strategicMergePatch', () => {
  const podSpec = {
    containers: [
      { name: 'app', image: 'shop:1', env: [{ name: 'A', value: '1' }] },
      { name: 'proxy', image: 'proxy:1' },
    ],
    tolerations: [{ key: 'a' }],
  };

  it('merges lists by the key of their items, and replaces those without', () => {
    expect(
      strategicMergePatch(podSpec, {
        containers: [
          { name: 'app', image: 'shop:2', env: [{ name: 'B', value: '2' }] },
          { name: 'proxy', $patch: 'delete' },
          { name: 'new', image: 'new:1' },
        ],
        tolerations: [{ key: 'b' }],
      }),
    ).toEqual({
      containers: [
        {
          name: 'app',
          image: 'shop:2',
          env: [
            { name: 'A', value: '1' },
            { name: 'B', value: '2' },
          ],
        },
        { name: 'new', image: 'new:1' },
      ],
      tolerations: [{ key: 'b' }],
    });
  });

  it('follows the directives that kubectl sends', () => {
    expect(
      strategicMergePatch(
        {
          metadata: { finalizers: ['a', 'b'] },
          spec: { ...podSpec, strategy: { type: 'RollingUpdate', more: {} } },
        },
        {
          metadata: { '$deleteFromPrimitiveList/finalizers': ['a'] },
          spec: {
            '$setElementOrder/containers': [{ name: 'proxy' }, { name: 'app' }],
            containers: [{ name: 'proxy', image: 'proxy:2' }],
            strategy: { $retainKeys: ['type'], type: 'Recreate' },
            tolerations: null,
          },
        },
      ),
    ).toEqual({
      metadata: { finalizers: ['b'] },
      spec: {
        containers: [
          { name: 'proxy', image: 'proxy:2' },
          podSpec.containers[0],
        ],
        strategy: { type: 'Recreate' },
      },
    });
  });

  it('is a merge patch where there are no lists', () => {
    const leaf = fc.oneof(fc.string(), fc.integer(), fc.constant(null));
    const { tree } = fc.letrec(tie => ({
      tree: fc.dictionary(
        fc.constantFrom('a', 'b', 'c'),
        fc.oneof({ depthSize: 'small' }, leaf, tie('tree')),
      ),
    }));
    fc.assert(
      fc.property(tree, tree, (target, patch) => {
        const before = structuredClone([target, patch]);
        expect(strategicMergePatch(target, patch)).toEqual(
          mergePatch(target, patch),
        );
        expect([target, patch]).toEqual(before);
      }),
    );
  });
});
