import { PlannedEdit } from '@fairlead/backstage-plugin-gitops-common';
import { valueInGit } from './valueInGit';

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

/** How a plan with these edits is judged, with one file and one directory before and now. */
function judge(options: {
  now?: string;
  before?: string;
  edits?: PlannedEdit[];
  directory?: string;
}) {
  const { now, before, edits = [edit], directory } = options;
  const path = edits[0].file;
  const filesOf = (content: string | undefined) =>
    new Map(content === undefined ? [] : [[path, content]]);
  return valueInGit({
    plan: { ...plan, edits },
    base: filesOf(before),
    there: {
      files: filesOf(now),
      directories: new Map(directory ? [[path, directory]] : []),
    },
  });
}

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
      'as before, and another image that was put before it has the promoted text',
      `images:\n- name: sidecar\n  newTag: "1.10"\n- name: ${image}\n  newTag: "1.4"\n`,
      'reverted',
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
    ['in a file that is broken', 'images: [}', 'unclear'],
    [
      'somewhere else in the file',
      `images:\n- name: other\n  newTag: "1.10"\n`,
      'unclear',
    ],
  ])('is %s', (_, now, value) => {
    const before = kustomization('1.4');
    expect(judge({ ...(now !== undefined && { now }), before }).value).toBe(
      value,
    );
  });

  it('is unclear where the place can not be found again', () => {
    const now = 'other: file\n';
    expect(judge({ now, before: 'another: file\n' })).toEqual({
      value: 'unclear',
    });
    expect(judge({ now })).toEqual({ value: 'unclear' });
  });

  it('is told in words when it is gone', () => {
    const before = kustomization('1.4');
    expect(judge({ now: kustomization('2.0'), before }).detail).toBe(
      'k.yaml has 2.0 at images[0].newTag instead of 1.10',
    );
  });

  it('is not told where secrets are written', () => {
    const pointer = 'stringData.password';
    const content = (value: string) =>
      `kind: Secret\nstringData:\n  password: ${value}\n`;
    const { value, detail } = judge({
      now: content('s3cond'),
      before: content('f1rst'),
      edits: [{ ...edit, pointer, from: 'f1rst', to: 'th1rd' }],
    });
    expect(value).toBe('replaced');
    expect(detail).not.toMatch(/f1rst|s3cond|th1rd/);
  });

  it.each<[string, string, Partial<PlannedEdit>, (tag: string) => string]>([
    [
      'a value in TOML',
      'app.toml',
      { pointer: 'image.tag', what: 'value', line: 2 },
      tag => `[image]\ntag = "${tag}" # by hand\n`,
    ],
    [
      'a number in TOML',
      'app.toml',
      {
        pointer: 'replicas',
        what: 'value',
        from: '2',
        to: '3',
        literal: true,
        line: 1,
      },
      tag => `replicas = ${tag}\n`,
    ],
    [
      'a value in JSON',
      'app.json',
      { pointer: 'image["odd.key"]', what: 'value', line: 1 },
      tag => `{"image": {"odd.key": "${tag}"}}\n`,
    ],
    [
      'a value of YAML in YAML, in the second document',
      'app.yaml',
      {
        pointer: 'spec.sources[1].helm.values.image.tag',
        what: 'helm-value',
        line: 9,
      },
      tag =>
        `kind: ConfigMap\n---\nkind: Application\nspec:\n  sources:\n  - chart: x\n  - helm:\n      values: |\n        image: {tag: ${tag}}\n`,
    ],
  ])('is found as %s', (_, path, part, content) => {
    const one = { ...edit, file: path, ...part };
    const answers = [one.to, one.from, '9'].map(
      text =>
        judge({
          now: content(text),
          before: content(one.from),
          edits: [one],
        }).value,
    );
    expect(answers).toEqual(['promoted', 'reverted', 'replaced']);
  });

  it.each([
    ['b'.repeat(40), 'promoted', undefined],
    ['a'.repeat(40), 'reverted', expect.stringContaining('tree aaaaaaa')],
    ['c'.repeat(40), 'replaced', expect.stringContaining('tree ccccccc')],
    [undefined, 'replaced', 'env/prod is not there any more'],
  ])('is a directory by its tree id %s', (directory, value, detail) => {
    const answer = judge({
      ...(directory && { directory }),
      edits: [
        {
          ...edit,
          file: 'env/prod',
          pointer: '',
          what: 'directory',
          from: 'a'.repeat(40),
          to: 'b'.repeat(40),
        },
      ],
    });
    expect(answer).toEqual({ value, ...(detail && { detail }) });
  });

  it('is gone when one of several is gone', () => {
    const content = (a: string, b: string) =>
      `images:\n- name: a\n  newTag: ${a}\n- name: b\n  newTag: ${b}\n`;
    const other = { ...edit, pointer: 'images[1].newTag', line: 5 };
    const both = (now: string) =>
      judge({ now, before: content('1.4', '1.4'), edits: [edit, other] }).value;
    expect(both(content('1.10', '1.10'))).toBe('promoted');
    expect(both(content('1.10', '1.4'))).toBe('reverted');
    expect(both(content('1.4', '1.11'))).toBe('replaced');
  });

  it('is unclear of a plan that writes nothing', () => {
    expect(
      valueInGit({
        plan: { ...plan, edits: [] },
        base: new Map(),
        there: { files: new Map(), directories: new Map() },
      }),
    ).toEqual({ value: 'unclear' });
  });
});
