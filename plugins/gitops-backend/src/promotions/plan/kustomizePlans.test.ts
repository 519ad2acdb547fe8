import { ServiceUnavailableError } from '@backstage/errors';
import { parseAllDocuments } from 'yaml';
import {
  blockersOf,
  changesOf,
  digestA,
  digestB,
  orders,
  overlay,
  PlanStory,
  repoUrl,
} from './__testUtils__/planStory';

const base = 'apps/orders/base';
const prod = 'apps/orders/overlays/prod/kustomization.yaml';
const dev = 'apps/orders/overlays/dev/kustomization.yaml';

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: orders}
spec:
  template:
    spec:
      initContainers:
        - {name: migrate, image: ghcr.io/acme/migrate:9}
      containers:
        - name: app
          image: ${orders}
        - name: proxy
          image: envoyproxy/envoy:v1.30.1
`;
const baseFiles = {
  [`${base}/kustomization.yaml`]: 'resources:\n  - deployment.yaml\n',
  [`${base}/deployment.yaml`]: deployment,
};
const kustomization = (images: string) =>
  `resources:\n  - ../../base\nimages:\n${images}`;
const entry = (tag: string) => `  - name: ${orders}\n    newTag: ${tag}\n`;

describe('plans of kustomize overlays', () => {
  it('finds the newTag of an overlay in one request, and changes its bytes only', async () => {
    const before = kustomization(
      `  # who: team orders\r\n  - name: ${orders}\r\n    newTag: '1.4.2' # bumped by hand\r\n`,
    );
    const story = new PlanStory({
      ...baseFiles,
      [prod]: before,
      [dev]: kustomization(entry('1.5.0')),
    });
    const planned = await story.plan({
      dev: [overlay('dev', '1.5.0')],
      prod: [overlay('prod', '1.4.2')],
      others: { staging: [overlay('staging', '1.4.9')] },
    });

    expect(blockersOf(planned)).toEqual([]);
    expect(changesOf(planned)).toEqual([
      `${prod}:6 images[0].newTag 1.4.2 -> 1.5.0`,
    ]);
    expect(planned.contents.get(prod)).toBe(before.replace('1.4.2', '1.5.0'));
    expect(story.requests).toBe(1);
    const head = story.forge.repository(repoUrl).commitOf('main');
    expect(planned.plan).toMatchObject({
      repoUrl,
      baseBranch: 'main',
      baseSha: head.sha,
      targets: ['orders-prod'],
      fromVersion: { images: [{ name: orders, tag: '1.4.2' }] },
      toVersion: { images: [{ name: orders, tag: '1.5.0' }] },
      files: [
        {
          path: prod,
          diff: `--- a/${prod}
+++ b/${prod}
@@ -3,4 +3,4 @@
 images:
   # who: team orders\r
   - name: ${orders}\r
-    newTag: '1.4.2' # bumped by hand\r
+    newTag: '1.5.0' # bumped by hand\r
`,
        },
      ],
    });
  });

  it.each([
    [
      'flow style',
      `  - {name: ${orders}, newTag: "1.4.2", newName: ${orders}}\n`,
      `"1.4.2"`,
      `"1.5.0"`,
    ],
    [
      'a tag with its digest',
      `  - name: ${orders}\n    newTag: 1.4.2@${digestA}\n`,
      `1.4.2@${digestA}`,
      `1.5.0@${digestB}`,
    ],
    [
      'a digest alone',
      `  - name: ${orders}\n    digest: ${digestA}\n`,
      digestA,
      digestB,
    ],
    [
      'several entries',
      `  - name: other\n    newTag: "7"\n${entry('1.4.2')}  - name: third\n    newTag: "1.4.2"\n`,
      `newTag: 1.4.2`,
      `newTag: 1.5.0`,
    ],
  ])('keeps %s', async (_, images, before, after) => {
    const story = new PlanStory({
      ...baseFiles,
      [prod]: kustomization(images),
      [dev]: kustomization(
        `  - name: ${orders}\n    newTag: 1.5.0\n    digest: ${digestB}\n`,
      ),
    });
    const planned = await story.plan({
      // Kustomize renders the digest only; the tag is known from Git.
      dev: [{ ...overlay('dev', ''), images: [`${orders}@${digestB}`] }],
      prod: [overlay('prod', '1.4.2')],
    });
    expect(blockersOf(planned)).toEqual([]);
    expect(planned.contents.get(prod)).toBe(
      kustomization(images).replace(before, after),
    );
  });

  it('brings tag and digest along together', async () => {
    const story = new PlanStory({
      [prod]: kustomization(
        `  - name: ${orders}\n    newTag: 1.4.2\n    digest: ${digestA}\n`,
      ),
    });
    const planned = await story.plan({
      dev: [
        {
          ...overlay('dev', ''),
          images: [`${orders}:1.5.0`, `${orders}:1.5.0@${digestB}`],
        },
      ],
      prod: [overlay('prod', '1.4.2')],
    });
    expect(changesOf(planned)).toEqual([
      `${prod}:5 images[0].newTag 1.4.2 -> 1.5.0`,
      `${prod}:6 images[0].digest ${digestA} -> ${digestB}`,
    ]);
  });

  it('has nothing to change when Git says so already', async () => {
    const story = new PlanStory({
      [prod]: kustomization(entry('1.5.0')),
      [dev]: kustomization(entry('1.5.0')),
    });
    const { plan } = await story.plan({
      dev: [overlay('dev', '1.5.0')],
      prod: [overlay('prod', '1.4.2')],
    });
    expect(plan).toMatchObject({ edits: [], files: [], blockers: [] });
  });

  it('leaves alone what is injected, and images that only one side has', async () => {
    const story = new PlanStory({
      ...baseFiles,
      [prod]: kustomization(entry('1.4.2')),
      [dev]: kustomization(entry('1.5.0')),
    });
    const planned = await story.plan({
      dev: [
        {
          ...overlay('dev', ''),
          images: [`${orders}:1.5.0`, 'istio/proxyv2:1.22.0', 'debug:1'],
        },
      ],
      prod: [
        {
          ...overlay('prod', ''),
          images: [`${orders}:1.4.2`, 'istio/proxyv2:1.20.0'],
        },
      ],
    });
    expect(blockersOf(planned)).toEqual([]);
    expect(planned.plan.edits).toHaveLength(1);
  });

  it('keeps the registry that an environment pulls from', async () => {
    const own = (registry: string, tag: string) =>
      kustomization(
        `  - name: ${orders}\n    newName: ${registry}/orders\n    newTag: ${tag}\n`,
      );
    const story = new PlanStory({
      [prod]: own('prod.registry.test', '1.4.2'),
      [dev]: own('dev.registry.test', '1.5.0'),
    });
    const planned = await story.plan({
      dev: [
        { ...overlay('dev', ''), images: ['dev.registry.test/orders:1.5.0'] },
      ],
      prod: [
        { ...overlay('prod', ''), images: ['prod.registry.test/orders:1.4.2'] },
      ],
    });
    expect(planned.contents.get(prod)).toBe(own('prod.registry.test', '1.5.0'));
    expect(planned.plan.toVersion.images).toEqual([
      { name: 'prod.registry.test/orders', tag: '1.5.0' },
    ]);
  });

  it('finds images in components and in patches, which win over the base', async () => {
    const component = 'apps/orders/components/orders/kustomization.yaml';
    const story = new PlanStory({
      ...baseFiles,
      'apps/orders/overlays/prod/kustomization.yaml':
        'resources: [../../base]\npatches:\n  - path: image.yaml\n  - target: {kind: Deployment, name: orders}\n    patch: |-\n      - op: replace\n        path: /spec/template/spec/containers/1/image\n        value: envoyproxy/envoy:v1.30.1 # proxy\n',
      'apps/orders/overlays/prod/image.yaml': `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: orders}\nspec: {template: {spec: {containers: [{name: app, image: "${orders}:1.4.2"}]}}}\n`,
      [dev]: 'resources: [../../base]\ncomponents: [../../components/orders]\n',
      [component]: `kind: Component\nimages:\n${entry('1.5.0')}`,
    });
    const planned = await story.plan({
      dev: [
        {
          ...overlay('dev', ''),
          images: [`${orders}:1.5.0`, 'docker.io/envoyproxy/envoy:v1.31.0'],
        },
      ],
      prod: [overlay('prod', '1.4.2')],
    });
    expect(blockersOf(planned)).toEqual([]);
    expect(changesOf(planned)).toEqual([
      `apps/orders/overlays/prod/image.yaml:4 spec.template.spec.containers[0].image ${orders}:1.4.2 -> ${orders}:1.5.0`,
      `${prod}:8 patches[1].patch[0].value envoyproxy/envoy:v1.30.1 -> envoyproxy/envoy:v1.31.0`,
    ]);
    expect(planned.contents.get(prod)).toContain('v1.31.0 # proxy\n');
  });

  it('edits every target of an environment in one plan', async () => {
    const story = new PlanStory({
      'apps/orders/overlays/eu/kustomization.yaml': kustomization(
        entry('1.4.2'),
      ),
      'apps/orders/overlays/us/kustomization.yaml': kustomization(
        entry('1.4.0'),
      ),
      [dev]: kustomization(entry('1.5.0')),
    });
    const planned = await story.plan({
      dev: [overlay('dev', '1.5.0')],
      prod: [overlay('eu', '1.4.2'), overlay('us', '1.4.0')],
    });
    expect(planned.plan.targets).toEqual(['orders-eu', 'orders-us']);
    expect([...planned.contents.keys()]).toHaveLength(2);
  });

  it('has the same fingerprint after an unrelated commit, and another one after a related one', async () => {
    const story = new PlanStory({
      [prod]: kustomization(entry('1.4.2')),
      [dev]: kustomization(entry('1.5.0')),
    });
    const sides = {
      dev: [overlay('dev', '1.5.0')],
      prod: [overlay('prod', '1.4.2')],
    };
    const commit = (path: string, content: string) => {
      const repository = story.forge.repository(repoUrl);
      repository.commit({
        parents: [repository.commitOf('main').sha],
        files: new Map([[path, content]]),
        message: 'Change',
        branch: 'main',
      });
    };
    const first = (await story.plan(sides)).plan;
    commit('README.md', 'hello');
    const second = (await story.plan(sides)).plan;
    commit(prod, `${kustomization(entry('1.4.2'))}# x\n`);
    const third = (await story.plan(sides)).plan;

    expect(second.baseSha).not.toBe(first.baseSha);
    expect(second.fingerprint).toBe(first.fingerprint);
    expect(third.fingerprint).not.toBe(first.fingerprint);
  });

  it('uses the default branch where the Application says HEAD or nothing', async () => {
    const story = new PlanStory({ [prod]: kustomization(entry('1.4.2')) });
    const { plan } = await story.plan({
      dev: [overlay('dev', '1.5.0')],
      prod: [
        {
          ...overlay('prod', '1.4.2'),
          source: {
            path: './apps/orders/overlays/prod/',
            targetRevision: undefined,
          },
        },
      ],
    });
    expect(plan.baseBranch).toBe('main');
    expect(plan.edits).toHaveLength(1);
  });
});

describe('plans of kustomize that are refused', () => {
  const plan = (files: Record<string, string>, more = {}) =>
    new PlanStory(files).plan({
      dev: [overlay('dev', '1.5.0')],
      prod: [overlay('prod', '1.4.2')],
      ...more,
    });

  it('names the environment that a shared base belongs to as well', async () => {
    const files = {
      [`${base}/kustomization.yaml`]: `resources: [deployment.yaml]\nimages:\n${entry('1.4.2')}`,
      [prod]: 'resources: [../../base]\n',
      [dev]: kustomization(entry('1.5.0')),
      'apps/orders/overlays/staging/kustomization.yaml':
        'resources: [../../base]\n',
    };
    const told = await plan(files, {
      others: { staging: [overlay('staging', '1.4.2')] },
    });
    expect(blockersOf(told)).toEqual([
      `shared-file ${base}/kustomization.yaml:4`,
    ]);
    expect(told.plan.blockers[0].message).toMatch(
      /for prod and for dev, staging too.* Add an "images" entry for ghcr.io\/acme\/orders to the kustomization in apps\/orders\/overlays\/prod/,
    );

    // No target is known to use the base, yet another overlay builds on it.
    const { [dev]: _, ...unknown } = files;
    const found = await plan(unknown);
    expect(found.plan.blockers.map(({ message }) => message)).toEqual([
      expect.stringContaining(
        'what is built in apps/orders/overlays/staging too',
      ),
    ]);
  });

  it('edits a base that nothing else builds on', async () => {
    const planned = await plan({
      [`${base}/kustomization.yaml`]: `images:\n${entry('1.4.2')}`,
      [prod]: 'resources: [../../base]\n',
    });
    expect(blockersOf(planned)).toEqual([]);
    expect(planned.plan.edits).toHaveLength(1);
  });

  it('does not add an images entry where there is none', async () => {
    const planned = await plan({
      ...baseFiles,
      [prod]: 'resources: [../../base]\n',
      [dev]: kustomization(entry('1.5.0')),
    });
    expect(blockersOf(planned)).toEqual([
      `shared-file ${base}/deployment.yaml:11`,
    ]);
    const nowhere = await plan({
      [prod]: 'resources: []\n',
      [dev]: kustomization(entry('1.5.0')),
    });
    expect(nowhere.plan.blockers).toEqual([
      {
        code: 'value-not-found',
        message: expect.stringMatching(
          /^No file that Application orders-prod .* Add an "images" entry/,
        ),
      },
    ]);
  });

  it.each([
    ['unparsable', 'images:\n  - name: x\n   newTag: [\n', 3],
    ['duplicate-key', 'images: []\nimages: []\n', 2],
    ['template', 'images:\n  - name: {{ .Values.x }}\n', 2],
    ['ambiguous', kustomization(entry('1.4.2') + entry('1.4.3')), 6],
    ['ambiguous', 'resources: [../prod]\n', 1],
    [
      'shared-anchor',
      kustomization(
        `  - name: ${orders}\n    newTag: &v 1.4.2\n  - name: y\n    newTag: *v\n`,
      ),
      5,
    ],
    [
      'alias',
      `x-v: &v 1.4.2\nimages:\n  - name: ${orders}\n    newTag: *v\n`,
      1,
    ],
    [
      'block-scalar',
      kustomization(`  - name: ${orders}\n    newTag: >-\n      1.4.2\n`),
      5,
    ],
  ])('is blocked by %s, with file and line', async (code, content, line) => {
    const planned = await plan({ [prod]: content });
    expect(blockersOf(planned)).toEqual([`${code} ${prod}:${line}`]);
    expect(planned.contents.size).toBe(0);
  });

  it('needs the digest where one is pinned, and a tag where one is written', async () => {
    const pinned = await plan({
      [prod]: kustomization(
        `  - name: ${orders}\n    newTag: 1.4.2\n    digest: ${digestA}\n`,
      ),
    });
    expect(blockersOf(pinned)).toEqual([`digest-unknown ${prod}:6`]);
    const tagged = await plan(
      { [prod]: kustomization(entry('1.4.2')) },
      { dev: [{ ...overlay('dev', ''), images: [`${orders}@${digestB}`] }] },
    );
    expect(blockersOf(tagged)).toEqual([`tag-unknown ${prod}:5`]);
  });

  it('needs one version on the side that is promoted', async () => {
    const files = { [prod]: kustomization(entry('1.4.2')) };
    const rollout = await plan(files, {
      dev: [
        {
          ...overlay('dev', ''),
          images: [`${orders}:1.5.0`, `${orders}:1.4.9`],
        },
      ],
    });
    expect(blockersOf(rollout)).toEqual(['source-in-progress']);
    const disagreeing = await plan(files, {
      dev: [overlay('dev', '1.5.0'), overlay('dev2', '1.5.1')],
    });
    expect(blockersOf(disagreeing)).toEqual(['source-disagrees']);
    const unknown = await plan(files, {
      dev: [{ ...overlay('dev', ''), images: [] }],
    });
    expect(blockersOf(unknown)).toEqual(['version-unknown']);
    expect(blockersOf(await plan(files, { prod: [] }))).toEqual(['no-target']);
  });

  it('is blocked where an edit would have no effect, or would need two pull requests', async () => {
    const story = new PlanStory({ [prod]: kustomization(entry('1.4.2')) });
    const repository = story.forge.repository(repoUrl);
    repository.branches.set('v1.2.3', repository.commitOf('main').sha);
    repository.branches.set('eu', repository.commitOf('main').sha);
    const other = 'https://github.com/acme/other';
    story.forge.createRepository({
      repoUrl: other,
      files: { [prod]: kustomization(entry('1.4.2')) },
    });
    const at = (source: object) => ({
      ...overlay('prod', '1.4.2'),
      source: { ...overlay('prod', '').source, ...source },
    });
    const withTargets = async (...targets: ReturnType<typeof at>[]) =>
      blockersOf(
        await story.plan({ dev: [overlay('dev', '1.5.0')], prod: targets }),
      );
    expect(await withTargets(at({ targetRevision: 'v1.2.3' }))).toEqual([
      'pinned-revision',
      `pinned-revision ${prod}:5`,
    ]);
    expect(await withTargets(at({}), at({ targetRevision: 'eu' }))).toEqual([
      'several-branches',
    ]);
    expect(await withTargets(at({}), at({ repoUrl: other }))).toEqual([
      'several-repositories',
    ]);
    expect(
      await withTargets(at({ repoUrl: 'https://git.acme.test/acme/x' })),
    ).toEqual(['no-integration']);
    expect(await withTargets(at({ repoUrl: '' }))).toEqual(['no-repository']);
    expect(await withTargets(at({ type: 'plugin' }))).toEqual([
      'plugin-source',
    ]);
  });

  it("says that a repository is missing, and throws the forge's error when it can't be read", async () => {
    const missing = { repoUrl: 'https://github.com/acme/gone' };
    const gone = { ...overlay('prod', ''), source: missing };
    const story = new PlanStory({ [prod]: kustomization(entry('1.4.2')) });
    const blocked = await story.plan({
      dev: [overlay('dev', '1.5.0')],
      prod: [{ ...gone, source: { ...missing, path: 'x' } }],
    });
    expect(blockersOf(blocked)).toEqual(['repository-missing']);
    expect(blocked.plan.blockers[0].message).toContain('acme/gone');

    const error = new ServiceUnavailableError('rate limit');
    story.forge.failNext('readTree', { error });
    await expect(
      story.plan({
        dev: [overlay('dev', '1.5.0')],
        prod: [overlay('prod', '1.4.2')],
      }),
    ).rejects.toThrow(error);

    // The side that is promoted is only read to know more about it.
    const planned = await story.plan({
      dev: [
        {
          ...overlay('dev', '1.5.0'),
          source: { ...missing, path: 'x', type: 'kustomize' },
        },
      ],
      prod: [overlay('prod', '1.4.2')],
    });
    expect(planned.plan.edits).toHaveLength(1);
  });

  it('does not follow a hostile repository without end', async () => {
    const wide: Record<string, string> = {
      [prod]: 'resources: [../a0, ../b0]\n',
    };
    for (let level = 0; level < 11; level++) {
      for (const name of ['a', 'b']) {
        wide[`apps/orders/overlays/${name}${level}/kustomization.yaml`] =
          `resources: [../a${level + 1}, ../b${level + 1}]\n`;
      }
    }
    expect((await plan(wide)).plan.blockers.map(({ code }) => code)).toContain(
      'too-many-files',
    );
    const escaping = await plan({
      [prod]: `resources: [../../../../../../etc, /etc, https://x.test/y]\nimages:\n${entry('1.4.2')}`,
    });
    expect(changesOf(escaping)).toHaveLength(1);
    const nested = await plan({ [prod]: `a: ${'['.repeat(20_000)}` });
    expect(nested.plan.blockers.map(({ code }) => code)).toEqual([
      'unparsable',
    ]);
  });

  it('writes what parses to the planned values and nothing else', async () => {
    const before = kustomization(entry('1.4.2'));
    const { contents } = await plan({ [prod]: `${before}---\nother: true\n` });
    const documents = parseAllDocuments(contents.get(prod) ?? '');
    expect(
      (Array.isArray(documents) ? documents : []).map(item => item.toJS()),
    ).toEqual([
      {
        resources: ['../../base'],
        images: [{ name: orders, newTag: '1.5.0' }],
      },
      { other: true },
    ]);
  });
});
