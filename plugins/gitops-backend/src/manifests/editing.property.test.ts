import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { getStaticTOMLValue, parseTOML } from 'toml-eslint-parser';
import { parseAllDocuments } from 'yaml';
import { arbitraryJson } from './__testUtils__/arbitraryJson';
import { arbitraryToml } from './__testUtils__/arbitraryToml';
import { arbitraryYaml } from './__testUtils__/arbitraryYaml';
import { newValue } from './__testUtils__/newValues';
import {
  editValues,
  LocatedValue,
  locateValue,
  parseValueFile,
} from './values/ValueFile';
import { valueAt } from './valueAt';
import { YamlPath } from './yaml/YamlPath';

/** Values that are changed in each generated file: 10,000 and more in all. */
const PER_FILE = 4;
const FILES = { yaml: 900, json: 900, toml: 900 };

interface Leaf {
  path: YamlPath;
  document?: number;
}

/** Changes some of a file's values, one after the other; what is checked of each is the caller's. */
function editSome(options: {
  path: string;
  content: string;
  leaves: readonly Leaf[];
  picks: ReadonlyArray<{ pick: number; value: string }>;
  literal?: (leaf: Leaf) => string | undefined;
  check: (edit: { leaf: Leaf; value: string; result: string }) => void;
}): void {
  const { path, content, leaves, picks, check } = options;
  const file = parseValueFile({ path, content });
  for (const { pick, value: text } of picks) {
    const leaf = leaves[pick % leaves.length];
    const literal = options.literal?.(leaf);
    const value = literal ?? text;
    const place = locateValue({
      file,
      document: leaf.document ?? 0,
      path: leaf.path,
    });
    if (!place) {
      throw new Error(`nothing at ${leaf.path.join('.')}`);
    }
    const { content: result } = editValues(file, [
      { place, value, ...(literal !== undefined && { literal: true }) },
    ]);
    onlyBytesOf({ place, content, result });
    check({ leaf, value, result });
  }
}

function onlyBytesOf(options: {
  place: LocatedValue;
  content: string;
  result: string;
}): void {
  const { content, result } = options;
  const [start, end] = options.place.range;
  const rest = content.slice(end);
  const written = result.slice(start, result.length - rest.length);
  const same =
    result.startsWith(content.slice(0, start)) &&
    result.endsWith(rest) &&
    !/[\r\n]/.test(written);
  if (!same) {
    throw new Error(
      `${JSON.stringify(content)} became ${JSON.stringify(result)}`,
    );
  }
}

/** Whether two parsed files are the same but for one value, which is this. */
function differsOnly(options: {
  before: unknown;
  after: unknown;
  path: YamlPath;
  value: unknown;
}): void {
  const { before, after, path, value } = options;
  expect(valueAt(after, path)).toBe(value);
  const blank = (root: unknown) => {
    const parent: unknown = valueAt(root, path.slice(0, -1));
    if (typeof parent === 'object' && parent !== null) {
      Reflect.set(parent, String(path.at(-1)), 'same');
    }
    return root;
  };
  if (!isDeepStrictEqual(blank(after), blank(before))) {
    expect(after).toEqual(before);
  }
}

const picks = fc.array(fc.record({ pick: fc.nat(), value: newValue }), {
  minLength: PER_FILE,
  maxLength: PER_FILE,
});

describe('editing changes the bytes of a value and no other', () => {
  it('of YAML, as both of its dialects read it', () => {
    let edits = 0;
    fc.assert(
      fc.property(arbitraryYaml, picks, ({ content, leaves }, chosen) =>
        editSome({
          path: 'f.yaml',
          content,
          leaves,
          picks: chosen,
          check: ({ leaf, value, result }) => {
            edits += 1;
            for (const version of ['1.1', '1.2'] as const) {
              const parsed = parseAllDocuments(result, { version });
              const [document] = Array.isArray(parsed)
                ? parsed.slice(leaf.document)
                : [];
              expect(document.getIn(leaf.path)).toBe(value);
            }
          },
        }),
      ),
      { numRuns: FILES.yaml },
    );
    expect(edits).toBe(FILES.yaml * PER_FILE);
  });

  it('of JSON, as strict readers of JSON read it', () => {
    let edits = 0;
    fc.assert(
      fc.property(arbitraryJson, picks, ({ content, leaves }, chosen) =>
        editSome({
          path: 'f.json',
          content,
          leaves,
          picks: chosen,
          check: ({ leaf, value, result }) => {
            edits += 1;
            differsOnly({
              before: JSON.parse(content),
              after: JSON.parse(result),
              path: leaf.path,
              value,
            });
          },
        }),
      ),
      { numRuns: FILES.json },
    );
    expect(edits).toBe(FILES.json * PER_FILE);
  });

  it('of TOML', () => {
    let edits = 0;
    const read = (text: string): unknown => getStaticTOMLValue(parseTOML(text));
    fc.assert(
      fc.property(arbitraryToml, picks, ({ content, leaves }, chosen) =>
        editSome({
          path: 'f.toml',
          content,
          leaves,
          picks: chosen,
          check: ({ leaf, value, result }) => {
            edits += 1;
            differsOnly({
              before: read(content),
              after: read(result),
              path: leaf.path,
              value,
            });
          },
        }),
      ),
      { numRuns: FILES.toml },
    );
    expect(edits).toBe(FILES.toml * PER_FILE);
  });

  it('of numbers and booleans, which stay such', () => {
    const files = fc.oneof(
      arbitraryJson.map(file => ({ ...file, path: 'f.json' })),
      arbitraryToml.map(file => ({ ...file, path: 'f.toml' })),
    );
    fc.assert(
      fc.property(
        files,
        fc.constantFrom('7', '-2.5', 'true', '1e3'),
        ({ path, content, leaves }, value) =>
          editSome({
            path,
            content,
            leaves: leaves.some(({ literal }) => literal)
              ? leaves.filter(({ literal }) => literal)
              : leaves,
            picks: [{ pick: 0, value }],
            literal: leaf =>
              leaves.some(other => other.path === leaf.path && other.literal)
                ? value
                : undefined,
            check: ({ leaf, result }) => {
              const read: unknown =
                path === 'f.json'
                  ? JSON.parse(result)
                  : getStaticTOMLValue(parseTOML(result));
              const isLiteral = leaves.some(
                other => other.path === leaf.path && other.literal,
              );
              expect(valueAt(read, leaf.path)).toBe(
                isLiteral ? JSON.parse(value) : value,
              );
            },
          }),
      ),
      { numRuns: 200 },
    );
  });

  it('when several are changed at once, as when they are one by one', () => {
    const files = fc.oneof(
      arbitraryYaml.map(file => ({ ...file, path: 'f.yaml' })),
      arbitraryJson.map(file => ({ ...file, path: 'f.json' })),
      arbitraryToml.map(file => ({ ...file, path: 'f.toml' })),
    );
    fc.assert(
      fc.property(
        files,
        fc.array(newValue),
        ({ path, content, leaves }, values) => {
          const chosen = values
            .slice(0, leaves.length)
            .map((value, index) => ({ value, leaf: leaves[index] as Leaf }));
          const edit = (text: string, some: typeof chosen) => {
            const file = parseValueFile({ path, content: text });
            return editValues(
              file,
              some.flatMap(({ leaf, value }) => {
                const place = locateValue({
                  file,
                  document: leaf.document ?? 0,
                  path: leaf.path,
                });
                return place ? [{ place, value }] : [];
              }),
            ).content;
          };
          expect(edit(content, chosen)).toBe(
            chosen.reduce((text, each) => edit(text, [each]), content),
          );
        },
      ),
      { numRuns: 150 },
    );
  });
});
