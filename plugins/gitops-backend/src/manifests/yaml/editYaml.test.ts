import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { arbitraryYaml } from '../__testUtils__/arbitraryYaml';
import { newValue } from '../__testUtils__/newValues';
import { ManifestProblem } from '../ManifestProblem';
import { editYaml } from './editYaml';
import { parseEmbedded } from './embeddedYaml';
import { LocatedScalar, locateScalar } from './ScalarPlace';
import { YamlFile } from './YamlFile';
import { YamlPath } from './YamlPath';

function place(file: YamlFile, path: YamlPath, document = 0): LocatedScalar {
  const found = locateScalar(file, document, path);
  if (!found) {
    throw new Error(`nothing at ${path.join('.')}`);
  }
  return found;
}

function edit(content: string, path: YamlPath, value: string, document = 0) {
  const file = YamlFile.parse({ path: 'values.yaml', content });
  return editYaml(file, [{ place: place(file, path, document), value }])
    .content;
}

function problemOf(action: () => unknown): Partial<ManifestProblem> {
  try {
    action();
  } catch (error) {
    if (error instanceof ManifestProblem) {
      return { code: error.code, location: error.location };
    }
    throw error;
  }
  throw new Error('was not refused');
}

describe('editYaml', () => {
  it('changes the bytes of the value and nothing else, whatever the document looks like', () => {
    fc.assert(
      fc.property(
        arbitraryYaml,
        fc.nat(),
        newValue,
        ({ content, leaves }, pick, value) => {
          const { document, path } = leaves[pick % leaves.length];
          const file = YamlFile.parse({ path: 'f.yaml', content });
          const at = place(file, path, document);
          const result = editYaml(file, [{ place: at, value }]).content;

          const [start, end] = at.range;
          expect(result.slice(0, start)).toBe(content.slice(0, start));
          const rest = content.slice(end);
          expect(result.endsWith(rest)).toBe(true);
          const written = result.slice(start, result.length - rest.length);
          expect(written).not.toMatch(/[\r\n]/);

          // Read back by both dialects of YAML, as a string.
          for (const version of ['1.1', '1.2'] as const) {
            const parsed = parseAllDocuments(result, { version });
            const documents = Array.isArray(parsed) ? parsed : [];
            expect(documents[document].getIn(path)).toBe(value);
            const original = parseAllDocuments(content, { version });
            const before = Array.isArray(original) ? original : [];
            documents[document].setIn(path, 'same');
            before[document].setIn(path, 'same');
            expect(documents.map(item => item.toJS())).toEqual(
              before.map(item => item.toJS()),
            );
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it.each([
    ['tag: "1.4.2" # keep\n', 'tag: "1.5.0" # keep\n'],
    ["tag: '1.4.2'   # keep\r\n", "tag: '1.5.0'   # keep\r\n"],
    ['{tag: 1.4, pullPolicy: Always}', '{tag: 1.5.0, pullPolicy: Always}'],
    ['tag: &t !!str 1.4\n', 'tag: &t !!str 1.5.0\n'],
    ['tag:    1.4', 'tag:    1.5.0'],
    ['{"tag":"1.4"}', '{"tag":"1.5.0"}'],
    ['? tag\n: 1.4\n', '? tag\n: 1.5.0\n'],
  ])('keeps the style of %j', (before, after) => {
    expect(edit(before, ['tag'], '1.5.0')).toBe(after);
  });

  it('quotes a plain value that would stop being a string', () => {
    expect(edit('tag: v1.9 # x\n', ['tag'], '1.10')).toBe('tag: "1.10" # x\n');
    expect(edit('[v1]', [0], '0123456')).toBe('["0123456"]');
  });

  it('edits several values of several documents at once', () => {
    const file = YamlFile.parse({
      path: 'f',
      content: 'a: 1\nb: x\n---\na: 2',
    });
    const changes = [
      { place: place(file, ['a'], 1), value: 'three' },
      { place: place(file, ['b']), value: 'longer' },
    ];
    expect(editYaml(file, changes).content).toBe(
      'a: 1\nb: longer\n---\na: three',
    );
  });

  it('edits YAML inside a literal block, with the line of the outer file', () => {
    const content =
      'spec:\r\n  values: |\r\n\r\n    # hi\r\n    image:\r\n      tag: "1" # t\r\n    other: 2\r\n  z: 1\r\n';
    const file = YamlFile.parse({ path: 'app.yaml', content });
    const host = place(file, ['spec', 'values']);
    const inner = parseEmbedded(host);
    const at = locateScalar(inner, 0, ['image', 'tag'], host);
    expect(at?.line).toBe(6);
    expect(at && editYaml(file, [{ place: at, value: '2.0' }]).content).toBe(
      content.replace('"1"', '"2.0"'),
    );
  });

  it.each<[string, string, YamlPath, string, number]>([
    ['an alias', 'a: &v 1\nb:\n  tag: *v\n', ['b', 'tag'], 'alias', 1],
    ['a shared anchor', 'a: &v x\nb: *v\n', ['a'], 'shared-anchor', 1],
    [
      'a value in a shared map',
      'base: &b\n  tag: x\nprod: *b\n',
      ['base', 'tag'],
      'shared-anchor',
      2,
    ],
    [
      'a value that is merged elsewhere',
      'base: &b\n  tag: x\nprod:\n  <<: *b\n',
      ['base', 'tag'],
      'shared-anchor',
      2,
    ],
    [
      'a merged value',
      'base: &b\n  tag: x\nprod:\n  <<: *b\n',
      ['prod', 'tag'],
      'merge-key',
      2,
    ],
    ['a literal block', 'x: 1\ntag: |\n  a\n', ['tag'], 'block-scalar', 2],
    ['a folded block', 'x: 1\ntag: >-\n  a\n', ['tag'], 'block-scalar', 2],
  ])('refuses %s, with the line', (_, content, path, code, line) => {
    expect(problemOf(() => edit(content, path, 'new'))).toEqual({
      code,
      location: { file: 'values.yaml', line },
    });
  });

  it('refuses YAML inside a quoted string', () => {
    const file = YamlFile.parse({ path: 'f', content: 'v: "tag: 1"' });
    const host = place(file, ['v']);
    const at = locateScalar(parseEmbedded(host), 0, ['tag'], host);
    expect(
      problemOf(() => at && editYaml(file, [{ place: at, value: '2' }])).code,
    ).toBe('block-scalar');
  });
});

describe('YamlFile', () => {
  it.each([
    ['a: 1\nb: [1\nc: 2\n', 'unparsable', 3],
    ['a: 1\nb: 2\na: 3\n', 'duplicate-key', 3],
    ['a: 1\n{{ if .x }}\nb: 2\n{{ end }}\n', 'template', 2],
    ['a: 1\nb: {{ .Values.tag }}\n', 'template', 2],
    ['a: 1\nb: \u0000\n', 'not-text', 2],
    ['a: caf\ufffd\n', 'not-text', 1],
  ])('refuses %j', (content, code, line) => {
    expect(
      problemOf(() => YamlFile.parse({ path: 'f.yaml', content })),
    ).toEqual({ code, location: { file: 'f.yaml', line } });
  });

  it('does not mind braces in comments and quotes', () => {
    const content = '# {{ x }}\na: "{{ x }}"\n';
    expect(YamlFile.parse({ path: 'f', content }).valueOf(0)).toEqual({
      a: '{{ x }}',
    });
  });
});
