import { InputError } from '@backstage/errors';
import {
  blockersOf,
  changesOf,
  digestB,
  orders,
  PlanStory,
  StoryTarget,
} from './__testUtils__/planStory';

const path = 'argocd/prod/orders.yaml';

function application(source: string, name = 'orders-prod'): string {
  return `# keep\napiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: ${name}\nspec:\n  destination: {namespace: orders}\n  source:\n    repoURL: https://github.com/acme/gitops\n${source.replace(/^/gm, '    ')}\n`;
}

const dev: StoryTarget[] = [
  {
    name: 'orders-dev',
    images: [`${orders}:1.5.0`],
    source: { path: 'apps/orders/dev' },
  },
];
const prod = (more: Partial<StoryTarget>): StoryTarget[] => [
  {
    name: 'orders-prod',
    images: [`${orders}:1.4.2`],
    source: { path: 'charts/orders', type: 'helm' },
    ...more,
  },
];
const parameter = (name: string, value: string) => ({
  kind: 'helm-parameter' as const,
  name,
  value,
  pointer: 'spec.source.helm.parameters[0].value',
});
const hiddenValues = {
  kind: 'helm-values' as const,
  value: '',
  pointer: 'spec.source.helm.values',
};
const chartValues = {
  'charts/orders/values.yaml': `image:\n  repository: ${orders}\n  tag: 1.0.0\n`,
};

describe('plans of what an Application sets itself', () => {
  it.each([
    [
      'a Helm parameter',
      'helm:\n  parameters:\n    - name: image.tag\n      value: "1.4.2" # here',
      [parameter('image.tag', '1.4.2')],
      'spec.source.helm.parameters[0].value',
    ],
    [
      'valuesObject',
      'helm:\n  valuesObject:\n    image: {tag: 1.4.2}',
      [hiddenValues],
      'spec.source.helm.valuesObject.image.tag',
    ],
    [
      'values as text',
      "helm:\n  values: |\n    # values\n    image:\n      tag: '1.4.2'",
      [hiddenValues],
      'spec.source.helm.values.image.tag',
    ],
  ])('finds %s in its manifest', async (_, source, overrides, pointer) => {
    const before = application(source);
    const planned = await new PlanStory({
      ...chartValues,
      [path]: before,
      'argocd/dev/orders.yaml': application(source, 'orders-dev'),
      'README.md': 'orders-prod is an Application',
      'templates/orders-prod.yaml': 'kind: Application\n{{ orders-prod }}: 1\n',
    }).plan({ dev, prod: prod({ overrides }) });
    expect(blockersOf(planned)).toEqual([]);
    expect(planned.plan.edits).toMatchObject([
      { file: path, pointer, from: '1.4.2', to: '1.5.0', subject: orders },
    ]);
    expect(planned.contents.get(path)).toBe(before.replace('1.4.2', '1.5.0'));
  });

  it.each([
    [`${orders}:1.4.2`, `${orders}:1.5.0`],
    [`orders=${orders}:1.4.2`, `orders=${orders}:1.5.0`],
    [`${orders}@sha256:0`, `${orders}@${digestB}`],
  ])('finds the kustomize image override %s', async (written, wanted) => {
    const before = application(
      `path: apps/orders/prod\nkustomize:\n  images:\n    - ${written} # x`,
    );
    const planned = await new PlanStory({
      'apps/orders/prod/kustomization.yaml': `images:\n  - name: ${orders}\n    newTag: 1.0.0\n  - name: orders\n    newTag: "1"\n`,
      [path]: before,
    }).plan({
      dev: [{ ...dev[0], images: [`${orders}:1.5.0@${digestB}`] }],
      prod: prod({
        source: { path: 'apps/orders/prod', type: 'kustomize' },
        overrides: [
          {
            kind: 'kustomize-image',
            name: orders,
            value: written,
            pointer: 'spec.source.kustomize.images[0]',
          },
        ],
      }),
    });
    expect(planned.contents.get(path)).toBe(before.replace(written, wanted));
  });

  it('finds the overrides that image updaters write beside the manifests', async () => {
    const file = 'apps/orders/prod/.argocd-source-orders-prod.yaml';
    const planned = await new PlanStory({
      'apps/orders/prod/kustomization.yaml': `images:\n  - name: ${orders}\n    newTag: 1.0.0\n`,
      [file]: `kustomize:\n  images:\n  - ${orders}:1.4.2\n`,
    }).plan({ dev, prod: prod({ source: { path: 'apps/orders/prod' } }) });
    expect(changesOf(planned)).toEqual([
      `${file}:3 kustomize.images[0] ${orders}:1.4.2 -> ${orders}:1.5.0`,
    ]);
  });

  it('does not look for the manifest when what runs is what the files say', async () => {
    const story = new PlanStory({
      'charts/orders/values.yaml': `image: {repository: ${orders}, tag: 1.4.2}\n`,
    });
    const planned = await story.plan({
      dev,
      prod: prod({ overrides: [hiddenValues] }),
    });
    expect(blockersOf(planned)).toEqual([]);
    expect(planned.plan.edits).toHaveLength(1);
  });

  it('searches where the app of apps says, and tells apart what has one name', async () => {
    const other = 'https://github.com/acme/platform';
    const text = application(
      'helm:\n  parameters: [{name: image.tag, value: 1.4.2}]',
    );
    const story = new PlanStory(chartValues);
    story.forge.createRepository({
      repoUrl: other,
      defaultBranch: 'trunk',
      files: {
        'eu/orders.yaml': text.replace(
          '{namespace: orders}',
          '{name: eu, namespace: orders}',
        ),
        'us/orders.yaml': text.replace(
          '{namespace: orders}',
          '{name: us, namespace: orders}',
        ),
      },
    });
    const options = {
      dev,
      prod: prod({
        overrides: [parameter('image.tag', '1.4.2')],
        destination: { name: 'us' },
      }),
      definedBy: {
        'orders-prod': {
          name: 'root',
          source: { repoUrl: other, targetRevision: 'HEAD', path: 'us' },
        },
      },
    };
    const planned = await story.plan(options);
    expect(blockersOf(planned)).toEqual([]);
    expect(planned.plan).toMatchObject({
      repoUrl: other,
      baseBranch: 'trunk',
      edits: [{ file: 'us/orders.yaml' }],
    });
    const unclear = await story.plan({
      ...options,
      prod: prod({ overrides: [parameter('image.tag', '1.4.2')] }),
    });
    expect(blockersOf(unclear)).toEqual(['ambiguous us/orders.yaml:2']);
  });

  it('refuses what a generator would set back, and what is not in Git', async () => {
    const story = new PlanStory(chartValues);
    const overrides = [parameter('image.tag', '1.4.2')];
    const generatedBy = { kind: 'ApplicationSet', name: 'all-orders' };
    const generated = await story.plan({
      dev,
      prod: prod({ overrides, generatedBy }),
    });
    expect(blockersOf(generated)).toEqual(['generated-application']);
    expect(generated.plan.blockers[0].message).toMatch(
      /^The version of ghcr.io\/acme\/orders is set in the spec of Application argocd\/orders-prod, which ApplicationSet all-orders generates/,
    );
    expect(generated.plan.edits).toEqual([]);
    const absent = await story.plan({ dev, prod: prod({ overrides }) });
    expect(blockersOf(absent)).toEqual(['application-not-found']);
    expect(absent.plan.blockers[0].message).toContain(
      'not found in https://github.com/acme/gitops',
    );

    // Files in the source of a generated Application may be edited.
    const files = await new PlanStory({
      'charts/orders/values.yaml': `image: {repository: ${orders}, tag: 1.4.2}\n`,
    }).plan({ dev, prod: prod({ generatedBy }) });
    expect(blockersOf(files)).toEqual([]);
    expect(files.plan.edits).toHaveLength(1);
  });

  it('reads around files that are no text while it searches', async () => {
    const story = new PlanStory({
      ...chartValues,
      [path]: application(
        'helm: {parameters: [{name: image.tag, value: 1.4.2}]}',
      ),
      'argocd/a.yaml': 'binary',
      'argocd/z.yaml': 'kind: Application\nmetadata: {name: other}\n',
    });
    const { readTree } = story.forge;
    story.forge.readTree = async options => {
      if (options.files.includes('argocd/a.yaml')) {
        throw new InputError('argocd/a.yaml is not a text file');
      }
      return readTree.call(story.forge, options);
    };
    const planned = await story.plan({
      dev,
      prod: prod({ overrides: [parameter('image.tag', '1.4.2')] }),
    });
    expect(planned.plan.edits).toHaveLength(1);
  });
});

describe('plans of revisions', () => {
  const charts = 'https://charts.acme.test';
  const chartOf = (
    name: string,
    targetRevision: string,
    live = targetRevision,
  ): StoryTarget => ({
    name,
    images: [`${orders}:${live}`],
    sources: [
      { repoUrl: charts, chart: 'orders', targetRevision, type: 'helm' },
      { repoUrl: 'https://github.com/acme/gitops', ref: 'values' },
    ],
    live: [live, ''],
  });
  const manifest = application('').replace(
    / {2}source:[^]*/,
    `  sources:\n    - repoURL: ${charts}\n      chart: orders\n      targetRevision: 4.2.0 # chart\n    - repoURL: https://github.com/acme/gitops\n      ref: values\n`,
  );

  it('promotes the version of a chart, and images come along', async () => {
    const story = new PlanStory({ [path]: manifest });
    const planned = await story.plan({
      dev: [chartOf('orders-dev', '4.x', '4.3.1')],
      prod: [chartOf('orders-prod', '4.2.0')],
    });
    expect(blockersOf(planned)).toEqual([]);
    expect(changesOf(planned)).toEqual([
      `${path}:11 spec.sources[0].targetRevision 4.2.0 -> 4.3.1`,
    ]);
    expect(planned.plan).toMatchObject({
      edits: [{ what: 'chart-version', subject: 'orders' }],
      fromVersion: { chart: { name: 'orders', version: '4.2.0' } },
      toVersion: { chart: { name: 'orders', version: '4.3.1' } },
    });
    const same = await story.plan({
      dev: [chartOf('orders-dev', '4.2.0')],
      prod: [chartOf('orders-prod', '4.2.0')],
    });
    expect(same.plan).toMatchObject({ edits: [], blockers: [] });
  });

  it('refuses ranges, disagreement and a manifest without a revision', async () => {
    const story = new PlanStory({
      [path]: manifest.replace(/ +targetRevision.*\n/, ''),
    });
    const plan = async (from: StoryTarget[], to: StoryTarget) =>
      blockersOf(await story.plan({ dev: from, prod: [to] }));
    const newer = chartOf('orders-dev', '4.3.1');
    expect(
      await plan([newer], chartOf('orders-prod', '4.2.x', '4.2.0')),
    ).toEqual(['chart-range']);
    expect(
      await plan(
        [newer, chartOf('orders-dev-2', '4.3.2')],
        chartOf('orders-prod', '4.2.0'),
      ),
    ).toContain('source-disagrees');
    expect(await plan([newer], chartOf('orders-prod', '4.2.0'))).toEqual([
      `value-not-found ${path}:9`,
    ]);
  });

  it.each([
    ['v1.4.2', 'v1.5.0', '', 'v1.5.0'],
    [
      '0123456789012345678901234567890123456789',
      'main',
      `a1${'f'.repeat(38)}`,
      `a1${'f'.repeat(38)}`,
    ],
  ])(
    'promotes the pinned revision %s by that of the other side, %s',
    async (current, other, live, wanted) => {
      const story = new PlanStory({
        [path]: application(`path: deploy/prod\ntargetRevision: ${current}`),
        'deploy/prod/kustomization.yaml': `images:\n  - name: ${orders}\n    newTag: 1.4.2\n`,
      });
      const repository = story.forge.repository(
        'https://github.com/acme/gitops',
      );
      repository.branches.set(current, repository.commitOf('main').sha);
      const planned = await story.plan({
        dev: [
          {
            ...dev[0],
            source: { path: 'deploy/dev', targetRevision: other },
            live: [live],
          },
        ],
        prod: prod({
          source: { path: 'deploy/prod', targetRevision: current },
          images: [`${orders}:1.4.2`],
        }),
        definedBy: {
          'orders-prod': { name: 'root', source: { path: 'argocd' } },
        },
      });
      expect(blockersOf(planned)).toEqual([]);
      expect(planned.plan.edits).toMatchObject([
        { what: 'target-revision', from: current, to: wanted, file: path },
      ]);
    },
  );

  it('refuses a tag that the other side has no counterpart for', async () => {
    const { plan } = await new PlanStory({}).plan({
      dev: [{ ...dev[0], source: { path: 'x' }, live: ['f'.repeat(40)] }],
      prod: prod({ source: { path: 'x', targetRevision: 'HEAD' } }),
    });
    expect(plan.blockers.map(({ code }) => code)).toEqual(['value-not-found']);
  });
});

describe('plans of plain manifests', () => {
  const pod = (tag: string) =>
    `kind: List\nitems:\n  - kind: CronJob\n    metadata: {name: nightly}\n    spec: {jobTemplate: {spec: {template: {spec: {containers: [{name: a, image: "${orders}:${tag}"}]}}}}}\n`;
  const directory = (name: string, images: string[]): StoryTarget => ({
    name: `orders-${name}`,
    images,
    source: { path: name },
  });

  it('finds images in any kind, nested or not, past files that are templates', async () => {
    const before = `kind: Deployment\r\nmetadata: {name: orders}\r\nspec:\r\n  template:\r\n    spec:\r\n      containers:\r\n        - image: '${orders}:1.4.2' # app\r\n`;
    const planned = await new PlanStory({
      'prod/a.yaml': before,
      'prod/b.json': JSON.stringify({
        kind: 'ConfigMap',
        data: { a: '1.4.2' },
      }),
      'prod/c.yaml': pod('1.4.2'),
      'prod/template.yaml': 'a: {{ x }}\n',
      'prod/nested/ignored.yaml': pod('1.4.2'),
      'dev/a.yaml': pod('1.5.0'),
    }).plan({
      dev: [directory('dev', [`${orders}:1.5.0`])],
      prod: [directory('prod', [`${orders}:1.4.2`])],
    });
    expect(blockersOf(planned)).toEqual([]);
    expect(changesOf(planned)).toEqual([
      `prod/a.yaml:7 spec.template.spec.containers[0].image ${orders}:1.4.2 -> ${orders}:1.5.0`,
      `prod/c.yaml:5 items[0].spec.jobTemplate.spec.template.spec.containers[0].image ${orders}:1.4.2 -> ${orders}:1.5.0`,
    ]);
    expect(planned.contents.get('prod/a.yaml')).toBe(
      before.replace('1.4.2', '1.5.0'),
    );
  });

  it('tells of the broken file when no other one has the image', async () => {
    const planned = await new PlanStory({ 'prod/a.yaml': 'a: [\n' }).plan({
      dev: [directory('dev', [`${orders}:1.5.0`])],
      prod: [directory('prod', [`${orders}:1.4.2`])],
    });
    expect(blockersOf(planned)).toEqual([
      expect.stringMatching(/^unparsable prod\/a.yaml:\d$/),
    ]);
  });
});
