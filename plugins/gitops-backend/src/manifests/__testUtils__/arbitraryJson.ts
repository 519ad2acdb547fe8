import fc from 'fast-check';
import { YamlPath } from '../yaml/YamlPath';

/** A JSON file in a style that people and tools write, and where its scalars are. */
export interface GeneratedJson {
  content: string;
  leaves: Array<{ path: YamlPath; literal: boolean }>;
}

type Tree =
  | { kind: 'leaf'; written: string; literal: boolean }
  | { kind: 'list'; items: Tree[] }
  | { kind: 'map'; items: Array<[string, Tree]> };

const key = fc.oneof(
  fc.stringMatching(/^[a-zA-Z][\w.-]{0,6}$/),
  fc.constantFrom('a/b', 'x y', '<<', '#', '- k', 'tag', 'é', '"', '&a', '1'),
);
const text = fc.oneof(
  fc.stringMatching(/^[ -~]{0,12}$/).filter(value => !/\$\{|\{\{/.test(value)),
  fc.constantFrom('1.4.2', 'null', '# no', 'a: b', '✓', 'tab\there', 'line\n2'),
);
const leaf: fc.Arbitrary<Tree> = fc.oneof(
  text.map(value => ({
    kind: 'leaf' as const,
    written: JSON.stringify(value),
    literal: false,
  })),
  fc
    .constantFrom('"\\/"', '"\\u0041"', '"\\ud83d\\ude00"', '"\\b\\f"')
    .map(written => ({ kind: 'leaf' as const, written, literal: false })),
  fc
    .constantFrom(
      '1',
      '-0',
      '1.50',
      '1e3',
      '12345678901234567890',
      'true',
      'false',
    )
    .map(written => ({ kind: 'leaf' as const, written, literal: true })),
);
const { tree } = fc.letrec<{ tree: Tree }>(tie => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.record({
      kind: fc.constant('list' as const),
      items: fc.array(tie('tree'), { maxLength: 4 }),
    }),
    fc.record({
      kind: fc.constant('map' as const),
      items: fc.uniqueArray(fc.tuple(key, tie('tree')), {
        maxLength: 4,
        selector: ([name]) => name,
      }),
    }),
  ),
}));

interface Style {
  indent: string;
  colon: string;
  end: string;
}

const style: fc.Arbitrary<Style> = fc.record({
  indent: fc.constantFrom('', ' ', '  ', '\t', '        '),
  colon: fc.constantFrom(':', ': ', ' : ', ':\t'),
  end: fc.constantFrom('\n', '\r\n'),
});

/** Compact and indented, with tabs and CRLF, all escapes, and keys that mean something in YAML. */
export const arbitraryJson: fc.Arbitrary<GeneratedJson> = fc
  .record({
    first: leaf,
    items: fc.uniqueArray(fc.tuple(key, tree), {
      maxLength: 5,
      selector: ([name]) => name,
    }),
    style,
    tail: fc.constantFrom('', '\n', '\r\n', '  '),
  })
  .map(({ first, items, style: own, tail }) => {
    const leaves: GeneratedJson['leaves'] = [];
    const root: Tree = {
      kind: 'map',
      items: [...items, ['certain', first]],
    };
    return {
      content: print({ item: root, style: own, leaves }) + tail,
      leaves,
    };
  });

function print(options: {
  item: Tree;
  style: Style;
  leaves: GeneratedJson['leaves'];
  depth?: number;
  path?: YamlPath;
}): string {
  const { item, style: own, leaves, depth = 0, path = [] } = options;
  if (item.kind === 'leaf') {
    leaves.push({ path, literal: item.literal });
    return item.written;
  }
  const pad = (levels: number) =>
    own.indent ? own.end + own.indent.repeat(levels) : '';
  const parts =
    item.kind === 'list'
      ? item.items.map((inner, index) =>
          print({
            ...options,
            item: inner,
            depth: depth + 1,
            path: [...path, index],
          }),
        )
      : item.items.map(
          ([name, inner]) =>
            JSON.stringify(name) +
            own.colon +
            print({
              ...options,
              item: inner,
              depth: depth + 1,
              path: [...path, name],
            }),
        );
  const [open, close] = item.kind === 'list' ? '[]' : '{}';
  return parts.length === 0
    ? open + close
    : open +
        pad(depth + 1) +
        parts.join(`,${pad(depth + 1) || ' '}`) +
        pad(depth) +
        close;
}
