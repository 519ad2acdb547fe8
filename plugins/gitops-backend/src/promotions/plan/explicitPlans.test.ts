import {
  blockersOf,
  changesOf,
  orders,
  PlanStory,
  repoUrl,
  StoryTarget,
} from './__testUtils__/planStory';

const at = (environment: string, more: Partial<StoryTarget> = {}) => ({
  name: `orders-${environment}`,
  images: [`${orders}:${environment === 'dev' ? '1.5.0' : '1.4.2'}`],
  source: { path: `env/${environment}`, type: 'directory' as const },
  ...more,
});
const manifest = (tag: string) =>
  `kind: Deployment\nspec: {template: {spec: {containers: [{name: a, image: ${orders}:${tag}}]}}}\n`;
const files = {
  'env/dev/values.yaml': `image:\n  tag: 1.5.0\nreplicas: 3\nlist:\n- {name: a, on: true}\n- {name: b, on: false}\n`,
  'env/prod/values.yaml': `image:\r\n  tag: "1.4.2" # hand\r\nreplicas:   2\r\nlist:\r\n- {name: b, on: true}\r\n- {name: a, on: true}\r\n`,
  'env/dev/app.json': `{"a":{"version":"1.5.0","size":2.50,"on":false}}`,
  'env/prod/app.json': `{\n\t"a": {"version" : "1.4.2", "size": 1e3, "on":true}\n}\n`,
  'env/dev/app.toml': `[a]\nversion = "1.5.0"\nsize = 0x1F\n`,
  'env/prod/app.toml': `# keep\r\na.version = '1.4.2' # hand\r\na.size=1_000\r\n`,
};
const only = { images: [] };

describe('plans of values that the pipeline file names', () => {
  it('leaves alone what is not of the service', async () => {
    const story = new PlanStory({
      ...files,
      'apps/orders/dev.yaml': 'a: 2\n',
      'apps/orders/prod.yaml': 'a: 1\n',
      'apps/payments/dev.yaml': 'a: 2\n',
      'apps/payments/prod.yaml': 'a: 1\n',
    });
    const plan = (file: string) =>
      story.plan({
        dev: [at('dev')],
        prod: [at('prod')],
        promotedFrom: 'apps/orders',
        promoted: { ...only, paths: [{ file, path: 'a' }] },
      });
    expect(blockersOf(await plan('apps/orders/{environment}.yaml'))).toEqual(
      [],
    );
    const others = await plan('apps/payments/{environment}.yaml');
    expect(others.plan.blockers).toMatchObject([
      { code: 'outside-service', file: 'apps/payments/prod.yaml' },
    ]);
    const own = await story.plan({
      dev: [at('dev')],
      prod: [at('prod')],
      promotedFrom: 'apps/orders',
      promoted: {
        ...only,
        paths: [{ file: 'env/{environment}/values.yaml', path: 'replicas' }],
      },
    });
    expect(blockersOf(own)).toEqual([]);
  });

  it('copies values of YAML, JSON and TOML, in the style of the target, with their type', async () => {
    const story = new PlanStory(files);
    const planned = await story.plan({
      dev: [at('dev')],
      prod: [at('prod')],
      promoted: {
        ...only,
        paths: [
          { file: 'env/{environment}/values.yaml', path: 'image.tag' },
          { file: './env/{environment}/values.yaml', path: 'replicas' },
          { file: 'env/{environment}/values.yaml', path: 'list[name=b].on' },
          { file: 'env/{environment}/app.json', path: 'a.version' },
          { file: 'env/{environment}/app.json', path: 'a.size' },
          { file: 'env/{environment}/app.json', path: 'a.on' },
          { file: 'env/{environment}/app.toml', path: 'a.version' },
          { file: 'env/{environment}/app.toml', path: 'a.size' },
        ],
      },
    });
    expect(blockersOf(planned)).toEqual([]);
    expect(planned.plan.targets).toEqual(['orders-prod']);
    expect(changesOf(planned)).toEqual([
      'env/prod/app.json:2 a.version 1.4.2 -> 1.5.0',
      'env/prod/app.json:2 a.size 1e3 -> 2.50',
      'env/prod/app.json:2 a.on true -> false',
      'env/prod/app.toml:2 a.version 1.4.2 -> 1.5.0',
      'env/prod/app.toml:3 a.size 1_000 -> 0x1F',
      'env/prod/values.yaml:2 image.tag 1.4.2 -> 1.5.0',
      'env/prod/values.yaml:3 replicas 2 -> 3',
      'env/prod/values.yaml:5 list[0].on true -> false',
    ]);
    expect(planned.contents).toEqual(
      new Map([
        [
          'env/prod/app.json',
          `{\n\t"a": {"version" : "1.5.0", "size": 2.50, "on":false}\n}\n`,
        ],
        [
          'env/prod/app.toml',
          `# keep\r\na.version = '1.5.0' # hand\r\na.size=0x1F\r\n`,
        ],
        [
          'env/prod/values.yaml',
          `image:\r\n  tag: "1.5.0" # hand\r\nreplicas:   3\r\nlist:\r\n- {name: b, on: false}\r\n- {name: a, on: true}\r\n`,
        ],
      ]),
    );
    expect(planned.plan.files[1].diff).toContain(
      "-a.version = '1.4.2' # hand\r\n-a.size=1_000\r\n+a.version = '1.5.0' # hand\r",
    );
  });

  it('takes what runs in the source environment, not what was pushed since', async () => {
    const story = new PlanStory(files);
    const repository = story.forge.repository(repoUrl);
    const live = repository.commitOf('main').sha;
    repository.commit({
      parents: [live],
      files: new Map([['env/dev/values.yaml', 'image: {tag: 1.6.0}\n']]),
      message: 'newer',
      branch: 'main',
    });
    const promoted = {
      ...only,
      paths: [{ file: 'env/{environment}/values.yaml', path: 'image.tag' }],
    };
    const plan = (sha: string) =>
      story.plan({
        dev: [at('dev', { live: [sha] })],
        prod: [at('prod')],
        promoted,
      });
    expect(changesOf(await plan(live))[0]).toContain('1.4.2 -> 1.5.0');
    const head = repository.commitOf('main').sha;
    expect(changesOf(await plan(head))[0]).toContain('1.4.2 -> 1.6.0');
    const both = await story.plan({
      dev: [at('dev', { live: [live] }), at('dev2', { live: [head] })],
      prod: [at('prod')],
      promoted,
    });
    expect(blockersOf(both)).toContain('ambiguous env/dev/values.yaml:2');
  });

  it('reads them where the values are, or the pipeline file is', async () => {
    const charts = 'https://github.com/acme/charts';
    const story = new PlanStory(files);
    story.forge.createRepository({
      repoUrl: charts,
      files: { 'env/dev/x.yaml': 'a: 2\n', 'env/prod/x.yaml': 'a: 1\n' },
    });
    const of = (environment: string) =>
      at(environment, {
        source: undefined,
        sources: [
          {
            repoUrl: charts,
            path: 'orders',
            type: 'helm',
            valueFiles: [`$values/env/${environment}/values.yaml`],
          },
          { ref: 'values' },
        ],
      });
    const sides = { dev: [of('dev')], prod: [of('prod')] };
    const values = await story.plan({
      ...sides,
      promoted: {
        ...only,
        paths: [{ file: 'env/{environment}/values.yaml', path: 'image.tag' }],
      },
    });
    expect(blockersOf(values)).toEqual([]);
    expect(values.plan.repoUrl).toBe(repoUrl);
    const elsewhere = await story.plan({
      ...sides,
      promoted: {
        ...only,
        paths: [{ file: 'env/{environment}/x.yaml', path: 'a' }],
      },
      promotedIn: `${charts}.git`,
    });
    expect(elsewhere.plan.repoUrl).toBe(charts);
    expect(changesOf(elsewhere)).toEqual(['env/prod/x.yaml:1 a 1 -> 2']);
  });

  it.each<[string, { file: string; path: string }, string]>([
    [
      'a file that is not there',
      { file: 'env/{environment}/nothing.yaml', path: 'a' },
      'value-not-found env/prod/nothing.yaml',
    ],
    [
      'a path that is not there',
      { file: 'env/{environment}/values.yaml', path: 'image.digest' },
      'value-not-found env/prod/values.yaml',
    ],
    [
      'a path that leads to a map',
      { file: 'env/{environment}/values.yaml', path: 'image' },
      'value-not-found env/prod/values.yaml',
    ],
    [
      'what is no path',
      { file: 'env/{environment}/values.yaml', path: 'image..[' },
      'value-not-found env/prod/values.yaml',
    ],
    [
      'one file for all environments',
      { file: 'env/prod/values.yaml', path: 'image.tag' },
      'ambiguous env/prod/values.yaml',
    ],
    [
      'a path in several documents',
      { file: 'env/{environment}/many.yaml', path: 'a' },
      'ambiguous env/prod/many.yaml:3',
    ],
    [
      'a secret',
      { file: 'env/{environment}/secret.yaml', path: 'db.password' },
      'secret-value env/prod/secret.yaml:2',
    ],
    [
      'an address with a password in it',
      { file: 'env/{environment}/secret.yaml', path: 'db.url' },
      'secret-value env/prod/secret.yaml:3',
    ],
    [
      'a file that is broken',
      { file: 'env/{environment}/bad.toml', path: 'a' },
      'unparsable env/prod/bad.toml:3',
    ],
  ])('refuses %s', async (_, path, blocker) => {
    const planned = await new PlanStory({
      ...files,
      'env/prod/many.yaml': 'a: 1\n---\na: 2\n',
      'env/prod/bad.toml': 'a = 1\nb = [\n',
      'env/prod/secret.yaml':
        'db:\n  password: hunter2\n  url: postgres://a:hunter2@db\n',
    }).plan({
      dev: [at('dev')],
      prod: [at('prod')],
      promoted: { ...only, paths: [path] },
    });
    expect(blockersOf(planned)).toEqual([blocker]);
    expect(planned.plan.edits).toEqual([]);
  });

  it('wins over what is found, and leaves alone what it does not name', async () => {
    const values = (orderTag: string, proxyTag: string) =>
      `image: {repository: ${orders}, tag: ${orderTag}}\nproxy:\n  image: {repository: envoy, tag: ${proxyTag}}\n`;
    const helm = (environment: string, tags: string[]): StoryTarget => ({
      name: environment,
      images: [`${orders}:${tags[0]}`, `envoy:${tags[1]}`],
      source: { path: `env/${environment}`, type: 'helm' },
    });
    const story = new PlanStory({
      'env/dev/values.yaml': values('1.5.0', 'v2'),
      'env/prod/values.yaml': values('1.4.2', 'v1'),
    });
    const sides = {
      dev: [helm('dev', ['1.5.0', 'v2'])],
      prod: [helm('prod', ['1.4.2', 'v1'])],
    };
    const images = await story.plan({
      ...sides,
      promoted: { images: ['ghcr.io/acme/*'] },
    });
    expect(changesOf(images)).toEqual([
      'env/prod/values.yaml:1 image.tag 1.4.2 -> 1.5.0',
    ]);
    const unknown = await story.plan({ ...sides, promoted: { images: ['x'] } });
    expect(blockersOf(unknown)).toEqual(['image-not-running']);

    const paths = [
      { file: 'env/{environment}/values.yaml', path: 'proxy.image.tag' },
    ];
    const both = await story.plan({ ...sides, promoted: { paths } });
    expect(both.plan.edits.map(({ what }) => what)).toEqual([
      'image-tag',
      'value',
    ]);
  });

  it('leaves out charts and revisions when told so', async () => {
    const chart = (name: string, version: string): StoryTarget => ({
      name,
      images: [`${orders}:1`],
      source: {
        repoUrl: 'https://charts.example',
        chart: 'orders',
        targetRevision: version,
        type: 'helm',
      },
    });
    const planned = await new PlanStory({}).plan({
      dev: [chart('a', '1.1.0')],
      prod: [chart('b', '1.0.0')],
      promoted: { chart: false },
    });
    expect(blockersOf(planned)).toEqual([]);
    expect(planned.plan.edits).toEqual([]);
  });
});

describe('plans of whole directories', () => {
  const secret = (password: string) =>
    `kind: Secret\nstringData: {password: ${password}}\n`;
  const tree = {
    'env/dev/app.yaml': manifest('1.5.0'),
    'env/dev/new.yaml': 'kind: ConfigMap\n',
    'env/dev/same.yaml': 'kind: Same\n',
    'env/dev/secret.yaml': secret('hunter2'),
    'env/prod/app.yaml': manifest('1.4.2'),
    'env/prod/old.toml': 'token = "abc123"\nx = 1\n',
    'env/prod/same.yaml': 'kind: Same\n',
    'env/prod/secret.yaml': secret('hunter1'),
    'env/prod/notes.txt': 'password hunter3\n',
  };
  const promoted = { directories: ['env/{environment}'] };

  it('copies one by tree id, and shows what changes in it without secrets', async () => {
    const story = new PlanStory(tree);
    const planned = await story.plan({
      dev: [at('dev')],
      prod: [at('prod')],
      promoted,
    });
    expect(blockersOf(planned)).toEqual([]);
    const ids = await story.forge.readDirectoryIds({
      repoUrl,
      ref: 'main',
      directories: ['env/dev', 'env/prod'],
    });
    const [from, to] = [ids.get('env/prod'), ids.get('env/dev')];
    expect(planned.plan.edits).toEqual([
      {
        file: 'env/prod',
        line: 1,
        pointer: '',
        what: 'directory',
        subject: 'env/dev',
        from,
        to,
      },
    ]);
    expect(planned.directories).toEqual(new Map([['env/prod', to]]));
    expect(planned.contents.size).toBe(0);
    expect(planned.plan.targets).toEqual(['orders-prod']);
    const diffs = planned.plan.files.map(({ diff }) => diff).join('');
    expect(planned.plan.files.map(({ path }) => path)).toEqual([
      'env/prod/app.yaml',
      'env/prod/new.yaml',
      'env/prod/notes.txt',
      'env/prod/old.toml',
      'env/prod/secret.yaml',
    ]);
    expect(diffs).toContain('--- /dev/null\n+++ b/env/prod/new.yaml\n');
    expect(diffs).toContain('+kind: ConfigMap');
    expect(diffs).toContain('-x = 1');
    expect(diffs).toContain('only (hidden) values differ');
    expect(diffs).not.toMatch(/hunter|abc123/);
  });

  it('says when there is nothing to copy, or it is used elsewhere', async () => {
    const sides = { dev: [at('dev')], prod: [at('prod')] };
    const same = await new PlanStory({
      'env/dev/a.yaml': manifest('1'),
      'env/prod/a.yaml': manifest('1'),
    }).plan({ ...sides, promoted });
    expect([same.plan.edits, same.plan.blockers]).toEqual([[], []]);
    expect(same.directories).toBeUndefined();

    const gone = await new PlanStory({
      'env/prod/a.yaml': manifest('1'),
    }).plan({ ...sides, promoted });
    expect(blockersOf(gone)).toEqual(['directory-not-found env/prod']);

    const all = await new PlanStory(tree).plan({
      ...sides,
      promoted: { directories: ['env'] },
    });
    expect(blockersOf(all)).toEqual(['ambiguous env']);

    const shared = await new PlanStory(tree).plan({
      ...sides,
      promoted,
      others: { qa: [at('qa', { source: at('prod').source })] },
    });
    expect(blockersOf(shared)).toEqual(['shared-file env/prod']);
  });
});

describe('plans of one wave', () => {
  const prod = ['a', 'b', 'c'].map(name =>
    at('prod', { name, source: { path: `env/${name}`, type: 'directory' } }),
  );
  const separate = Object.fromEntries(
    ['a', 'b', 'c'].map(name => [`env/${name}/app.yaml`, manifest('1.4.2')]),
  );

  it('edits the files of its own targets', async () => {
    const planned = await new PlanStory(separate).plan({
      dev: [at('dev')],
      prod,
      onlyTargets: ['a', 'c'],
    });
    expect(blockersOf(planned)).toEqual([]);
    expect(planned.plan.targets).toEqual(['a', 'c']);
    expect([...planned.contents.keys()]).toEqual([
      'env/a/app.yaml',
      'env/c/app.yaml',
    ]);
    const none = await new PlanStory(separate).plan({
      dev: [at('dev')],
      prod,
      onlyTargets: ['gone'],
    });
    expect(blockersOf(none)).toEqual(['no-target']);
  });

  it('refuses files that other waves use too', async () => {
    const shared = ['a', 'b'].map(name =>
      at('prod', { name, source: { path: 'env/a', type: 'directory' } }),
    );
    const planned = await new PlanStory(separate).plan({
      dev: [at('dev')],
      prod: shared,
      onlyTargets: ['a'],
    });
    expect(blockersOf(planned)).toEqual([
      'shared-between-waves env/a/app.yaml:2',
    ]);

    const explicit = await new PlanStory({ ...files, ...separate }).plan({
      dev: [at('dev')],
      prod,
      onlyTargets: ['a'],
      promoted: {
        ...only,
        paths: [{ file: 'env/{environment}/values.yaml', path: 'image.tag' }],
      },
    });
    expect(blockersOf(explicit)).toEqual([
      'shared-between-waves env/prod/values.yaml',
    ]);
  });
});

describe('plans of a rollback', () => {
  it('goes back to what was live, with values, digests and directories of that commit', async () => {
    const digest = (text: string) => `sha256:${text.repeat(64)}`;
    const kustomization = (tag: string, pin: string) =>
      `images:\n  - name: ${orders}\n    newTag: ${tag}\n    digest: ${digest(pin)}\n`;
    const path = 'env/prod/kustomization.yaml';
    const story = new PlanStory({
      [path]: kustomization('1.4.2', 'a'),
      'env/prod/extra.yaml': 'replicas: 2\n',
    });
    const repository = story.forge.repository(repoUrl);
    const good = repository.commitOf('main').sha;
    const bad = repository.commit({
      parents: [good],
      files: new Map([
        [path, kustomization('1.5.0', 'b')],
        ['env/prod/extra.yaml', 'replicas: 3\n'],
      ]),
      message: 'bad',
      branch: 'main',
    }).sha;
    const source = { path: 'env/prod', type: 'kustomize' as const };
    const now = at('prod', {
      source,
      images: [`${orders}@${digest('b')}`],
      live: [bad],
    });
    const then = at('prod', {
      source,
      images: [`${orders}@${digest('a')}`],
      live: [good],
    });
    const planned = await story.plan({
      dev: [],
      prod: [now],
      past: [then],
      promoted: {
        paths: [{ file: 'env/{environment}/extra.yaml', path: 'replicas' }],
      },
    });
    expect(blockersOf(planned)).toEqual([]);
    expect(changesOf(planned)).toEqual([
      'env/prod/extra.yaml:1 replicas 3 -> 2',
      `${path}:3 images[0].newTag 1.5.0 -> 1.4.2`,
      `${path}:4 images[0].digest ${digest('b')} -> ${digest('a')}`,
    ]);
    const whole = await story.plan({
      dev: [],
      prod: [now],
      past: [then],
      promoted: { directories: ['env/{environment}'] },
    });
    expect(blockersOf(whole)).toEqual([]);
    expect(whole.plan.edits).toMatchObject([{ what: 'directory' }]);
  });
});

describe('plans of many targets', () => {
  it.each(['kustomize', 'helm'] as const)(
    'is made for a wave of 100 of 500 targets of %s, in a few requests',
    async type => {
      const names = Array.from({ length: 500 }, (_, index) => `c${index}`);
      const kustomize = type === 'kustomize';
      const file = (name: string) =>
        kustomize ? `env/${name}/kustomization.yaml` : `env/${name}.yaml`;
      const content = kustomize
        ? `resources: [../../base]\nimages: [{name: ${orders}, newTag: 1.4.2}]\n`
        : `image: {repository: ${orders}, tag: 1.4.2}\n`;
      const story = new PlanStory({
        'base/kustomization.yaml': 'resources: []\n',
        'chart/values.yaml': 'x: 1\n',
        ...Object.fromEntries(names.map(name => [file(name), content])),
      });
      const target = (name: string, tag: string): StoryTarget => ({
        name,
        images: [`${orders}:${tag}`],
        source: kustomize
          ? { path: `env/${name}`, type }
          : { path: 'chart', type, valueFiles: [`../env/${name}.yaml`] },
      });
      const planned = await story.plan({
        dev: [target('dev', '1.5.0')],
        prod: names.map(name => target(name, '1.4.2')),
        onlyTargets: names.slice(100, 200),
      });
      expect(blockersOf(planned)).toEqual([]);
      expect(planned.plan.targets).toEqual(names.slice(100, 200));
      expect(planned.contents.size).toBe(100);
      expect(story.requests).toBeLessThan(40);

      const last = { ...target('c100', '1.4.2'), name: 'c499' };
      const shared = await story.plan({
        dev: [target('dev', '1.5.0')],
        prod: [...names.slice(0, -1).map(name => target(name, '1.4.2')), last],
        onlyTargets: names.slice(100, 200),
      });
      expect(shared.plan.blockers).toMatchObject([
        { code: 'shared-between-waves', file: file('c100') },
      ]);
    },
  );
});
