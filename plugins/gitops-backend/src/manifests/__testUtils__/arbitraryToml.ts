import fc from 'fast-check';
import { YamlPath } from '../yaml/YamlPath';

/** A TOML file in a style that people write, and where its scalars are. */
export interface GeneratedToml {
  content: string;
  leaves: Array<{ path: YamlPath; literal: boolean }>;
}

interface Value {
  written: string;
  literal?: boolean;
  /** For lists and inline tables. */
  inner?: Array<[string | number, Value]>;
}

const scalar: fc.Arbitrary<Value> = fc.oneof(
  fc
    .stringMatching(/^[ !#-&(-Z\]-z|~]{0,10}$/)
    .filter(value => !/\$\{|\{\{/.test(value))
    .chain(value =>
      fc.constantFrom({ written: `"${value}"` }, { written: `'${value}'` }),
    ),
  fc.constantFrom(
    { written: '"a\\"b # \\u0041\\t"' },
    { written: "'C:\\path'" },
    { written: '"ghcr.io/acme/orders:1.4.2"' },
    { written: '1_000', literal: true },
    { written: '0x1F', literal: true },
    { written: '-1.5e3', literal: true },
    { written: 'true', literal: true },
    { written: '2026-01-02T03:04:05Z', literal: true },
    { written: 'inf', literal: true },
  ),
);
const value: fc.Arbitrary<Value> = fc.oneof(
  { weight: 4, arbitrary: scalar },
  {
    weight: 1,
    arbitrary: fc.array(scalar, { minLength: 1, maxLength: 3 }).chain(items =>
      fc.constantFrom(', ', ',', ',\n  # in a list\n  ').map(comma => ({
        written: `[${items.map(({ written }) => written).join(comma)}]`,
        inner: items.map((item, index): [number, Value] => [index, item]),
      })),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.array(scalar, { minLength: 1, maxLength: 3 }).map(items => ({
      written: `{ ${items.map(({ written }, at) => `i${at} = ${written}`).join(', ')} }`,
      inner: items.map((item, at): [string, Value] => [`i${at}`, item]),
    })),
  },
);
const line = fc.record({
  value,
  space: fc.constantFrom('=', ' = ', '\t=  '),
  comment: fc.constantFrom('', ' # keep "this" = 1', '\t#'),
  blank: fc.boolean(),
  dotted: fc.boolean(),
});
const table = fc.record({
  kind: fc.constantFrom('table' as const, 'list' as const, 'quoted' as const),
  lines: fc.array(line, { maxLength: 4 }),
});

/** Tables, lists of tables, dotted and quoted keys, all kinds of values, comments and CRLF. */
export const arbitraryToml: fc.Arbitrary<GeneratedToml> = fc
  .record({
    top: fc.array(line, { minLength: 1, maxLength: 4 }),
    tables: fc.array(table, { maxLength: 3 }),
    crlf: fc.boolean(),
    end: fc.boolean(),
  })
  .map(({ top, tables, crlf, end }) => {
    const leaves: GeneratedToml['leaves'] = [];
    const lines: string[] = [];
    let list = 0;
    const add = (items: typeof top, base: YamlPath) =>
      items.forEach((item, index) => {
        const path = item.dotted
          ? [...base, `d${index}`, 'x-y']
          : [...base, `k${index}`];
        const name = item.dotted ? `d${index}."x-y"` : `k${index}`;
        if (item.blank) lines.push('', '# about the next');
        lines.push(name + item.space + item.value.written + item.comment);
        leaves.push(...leavesOf(item.value, path));
      });
    add(top, []);
    tables.forEach(({ kind, lines: items }, index) => {
      if (kind === 'list') {
        lines.push('[[list]]');
        add(items, ['list', list++]);
      } else if (kind === 'quoted') {
        lines.push(`[t${index}."a.b"]`);
        add(items, [`t${index}`, 'a.b']);
      } else {
        lines.push(`[ t${index}.sub ] # head`);
        add(items, [`t${index}`, 'sub']);
      }
    });
    const text = lines.join('\n') + (end ? '\n' : '');
    return { content: crlf ? text.replace(/\n/g, '\r\n') : text, leaves };
  });

function leavesOf(item: Value, path: YamlPath): GeneratedToml['leaves'] {
  return item.inner
    ? item.inner.flatMap(([step, inner]) => leavesOf(inner, [...path, step]))
    : [{ path, literal: item.literal ?? false }];
}
