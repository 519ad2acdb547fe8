import fc from 'fast-check';
import { stringify } from 'yaml';
import { ManifestProblem } from '../../manifests/ManifestProblem';
import { locateScalar } from '../../manifests/yaml/ScalarPlace';
import { YamlFile } from '../../manifests/yaml/YamlFile';
import { mergePatch } from './mergePatch';
import { mapLeaves, plainOf, Sourced, sourcedOf } from './Sourced';

function sourced(path: string, value: unknown): Sourced {
  const file = YamlFile.parse({ path, content: stringify(value) });
  return sourcedOf(file.valueOf(0), { text: { file }, document: 0, path: [] });
}

function merged(base: unknown, patch: unknown): Sourced {
  return mergePatch({
    base: sourced('base.yaml', base),
    patch: sourced('patch.yaml', patch),
    strategic: true,
    file: 'patch.yaml',
  });
}

const key = fc.constantFrom('a', 'b', 'c', 'env');
const map = fc.letrec(tie => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.integer(),
    fc.string({ minLength: 1 }),
    tie('map'),
    fc.uniqueArray(
      fc.record({ name: fc.constantFrom('x', 'y', 'z'), value: fc.integer() }),
      { selector: ({ name }) => name, maxLength: 3 },
    ),
  ),
  map: fc.dictionary(key, tie('value'), { maxKeys: 3 }),
})).map;

describe('mergePatch', () => {
  it('changes nothing when it says the same or nothing, and nothing more when it is applied again', () => {
    fc.assert(
      fc.property(map, map, (base, patch) => {
        expect(plainOf(merged(base, base))).toEqual(base);
        expect(plainOf(merged(base, {}))).toEqual(base);
        const once = plainOf(merged(base, patch));
        expect(plainOf(merged(once, patch))).toEqual(once);
      }),
    );
  });

  it('knows of each value where it is written', () => {
    fc.assert(
      fc.property(map, map, (base, patch) => {
        mapLeaves(merged(base, patch), leaf => {
          const { origin, value } = leaf;
          if (origin.type !== 'scalar') throw new Error('has no place');
          const place = locateScalar(origin.file, origin.document, origin.path);
          expect(place?.node.value).toBe(value);
          return leaf;
        });
      }),
    );
  });

  it('merges items by their names, removes what is null, and keeps the rest', () => {
    const base = {
      a: 1,
      b: 2,
      env: [
        { name: 'x', value: 1 },
        { name: 'y', value: 2 },
      ],
      args: ['p', 'q'],
    };
    const patch = {
      a: null,
      env: [
        { name: 'y', value: 3 },
        { name: 'z', value: 4 },
      ],
      args: ['r'],
    };
    expect(plainOf(merged(base, patch))).toEqual({
      b: 2,
      env: [
        { name: 'x', value: 1 },
        { name: 'y', value: 3 },
        { name: 'z', value: 4 },
      ],
      args: ['r'],
    });
  });

  it('refuses what it does not follow', () => {
    expect(() => merged({ a: {} }, { a: { $patch: 'replace' } })).toThrow(
      ManifestProblem,
    );
  });
});
