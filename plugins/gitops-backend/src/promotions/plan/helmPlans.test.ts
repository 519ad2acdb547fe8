import {
  blockersOf,
  changesOf,
  digestA,
  digestB,
  orders,
  PlanStory,
  StoryTarget,
} from './__testUtils__/planStory';

const chart = 'charts/orders';
const devValues = `${chart}/values-dev.yaml`;
const prodValues = `${chart}/values-prod.yaml`;

function release(name: string, image: string): StoryTarget {
  return {
    name: `orders-${name}`,
    images: [image],
    source: {
      path: chart,
      type: 'helm',
      valueFiles: [`values-${name}.yaml`, 'https://x.test/remote.yaml'],
    },
  };
}

const sides = {
  dev: [release('dev', `${orders}:1.5.0`)],
  prod: [release('prod', `${orders}:1.4.2`)],
};

const defaults = `image:
  repository: ${orders}
  tag: ""
replicas: 1
`;

describe('plans of Helm values', () => {
  it('edits the value file that decides, in one request', async () => {
    const before =
      '# prod\r\nreplicas: 3\r\nimage:\r\n  tag: "1.4.2"   # do-not-touch\r\n  pullPolicy: Always\r\n';
    const story = new PlanStory({
      [`${chart}/values.yaml`]: defaults,
      [devValues]: 'image: {tag: 1.5.0}\n',
      [prodValues]: before,
    });
    const planned = await story.plan(sides);
    expect(blockersOf(planned)).toEqual([]);
    expect(changesOf(planned)).toEqual([
      `${prodValues}:4 image.tag 1.4.2 -> 1.5.0`,
    ]);
    expect(planned.contents.get(prodValues)).toBe(
      before.replace('1.4.2', '1.5.0'),
    );
    expect(story.requests).toBe(1);
  });

  it.each([
    // What other systems are known to break: quotes and comments, flow maps, CRLF, later documents.
    [
      'a flow map with keys behind it',
      `sidecar: {repository: x, tag: 0.9, pullPolicy: Always}\nimage: {repository: ${orders}, tag: 1.4.2, pullPolicy: Always}\n`,
    ],
    [
      'one string with the tag',
      `app:\n  image: '${orders}:1.4.2' # whole\n  other: 1.4.2\n`,
    ],
    [
      'a string with the tag beside it',
      `image: ${orders}\nimageTag: "1.4.2"\nversion: 1.4.2-x\n`,
    ],
    [
      'a registry apart',
      `image:\n  registry: ghcr.io\n  repository: acme/orders\n  tag: 1.4.2\n`,
    ],
    [
      'a whole reference as the repository',
      `image:\n  repository: ${orders}:1.4.2\n`,
    ],
    [
      'an unused anchor and a tagged scalar',
      `image: &image\n  repository: ${orders}\n  tag: &tag !!str 1.4.2\n`,
    ],
    [
      'several images, nested and in lists',
      `global: {env: prod}\nworkers:\n  - name: a\n    image: {repository: ghcr.io/acme/other, tag: 1.4.2}\n  - name: b\n    image: {repository: ${orders}, tag: v}\n`.replace(
        'tag: v',
        'tag: "1.4.2"  ',
      ),
    ],
    [
      'a map that is called something else',
      `containers:\n  main:\n    repository: ${orders}\n    tag: '1.4.2'\n`,
    ],
  ])('keeps %s', async (_, before) => {
    const planned = await new PlanStory({ [prodValues]: before }).plan(sides);
    expect(blockersOf(planned)).toEqual([]);
    expect(planned.plan.edits).toHaveLength(1);
    const line = planned.plan.edits[0].line - 1;
    const expected = before.split('\n');
    const at = expected[line].lastIndexOf('1.4.2');
    expected[line] =
      `${expected[line].slice(0, at)}1.5.0${expected[line].slice(at + 5)}`;
    expect(planned.contents.get(prodValues)).toBe(expected.join('\n'));
  });

  it('brings the digest along, and refuses when it is unknown', async () => {
    const values = `image:\n  repository: ${orders}\n  tag: 1.4.2\n  digest: ${digestA}\n`;
    const story = new PlanStory({ [prodValues]: values });
    const pinned = await story.plan({
      ...sides,
      dev: [release('dev', `${orders}:1.5.0@${digestB}`)],
    });
    expect(changesOf(pinned)).toEqual([
      `${prodValues}:3 image.tag 1.4.2 -> 1.5.0`,
      `${prodValues}:4 image.digest ${digestA} -> ${digestB}`,
    ]);
    expect(blockersOf(await story.plan(sides))).toEqual([
      `digest-unknown ${prodValues}:4`,
    ]);
  });

  it('knows whose a lone tag is from what runs, or from the promoted side', async () => {
    const story = new PlanStory({
      [devValues]: 'image:\n  tag: 1.5.0\n',
      [prodValues]: 'image:\n  tag: 1.4.2\n',
    });
    expect(changesOf(await story.plan(sides))).toEqual([
      `${prodValues}:2 image.tag 1.4.2 -> 1.5.0`,
    ]);
    const behind = await story.plan({
      ...sides,
      prod: [release('prod', `${orders}:1.4.0`)],
    });
    expect(changesOf(behind)).toHaveLength(1);

    const unclear = await new PlanStory({
      [prodValues]: 'image:\n  tag: 1.4.2\n',
    }).plan({ ...sides, prod: [{ ...sides.prod[0], images: [] }] });
    expect(blockersOf(unclear)).toEqual([`ambiguous ${prodValues}:2`]);
  });

  it('adds the registry that a chart adds, but takes no image for another one', async () => {
    const worker = 'ghcr.io/acme/postgres';
    const planned = await new PlanStory({
      [prodValues]:
        'image: {repository: acme/orders, tag: 1.4.2}\ndb: {repository: postgres, tag: "15"}\n',
    }).plan({
      dev: [{ ...sides.dev[0], images: [`${orders}:1.5.0`, `${worker}:2`] }],
      prod: [{ ...sides.prod[0], images: [`${orders}:1.4.2`, 'postgres:15'] }],
    });
    expect(blockersOf(planned)).toEqual([]);
    expect(changesOf(planned)).toEqual([
      `${prodValues}:1 image.tag 1.4.2 -> 1.5.0`,
    ]);
    expect(planned.plan.edits[0].subject).toBe(orders);
  });

  it('follows $ref value files into the other source, relative and absolute ones into their own', async () => {
    const files = {
      'envs/prod/orders.yaml': 'image: {tag: 1.4.2}\n',
      'common/orders.yaml': `image: {repository: ${orders}}\n`,
      'charts/common.yaml': 'image: {tag: old}\n',
      'other/absolute.yaml': 'a: 1\n',
    };
    const target = (name: string, file: string): StoryTarget => ({
      name,
      images: sides[name === 'prod' ? 'prod' : 'dev'][0].images,
      sources: [
        {
          repoUrl: 'https://charts.acme.test/stable',
          chart: 'web',
          targetRevision: '4.2.0',
          type: 'helm',
          valueFiles: ['$values/common/orders.yaml', `$values/envs/${file}`],
        },
        { ref: 'values', type: 'unknown' },
        {
          path: chart,
          type: 'helm',
          valueFiles: ['../common.yaml', '/other/absolute.yaml'],
        },
      ],
    });
    const planned = await new PlanStory(files).plan({
      dev: [target('dev', 'dev/orders.yaml')],
      prod: [target('prod', 'prod/orders.yaml')],
    });
    expect(blockersOf(planned)).toEqual([]);
    expect(changesOf(planned)).toEqual([
      'envs/prod/orders.yaml:1 image.tag 1.4.2 -> 1.5.0',
    ]);
  });

  it('refuses to edit values that another environment uses too', async () => {
    const story = new PlanStory({
      [`${chart}/values.yaml`]: defaults.replace('""', '1.4.2'),
      [devValues]: 'image: {tag: 1.5.0}\n',
      [prodValues]: 'replicas: 3\n',
    });
    const planned = await story.plan(sides);
    expect(blockersOf(planned)).toEqual([`shared-file ${chart}/values.yaml:3`]);
    expect(planned.plan.blockers[0].message).toMatch(
      /for prod and for dev too/,
    );
  });

  it.each([
    [
      'merge-key',
      `b: &b {tag: 1.4.2}\nimage:\n  <<: *b\n  repository: ${orders}\n`,
      1,
    ],
    [
      'shared-anchor',
      `image: &i\n  repository: ${orders}\n  tag: 1.4.2\nworker:\n  image: *i\n`,
      3,
    ],
    ['alias', `v: &v 1.4.2\nimage: {repository: ${orders}, tag: *v}\n`, 1],
    ['template', 'image:\n  tag: {{ .Values.tag }}\n', 2],
    ['unparsable', 'image:\n\ttag: 1\n', 2],
    ['not-text', 'image: "\ufffd"\n', 1],
  ])('is blocked by %s, with file and line', async (code, values, line) => {
    const planned = await new PlanStory({ [prodValues]: values }).plan(sides);
    expect([...new Set(blockersOf(planned))]).toEqual([
      `${code} ${prodValues}:${line}`,
    ]);
  });

  it('refuses one value for two images that want different ones', async () => {
    const planned = await new PlanStory({
      [prodValues]: `image: ${orders}\nworkerImage: ghcr.io/acme/worker\ntag: 1.4.2\n`,
    }).plan({
      dev: [
        {
          ...sides.dev[0],
          images: [`${orders}:1.5.0`, 'ghcr.io/acme/worker:1.6.0'],
        },
      ],
      prod: [
        {
          ...sides.prod[0],
          images: [`${orders}:1.4.2`, 'ghcr.io/acme/worker:1.4.2'],
        },
      ],
    });
    expect(blockersOf(planned)).toEqual([`ambiguous ${prodValues}:3`]);
  });
});

describe('diffs near secrets', () => {
  it('hides what nobody should see and keeps the lines', async () => {
    const kustomization = `secretGenerator:
  - name: db
    literals:
      - password=hunter2
images:
  - name: ${orders}
    newTag: 1.4.2
patches:
  - patch: |-
      kind: Secret
      stringData:
        token: hunter2
`;
    const source = { path: 'prod', type: 'kustomize' as const };
    const planned = await new PlanStory({
      'prod/kustomization.yaml': kustomization,
    }).plan({ ...sides, prod: [{ ...sides.prod[0], source }] });
    expect(planned.contents.get('prod/kustomization.yaml')).toContain(
      'hunter2',
    );
    const { diff } = planned.plan.files[0];
    expect(JSON.stringify(planned.plan)).not.toContain('hunter2');
    expect(diff).toContain('@@ -4,7 +4,7 @@');
    expect(diff).toContain('       - (hidden)\n images:\n');
    expect(diff).toContain('-    newTag: 1.4.2\n+    newTag: 1.5.0\n patches:');
  });

  it('hides it in values too, on the line that changes as well', async () => {
    const values = `db:
  adminPassword: hunter2
  url: postgres://orders:hunter2@db/orders
image: {repository: ${orders}, tag: 1.4.2, pullToken: "hunter2"}
imagePullSecrets: [{name: registry}]
env:
  - {name: API_KEY, value: hunter2}
  - {name: MODE, value: fast}
`;
    const planned = await new PlanStory({ [prodValues]: values }).plan(sides);
    const { diff } = planned.plan.files[0];
    expect(diff).not.toContain('hunter2');
    expect(diff).toContain(
      `+image: {repository: ${orders}, tag: 1.5.0, pullToken: (hidden)}`,
    );
    expect(diff).toContain('imagePullSecrets: [{name: registry}]');
  });

  it('hides a Secret in the same file as a workload', async () => {
    const planned = await new PlanStory({
      'prod/all.yaml': `kind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n    - image: ${orders}:1.4.2\n---\nkind: Secret\ndata:\n  a: aHVudGVyMg==\n  b: |\n    aHVudGVyMg==\n    aHVudGVyMg==\n`,
    }).plan({
      ...sides,
      prod: [{ ...sides.prod[0], source: { path: 'prod', type: 'directory' } }],
    });
    expect(planned.plan.edits).toHaveLength(1);
    expect(planned.plan.files[0].diff).not.toContain('aHVudGVyMg');
  });

  it('follows patterns of value files, in the order of their names', async () => {
    const values = (tag: string) =>
      `image: {repository: ${orders}, tag: ${tag}}\n`;
    const target = (name: string, tag: string): StoryTarget => ({
      name,
      images: [`${orders}:${tag}`],
      source: {
        path: 'charts/orders',
        type: 'helm',
        valueFiles: [`../../env/${name}/*.yaml`],
      },
    });
    const planned = await new PlanStory({
      'charts/orders/values.yaml': values('0'),
      'env/prod/a.yaml': values('1.0.0'),
      'env/prod/b.yaml': values('1.4.2'),
      'env/prod/sub/c.yaml': values('2'),
    }).plan({ dev: [target('dev', '1.5.0')], prod: [target('prod', '1.4.2')] });
    expect(changesOf(planned)).toEqual([
      'env/prod/b.yaml:1 image.tag 1.4.2 -> 1.5.0',
    ]);
  });
});
