import fc from 'fast-check';
import { YamlPath } from '../yaml/YamlPath';

/** A document in a style that people write, and where its scalars are. */
export interface GeneratedYaml {
  content: string;
  leaves: Array<{ document: number; path: YamlPath }>;
}

type Style = 'plain' | 'single' | 'double' | 'number' | 'anchored' | 'tagged';
interface Leaf {
  kind: 'leaf';
  style: Style;
  word: string;
  comment?: string;
}
interface Branch {
  kind: 'map' | 'list' | 'flow';
  children: Tree[];
  comment?: string;
}
type Tree = Leaf | Branch;

const word = fc.stringMatching(/^[a-z][a-z0-9.-]{0,7}[a-z0-9]$/);
const comment = fc.option(fc.stringMatching(/^[a-z{}:'"#&*-]{0,12}$/), {
  nil: undefined,
});
const leaf: fc.Arbitrary<Leaf> = fc.record({
  kind: fc.constant('leaf' as const),
  style: fc.constantFrom<Style>(
    'plain',
    'single',
    'double',
    'number',
    'anchored',
    'tagged',
  ),
  word,
  comment,
});
const { tree } = fc.letrec<{ tree: Tree }>(tie => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.record({
      kind: fc.constantFrom('map' as const, 'list' as const, 'flow' as const),
      children: fc.array(tie('tree'), { minLength: 1, maxLength: 4 }),
      comment,
    }),
  ),
}));
const root = fc.record({
  kind: fc.constant('map' as const),
  children: fc.array(tree, { minLength: 1, maxLength: 5 }),
  comment,
});

class Printer {
  document = 0;
  readonly leaves: GeneratedYaml['leaves'] = [];
  private anchors = 0;

  block(item: Branch, depth: number, path: YamlPath): string[] {
    const pad = '  '.repeat(depth);
    const lines = item.comment ? [`${pad}# ${item.comment}`] : [];
    item.children.forEach((childTree, index) => {
      const step = item.kind === 'list' ? index : `k${index}`;
      const head = item.kind === 'list' ? `${pad}-` : `${pad}k${index}:`;
      const at = [...path, step];
      if (childTree.kind === 'leaf') {
        lines.push(`${head} ${this.leaf(childTree, at)}`);
      } else if (childTree.kind === 'flow') {
        lines.push(`${head} ${this.flow(childTree, at)}`);
      } else {
        lines.push(head, ...this.block(childTree, depth + 1, at));
      }
    });
    return lines;
  }

  private flow(item: Tree, path: YamlPath): string {
    if (item.kind === 'leaf') {
      return this.leaf({ ...item, comment: undefined }, path);
    }
    const parts = item.children.map((childTree, index) =>
      item.kind === 'list'
        ? this.flow(childTree, [...path, index])
        : `k${index}: ${this.flow(childTree, [...path, `k${index}`])}`,
    );
    return item.kind === 'list'
      ? `[${parts.join(', ')}]`
      : `{ ${parts.join(',')} }`;
  }

  private leaf(item: Leaf, path: YamlPath): string {
    this.leaves.push({ document: this.document, path });
    const end = item.comment === undefined ? '' : `  # ${item.comment}`;
    const written: Record<Style, string> = {
      plain: item.word,
      single: `'${item.word}''s'`,
      double: `"${item.word}\\t\\u0041"`,
      number: `${item.word.length}.10`,
      anchored: `&a${this.anchors++} ${item.word}`,
      tagged: `!!str ${item.word.length}`,
    };
    return written[item.style] + end;
  }
}

/** Documents with comments, all kinds of quotes, anchors, tags, flow style, several documents, CRLF and BOM. */
export const arbitraryYaml: fc.Arbitrary<GeneratedYaml> = fc
  .record({
    roots: fc.array(root, { minLength: 1, maxLength: 3 }),
    crlf: fc.boolean(),
    bom: fc.boolean(),
    finalNewline: fc.boolean(),
  })
  .map(({ roots, crlf, bom, finalNewline }) => {
    const printer = new Printer();
    const documents = roots.map((item, document) => {
      printer.document = document;
      return printer.block(item, 0, []).join('\n');
    });
    const text = documents.join('\n---\n') + (finalNewline ? '\n' : '');
    return {
      content:
        (bom ? '\ufeff' : '') + (crlf ? text.replace(/\n/g, '\r\n') : text),
      leaves: printer.leaves,
    };
  });
