import { ManifestProblem } from './ManifestProblem';
import {
  documentsIn,
  editValues,
  locateValue,
  parseValueFile,
} from './values/ValueFile';
import { parsePointer } from './yaml/YamlPath';

/** Changes the value at a pointer in the one document that has it. */
function edit(content: string, pointer: string, value = '1.5.0'): string {
  const file = parseValueFile({ path: 'values.yaml', content });
  const path = parsePointer(pointer) ?? [];
  const places = Array.from({ length: documentsIn(file) }, (_, document) =>
    locateValue({ file, document, path }),
  ).flatMap(place => place ?? []);
  expect(places).toHaveLength(1);
  return editValues(file, [{ place: places[0], value }]).content;
}

const longLine = `annotation: ${'word '.repeat(40)}end\n`;

/**
 * What editors of other tools are known to damage: Kargo writes the rest of the line anew, Flux's automation and
 * Argo CD Image Updater read and print whole files.
 */
describe.each<[string, Array<[string, string, string]>]>([
  [
    'Kargo yaml-update',
    [
      [
        'a comment and quotes on the line',
        'tag: "1.4.2" # do-not-touch\nother: x\n',
        'tag',
      ],
      [
        'what follows in a flow map',
        'sidecar: {repository: x, tag: 1.4.2, pullPolicy: Always}\n',
        'sidecar.tag',
      ],
      ['line ends', 'a: 1\r\ntag: 1.4.2\r\nb: 2\r\n', 'tag'],
      [
        'documents after the first',
        'a: 1\n---\nb: 2\n---\ntag: 1.4.2\n',
        'tag',
      ],
      [
        'items of lists',
        'images:\n- {name: a, tag: "7"}\n- name: b\n  tag: \'1.4.2\'   # b\n',
        'images[1].tag',
      ],
      ['no newline at the end', 'a: 1\ntag: 1.4.2', 'tag'],
      ['a tag and an anchor', 'tag: &v !!str 1.4.2 # used nowhere\n', 'tag'],
    ],
  ],
  [
    'Kargo kustomize-set-image',
    [
      [
        'order, comments and style of the images list',
        'images: # sorted by team\n  - newTag: 1.4.2\n    name: zeta\n\n  # payments\n  - {name: alpha, newTag: "3"}\n',
        'images[0].newTag',
      ],
    ],
  ],
  [
    'Flux image automation',
    [
      [
        'setters in comments',
        'spec:\n  image: {tag: 1.4.2} # {"$imagepolicy": "flux-system:orders:tag"}\n',
        'spec.image.tag',
      ],
      [
        'block scalars elsewhere',
        'a: >-\n  one\n  two\n\n  three\nb: |+\n   odd\n\ntag: 1.4.2\n',
        'tag',
      ],
      [
        'indentation, empty lines and long lines',
        `list:\n- a\n-   b\n\n\n${longLine}tag:     1.4.2\n`,
        'tag',
      ],
      [
        'markers of documents, and directives',
        '%YAML 1.2\n---\ntag: 1.4.2\n...\n# end\n',
        'tag',
      ],
    ],
  ],
  [
    'Argo CD Image Updater',
    [
      [
        'empty lines and comments between values',
        '# head\n\nimage:\n    repository: x\n\n    # by hand\n    tag: "1.4.2"\n\n\nother:\n      - 1\n',
        'image.tag',
      ],
      [
        'anchors and merges',
        'base: &base\n  x: 1\nprod:\n  <<: *base\n  tag: v1.4.2\n',
        'prod.tag',
      ],
      [
        'quotes that other readers need',
        "on: 'yes'\nversion: '1.10'\ntag: '1.4.2'\n",
        'tag',
      ],
      [
        'keys in quotes, and explicit ones',
        '"image.tag": 1.4.2\n? a\n: b\n',
        '["image.tag"]',
      ],
    ],
  ],
])('what %s does not keep', (_, cases) => {
  it.each(cases)('%s', (_name, before, pointer) => {
    expect(edit(before, pointer)).toBe(before.replace(/v?1\.4\.2/, '1.5.0'));
  });
});

it.each<[string, string, string, string]>([
  [
    'an alias, where Kargo fails',
    'base: &tag 1.4.2\nprod:\n  tag: *tag\n',
    'prod.tag',
    'alias',
  ],
  [
    'an anchor that others use, where all change both',
    'base:\n  tag: &tag 1.4.2\nprod: {tag: *tag}\n',
    'base.tag',
    'shared-anchor',
  ],
  [
    'a block of text, which Flux flattens',
    'tag: >-\n  1.4.2\n',
    'tag',
    'block-scalar',
  ],
  ['a variable', 'tag: "${TAG:=1.4.2}"\n', 'tag', 'template'],
])('refuses %s', (_, content, pointer, code) => {
  expect(() => edit(content, pointer)).toThrow(
    expect.objectContaining({ name: ManifestProblem.name, code }),
  );
});

it('keeps a string a string, where a printed file would have a number', () => {
  expect(edit('tag: v1.9 # next\n', 'tag', '1.10')).toBe(
    'tag: "1.10" # next\n',
  );
  expect(edit('tag: abc1234\n', 'tag', '1234567')).toBe('tag: "1234567"\n');
});
