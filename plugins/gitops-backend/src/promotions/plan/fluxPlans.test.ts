import {
  blockersOf,
  changesOf,
  digestA,
  digestB,
  orders,
  PlanStory,
  StoryTarget,
} from './__testUtils__/planStory';

const at = (environment: string, more: Partial<StoryTarget> = {}) => ({
  name: `orders-${environment}`,
  images: [`${orders}:${environment === 'dev' ? '1.5.0' : '1.4.2'}`],
  source: { path: `apps/${environment}`, type: 'directory' as const },
  ...more,
});
const release = (version: string, values = '') => `# keep
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: orders
spec:
  chart:
    spec:
      chart: orders
      version: ${version} # chart
      sourceRef: {kind: HelmRepository, name: acme}
${values}`;
const inline = (tag: string) =>
  `  values:\n    image: {repository: ${orders}, tag: ${tag}} # image\n    sidecar:\n      image: envoy:v1\n`;
const source = (kind: string, url: string, ref: string) =>
  `apiVersion: source.toolkit.fluxcd.io/v1\nkind: ${kind}\nmetadata: {name: orders}\nspec:\n  url: ${url}\n  ref:\n${ref.replace(/^/gm, '    ')}\n`;

async function plan(
  files: { dev: string; prod: string },
  more: Partial<Parameters<PlanStory['plan']>[0]> = {},
) {
  const planned = await new PlanStory({
    'apps/dev/release.yaml': files.dev,
    'apps/prod/release.yaml': files.prod,
  }).plan({ dev: [at('dev')], prod: [at('prod')], ...more });
  return { planned, prod: planned.contents.get('apps/prod/release.yaml') };
}

describe("plans of Flux's objects in Git", () => {
  it('brings the chart and the images in the values of a HelmRelease', async () => {
    const before = release("'1.0.0'", inline('"1.4.2"'));
    const { planned, prod } = await plan({
      dev: release('1.1.0', inline('1.5.0')),
      prod: before,
    });
    expect(blockersOf(planned)).toEqual([]);
    expect(prod).toBe(
      before.replace("'1.0.0'", "'1.1.0'").replace('"1.4.2"', '"1.5.0"'),
    );
    expect(planned.plan).toMatchObject({
      edits: [
        { what: 'chart-version', pointer: 'spec.chart.spec.version' },
        { what: 'image-tag', pointer: 'spec.values.image.tag' },
      ],
      fromVersion: { chart: { name: 'orders', version: '1.0.0' } },
      toVersion: { chart: { name: 'orders', version: '1.1.0' } },
    });
    const without = await plan(
      { dev: release('1.1.0', inline('1.5.0')), prod: before },
      { promoted: { chart: false } },
    );
    expect(without.planned.plan.edits.map(({ what }) => what)).toEqual([
      'image-tag',
    ]);
  });

  it('brings the chart and the images of a HelmRelease that is a target itself, and of no other beside it', async () => {
    const releases = (version: string, tag: string, environment: string) =>
      [
        release(version, inline(tag)).replace(
          'name: orders\n',
          `name: orders-${environment}\n`,
        ),
        release('7.0.0', inline('9.9.9'))
          .replace('name: orders\n', `name: other-${environment}\n`)
          .replace('chart: orders', 'chart: orders # of another service'),
      ].join('---\n');
    const target = (environment: string, version: string, tag: string) => ({
      name: `orders-${environment}`,
      flux: 'HelmRelease' as const,
      images: [`${orders}:${tag}`],
      chart: { name: 'orders', version },
      source: {
        repoUrl: 'https://charts.example.com',
        chart: 'orders',
        targetRevision: version,
        type: 'helm' as const,
      },
      overrides: [
        { pointer: 'spec.values', kind: 'helm-values' as const, value: '{}' },
      ],
    });
    const parent = (environment: string) => ({
      name: `apps-${environment}`,
      flux: 'Kustomization' as const,
      source: { path: `apps/${environment}` },
    });
    const before = releases('1.0.0', '1.4.2', 'prod');
    const story = new PlanStory({
      'apps/dev/releases.yaml': releases('1.1.0', '1.5.0', 'dev'),
      'apps/prod/releases.yaml': before,
    });
    const sides = {
      dev: [target('dev', '1.1.0', '1.5.0')],
      prod: [target('prod', '1.0.0', '1.4.2')],
    };
    const planned = await story.plan({
      ...sides,
      definedBy: { 'orders-dev': parent('dev'), 'orders-prod': parent('prod') },
    });
    expect(blockersOf(planned)).toEqual([]);
    expect(planned.contents.get('apps/prod/releases.yaml')).toBe(
      before
        .replace('version: 1.0.0', 'version: 1.1.0')
        .replace('tag: 1.4.2', 'tag: 1.5.0'),
    );
    expect(planned.plan.targets).toEqual(['orders-prod']);
    // Where nobody says who applies it, its manifest is not known.
    const alone = await story.plan(sides);
    expect(alone.plan.edits).toEqual([]);
    expect(blockersOf(alone)).not.toEqual([]);
  });

  it('prefers the chart that runs, and refuses ranges and what is not synced', async () => {
    const range = await plan({ dev: release('1.x'), prod: release('1.0.0') });
    expect(blockersOf(range.planned)).toEqual([
      'version-unknown apps/prod/release.yaml:10',
    ]);
    const there = await plan({
      dev: release('1.1.0'),
      prod: release('">=1.0"'),
    });
    expect(blockersOf(there.planned)).toEqual([
      'chart-range apps/prod/release.yaml:10',
    ]);
    const chart = { name: 'orders', version: '1.1.7' };
    const running = await plan(
      { dev: release('1.x'), prod: release('1.0.0') },
      { dev: [at('dev', { chart })] },
    );
    expect(changesOf(running.planned)).toEqual([
      'apps/prod/release.yaml:10 spec.chart.spec.version 1.0.0 -> 1.1.7',
    ]);
    const behind = await plan(
      { dev: release('1.1.0'), prod: release('1.0.0') },
      { dev: [at('dev', { sync: 'OutOfSync' })] },
    );
    expect(blockersOf(behind.planned)).toEqual(['source-in-progress']);
    const same = await plan({ dev: release('1.x'), prod: release('1.x') });
    expect(changesOf(same.planned)).toEqual([]);
    const ranges = await plan(
      { dev: release('2.x'), prod: release('1.x') },
      { dev: [at('dev', { chart: { name: 'orders', version: '2.1.7' } })] },
    );
    expect(changesOf(ranges.planned)).toEqual([
      'apps/prod/release.yaml:10 spec.chart.spec.version 1.x -> 2.x',
    ]);
    const oci = await plan({
      dev: source('OCIRepository', 'oci://ghcr.io/acme/m', 'semver: 2.x'),
      prod: source('OCIRepository', 'oci://ghcr.io/acme/m', 'semver: ">=1.0"'),
    });
    expect(changesOf(oci.planned)).toEqual([
      'apps/prod/release.yaml:7 spec.ref.semver >=1.0 -> 2.x',
    ]);
  });

  it('follows base and overlay, and ConfigMaps that values come from', async () => {
    const from =
      '  valuesFrom: [{kind: ConfigMap, name: v}, {kind: Secret, name: s}]\n';
    const patch = (version: string) =>
      `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: orders}\nspec: {chart: {spec: {version: ${version}}}}\n`;
    const overlay = (version: string) =>
      `resources: [../base]\npatches:\n  - patch: |\n${patch(version).replace(/^(?=.)/gm, '      ')}configMapGenerator:\n  - name: v\n    files: [values.yaml=own.yaml]\n`;
    const own = (tag: string) =>
      `image: {repository: ${orders}, tag: ${tag}}\n`;
    const planned = await new PlanStory({
      'apps/base/kustomization.yaml': 'resources: [release.yaml]\n',
      'apps/base/release.yaml': release('0.9.0', from),
      'apps/dev/kustomization.yaml': overlay('1.1.0'),
      'apps/dev/own.yaml': own('1.5.0'),
      'apps/prod/kustomization.yaml': overlay('1.0.0'),
      'apps/prod/own.yaml': own('1.4.2'),
    }).plan({
      dev: [at('dev', { source: { path: 'apps/dev' } })],
      prod: [at('prod', { source: { path: 'apps/prod' } })],
    });
    expect(blockersOf(planned)).toEqual([]);
    expect(changesOf(planned)).toEqual([
      'apps/prod/kustomization.yaml:7 patches[0].patch.spec.chart.spec.version 1.0.0 -> 1.1.0',
      'apps/prod/own.yaml:1 image.tag 1.4.2 -> 1.5.0',
    ]);
  });

  it.each<[string, string, string, string[]]>([
    [
      'OCIRepository',
      `tag: "1.0.0" # t\ndigest: ${digestA}`,
      `digest: ${digestB}\ntag: 1.1.0`,
      [
        `apps/prod/release.yaml:7 spec.ref.tag 1.0.0 -> 1.1.0`,
        `apps/prod/release.yaml:8 spec.ref.digest ${digestA} -> ${digestB}`,
      ],
    ],
    [
      'OCIRepository',
      `tag: 1.0.0\ndigest: ${digestA}`,
      'tag: 1.1.0',
      ['digest-unknown apps/prod/release.yaml:8'],
    ],
    [
      'OCIRepository',
      'semver: 1.0.x',
      'semver: 1.1.x',
      ['apps/prod/release.yaml:7 spec.ref.semver 1.0.x -> 1.1.x'],
    ],
    [
      'GitRepository',
      'tag: v1.0.0',
      'tag: v1.1.0',
      ['apps/prod/release.yaml:7 spec.ref.tag v1.0.0 -> v1.1.0'],
    ],
    [
      'GitRepository',
      `commit: ${'a'.repeat(40)}`,
      `commit: "${'1'.repeat(40)}"`,
      [
        `apps/prod/release.yaml:7 spec.ref.commit ${'a'.repeat(40)} -> ${'1'.repeat(40)}`,
      ],
    ],
    ['GitRepository', 'branch: prod', 'branch: dev', []],
  ])('compares the ref of an %s: %j', async (kind, here, there, expected) => {
    const none = { images: [] as string[] };
    const { planned } = await plan(
      {
        dev: source(kind, 'oci://x/orders', there),
        prod: source(kind, 'oci://x/orders', here),
      },
      { promoted: none },
    );
    expect([...blockersOf(planned), ...changesOf(planned)]).toEqual(expected);
  });

  it('edits the images of a Flux Kustomization and of post-renderers', async () => {
    const text = (tag: string) =>
      `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: orders}\nspec:\n  images:\n  - name: orders\n    newName: ${orders}\n    newTag: ${tag} # here\n`;
    const flux = await plan({ dev: text('1.5.0'), prod: text('1.4.2') });
    expect(blockersOf(flux.planned)).toEqual([]);
    expect(flux.prod).toBe(text('1.5.0'));

    const rendered = (tag: string) =>
      release(
        '1.0.0',
        `  postRenderers:\n  - kustomize:\n      images:\n      - {name: ${orders}, newTag: ${tag}}\n`,
      );
    const post = await plan({
      dev: rendered('1.5.0'),
      prod: rendered('1.4.2'),
    });
    expect(post.prod).toBe(rendered('1.5.0'));
  });
});

describe('plans of umbrella charts', () => {
  const chart = (version: string) =>
    `name: prod\nversion: 0.0.1\ndependencies:\n- name: orders # d\n  version: ${version}\n  repository: https://charts.example\n- {name: lib, version: 0.1.0, repository: "file://../lib"}\n`;
  const sides = {
    dev: [at('dev', { source: { path: 'apps/dev', type: 'helm' } })],
    prod: [at('prod', { source: { path: 'apps/prod', type: 'helm' } })],
  };

  it('brings the versions of dependencies, and values below their names', async () => {
    const values = (tag: string) => `orders:\n  image:\n    tag: ${tag}\n`;
    const files = {
      'apps/dev/Chart.yaml': chart('1.1.0'),
      'apps/dev/values.yaml': values('1.5.0'),
      'apps/prod/Chart.yaml': chart('1.0.0'),
      'apps/prod/values.yaml': values('1.4.2'),
    };
    const planned = await new PlanStory(files).plan(sides);
    expect(blockersOf(planned)).toEqual([]);
    expect(changesOf(planned)).toEqual([
      'apps/prod/Chart.yaml:5 dependencies[0].version 1.0.0 -> 1.1.0',
      'apps/prod/values.yaml:3 orders.image.tag 1.4.2 -> 1.5.0',
    ]);
    const locked = await new PlanStory({
      ...files,
      'apps/prod/Chart.lock': 'digest: x\n',
    }).plan(sides);
    expect(blockersOf(locked)).toEqual(['chart-lock apps/prod/Chart.yaml:5']);
  });
});
