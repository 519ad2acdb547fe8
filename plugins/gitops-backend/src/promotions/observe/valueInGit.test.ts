import { valueInGit } from './valueInGit';
import { valuesAtPointer } from './valueAtPointer';

const image = 'ghcr.io/acme/orders';
const file = 'k.yaml';
const edit = {
  file,
  line: 3,
  pointer: 'images[0].newTag',
  what: 'image-tag' as const,
  subject: image,
  from: '1.4',
  to: '1.10',
};
const plan = {
  entityRef: 'component:default/orders',
  from: 'dev',
  to: 'staging',
  repoUrl: 'https://github.com/acme/gitops',
  baseBranch: 'main',
  baseSha: 'a',
  targets: [],
  fromVersion: { images: [] },
  toVersion: { images: [] },
  edits: [edit],
  files: [],
  blockers: [],
  fingerprint: 'f',
};
const kustomization = (tag: string) =>
  `images:\n- name: ${image}\n  newTag: ${tag}\n`;
const judge = (content: string | undefined, base = kustomization('1.4')) =>
  valueInGit({
    plan,
    base: new Map([[file, base]]),
    files: new Map(content === undefined ? [] : [[file, content]]),
  });

describe('the promoted value in Git', () => {
  it.each([
    ['as promoted', kustomization('1.10'), 'promoted'],
    ['quoted otherwise', kustomization("'1.10'"), 'promoted'],
    [
      'behind another image that was put before it',
      `images:\n- name: sidecar\n  newTag: "9"\n- name: ${image}\n  newTag: "1.10"\n`,
      'promoted',
    ],
    [
      'a number that YAML would take for the same',
      kustomization('1.1'),
      'replaced',
    ],
    ['as before', kustomization('1.4'), 'reverted'],
    ['another', kustomization('2.0'), 'replaced'],
    ['taken out', 'images: []\n', 'replaced'],
    ['in a file that is gone', undefined, 'replaced'],
  ])('is %s', (_, content, value) => {
    expect(judge(content).value).toBe(value);
  });

  it('is unclear where the place can not be found again', () => {
    expect(judge(kustomization('1.10'), 'other: file\n')).toEqual({
      value: 'unclear',
    });
  });

  it('is told in words when it is gone', () => {
    expect(judge(kustomization('2.0')).detail).toBe(
      'k.yaml has 2.0 at images[0].newTag instead of 1.10',
    );
  });
});

describe('a pointer', () => {
  it('leads through documents, lists, odd keys and YAML in YAML', () => {
    const content = [
      'kind: ConfigMap',
      '---',
      'kind: Application',
      'spec:',
      '  sources:',
      '  - chart: x',
      '  - helm:',
      '      values: |',
      '        image:',
      '          "odd.key": 1.10',
      '',
    ].join('\n');
    const pointer = 'spec.sources[1].helm.values.image["odd.key"]';
    expect(valuesAtPointer({ content, pointer, subject: image })).toEqual([
      '1.10',
    ]);
  });

  it('leads nowhere in what is not YAML', () => {
    const content = 'a: [}';
    expect(valuesAtPointer({ content, pointer: 'a.b', subject: 'x' })).toEqual(
      [],
    );
  });
});
