import { NotAllowedError } from '@backstage/errors';
import { writeEdits } from '../promotions/plan/writeEdits';
import {
  DriftStory,
  DriftStoryOptions,
  linesOf,
  overlay,
} from './__testUtils__/DriftStory';

const deployment = (spec: object, metadata: object = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'orders', namespace: 'orders', ...metadata },
  spec,
});
const container = (more: object) => ({
  template: { spec: { containers: [{ name: 'app', ...more }] } },
});
const text = (spec: string, name = 'orders') =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ${name}\nspec:\n${spec}`;
const app = (image: string) =>
  `  template:\n    spec:\n      containers:\n      - name: app\n        image: ${image}\n`;
const directory = {
  sources: [
    {
      repoUrl: 'https://github.com/acme/gitops.git',
      targetRevision: 'main',
      path: 'apps/orders/overlays/prod',
      type: 'directory' as const,
    },
  ],
};

async function read(options: DriftStoryOptions) {
  return new DriftStory(options).read();
}

describe('what differs from Git', () => {
  it('is told and can be edited in plain manifests, with no other byte changed', async () => {
    const before = text('  replicas: 2 # few\n');
    const reading = await read({
      files: overlay({ 'deployment.yaml': before }),
      status: directory,
      live: [deployment({ replicas: 5, paused: false })],
    });
    expect(linesOf(reading)).toEqual(['spec.replicas 2 -> 5']);
    const [{ note, fields }] = reading.resources;
    expect(note).toBe(
      'Compared with what is built from apps/orders/overlays/prod of https://github.com/acme/gitops at main.',
    );
    const edit = fields[0].edit;
    const { contents } = writeEdits({
      repository: edit!.manifest.repository,
      changes: edit!.changes,
    });
    expect([...contents]).toEqual([
      [
        'apps/orders/overlays/prod/deployment.yaml',
        before.replace('replicas: 2', 'replicas: 5'),
      ],
    ]);
  });

  it('is told where kustomize takes each value from: counts, images, patches, names', async () => {
    const reading = await read({
      files: overlay({
        'kustomization.yaml': [
          'resources: [../../base]',
          'namePrefix: my-',
          'namespace: shop',
          'replicas:',
          '- name: orders',
          '  count: 2',
          'images:',
          '- name: ghcr.io/acme/orders',
          '  newTag: "1.0.0"',
          'patches:',
          '- path: patch.yaml',
          '- target: {kind: Deployment, name: orders}',
          '  patch: |',
          '    - op: replace',
          '      path: /spec/minReadySeconds',
          '      value: 7',
          'configMapGenerator:',
          '- name: settings',
          '  literals: [a=b]',
          '',
        ].join('\n'),
        'patch.yaml': text(
          '  template:\n    spec:\n      containers:\n      - name: app\n        env:\n        - name: LEVEL\n          value: "info"\n        envFrom:\n        - configMapRef: {name: settings}\n',
        ),
        '/apps/orders/base/kustomization.yaml':
          'resources: [deployment.yaml]\n',
        '/apps/orders/base/deployment.yaml': text(
          `  minReadySeconds: 1\n  revisionHistoryLimit: 3\n${app('ghcr.io/acme/orders:0')}`,
        ),
      }),
      live: [
        deployment(
          {
            replicas: 3,
            minReadySeconds: 9,
            revisionHistoryLimit: 4,
            ...container({
              image: 'ghcr.io/acme/orders:1.0.1',
              env: [{ name: 'LEVEL', value: 'debug' }],
              envFrom: [{ configMapRef: { name: 'settings-abcdefghij' } }],
            }),
          },
          { name: 'my-orders', namespace: 'shop' },
        ),
      ],
    });
    const at = 'spec.template.spec.containers[0]';
    expect(linesOf(reading).sort()).toEqual([
      'spec.minReadySeconds 7 -> 9',
      'spec.replicas 2 -> 3',
      'spec.revisionHistoryLimit 3 -> 4 It is written in apps/orders/base/deployment.yaml, outside of apps/orders/overlays/prod, so that others may be built from it too. Set it in apps/orders/overlays/prod, or change it there by hand.',
      `${at}.env[0].value "info" -> "debug"`,
      `${at}.image "ghcr.io/acme/orders:1.0.0" -> "ghcr.io/acme/orders:1.0.1"`,
    ]);
    const edits = reading.resources[0].fields.flatMap(({ edit }) =>
      (edit?.changes ?? []).map(
        ({ part, value }) =>
          `${part.scalar.file.path}:${part.scalar.line} ${value}`,
      ),
    );
    expect(edits.sort()).toEqual([
      'apps/orders/overlays/prod/kustomization.yaml:16 9',
      'apps/orders/overlays/prod/kustomization.yaml:6 3',
      'apps/orders/overlays/prod/kustomization.yaml:9 1.0.1',
      'apps/orders/overlays/prod/patch.yaml:12 debug',
    ]);
  });

  it('says what Git changed and what a person changed, and refuses to take back what is in Git', async () => {
    const applied = deployment({
      replicas: 2,
      paused: true,
      minReadySeconds: 1,
    });
    const reading = await read({
      files: overlay({
        'd.yaml': text('  replicas: 2\n  minReadySeconds: 5\n'),
      }),
      status: directory,
      live: [
        deployment(
          { replicas: 4, minReadySeconds: 1, paused: true },
          {
            annotations: {
              'kubectl.kubernetes.io/last-applied-configuration':
                JSON.stringify(applied),
            },
          },
        ),
      ],
    });
    expect(linesOf(reading)).toEqual([
      'spec.replicas 2 -> 4',
      'spec.minReadySeconds 5 -> 1 Git has changed here since it was applied last, and the live value is the one from before. Sync instead.',
      'spec.paused  -> true Git says nothing there any more: sync removes it.',
    ]);
    expect(reading.resources[0].note).toContain(
      'Changed in Git since it was applied last: spec.minReadySeconds, spec.paused. Changed in the cluster since then: spec.replicas.',
    );
  });

  it.each<[string, Partial<DriftStoryOptions>, string]>([
    [
      'a list',
      {
        files: overlay({ 'd.yaml': text('  args: [a, b]\n') }),
        live: [deployment({ args: ['a', 'c'] })],
      },
      'It is a list or a map and not a single value, so it has to be changed in Git by hand.',
    ],
    [
      'an anchor',
      {
        files: overlay({
          'd.yaml': text('  replicas: &n 2\n  minReadySeconds: *n\n'),
        }),
        live: [deployment({ replicas: 3, minReadySeconds: 2 })],
      },
      'belongs to the anchor &n',
    ],
    [
      'what is not there',
      {
        files: overlay({ 'd.yaml': text('  paused: true\n') }),
        live: [deployment({})],
      },
      'Removing something from Git is left to a person.',
    ],
    [
      'a tag',
      {
        files: overlay({ 'd.yaml': text('  replicas: 2\n') }),
        live: [deployment({ replicas: 3 })],
        status: {
          sources: [
            { ...directory.sources[0], targetRevision: 'a'.repeat(40) },
          ],
        },
      },
      'no branch that a pull request could change',
    ],
  ])('can not be written into Git: %s', async (_, options, why) => {
    const story = new DriftStory({ status: directory, live: [], ...options });
    if (options.status) {
      const [sha] = [
        ...story.forge
          .repository('https://github.com/acme/gitops')
          .commits.keys(),
      ];
      story.target.status.sources[0].targetRevision = sha;
    }
    const { resources } = await story.read();
    expect(resources[0].fields[0].shown.adoptable).toEqual({
      allowed: false,
      why: expect.stringContaining(why),
    });
  });

  it('never has values of Secrets, nor of what is called like one', async () => {
    const encode = (value: string) => Buffer.from(value).toString('base64');
    const reading = await read({
      files: overlay({
        's.yaml':
          'apiVersion: v1\nkind: Secret\nmetadata:\n  name: orders\nstringData:\n  password: in-git\n  same: same\ndata:\n  key: a2V5LWluLWdpdA==\n',
        'd.yaml': text(
          `${app('a')}        env:\n        - name: API_TOKEN\n          value: in-git-token\n`,
        ),
      }),
      status: directory,
      live: [
        {
          apiVersion: 'v1',
          kind: 'Secret',
          metadata: {
            name: 'orders',
            namespace: 'orders',
            annotations: {
              'kubectl.kubernetes.io/last-applied-configuration':
                JSON.stringify({
                  apiVersion: 'v1',
                  stringData: { password: 'in-applied' },
                }),
            },
          },
          data: {
            password: encode('in-cluster'),
            same: encode('same'),
            key: encode('key-in-cluster'),
          },
        },
        deployment(
          container({
            image: 'a',
            env: [{ name: 'API_TOKEN', value: 'in-cluster-token' }],
          }),
        ),
      ],
    });
    expect(linesOf(reading)).toEqual([
      'data.key (hidden) The data of Secrets is never written into Git.',
      'data.password (hidden) The data of Secrets is never written into Git.',
      'spec.template.spec.containers[0].env[0].value (hidden) Values that may be secret are never written into Git.',
    ]);
    const shown = JSON.stringify(
      reading.resources.map(({ fields, note }) => ({
        note,
        fields: fields.map(field => field.shown),
        edits: fields.flatMap(({ edit }) => (edit ? ['edit'] : [])),
      })),
    );
    for (const value of [
      'in-git',
      'in-cluster',
      'in-applied',
      encode('in-cluster'),
      encode('key-in-cluster'),
      'a2V5LWluLWdpdA',
      '"edit"',
    ]) {
      expect(shown).not.toContain(value);
    }
  });

  it('is told by what was applied last where Helm renders it, else by who wrote it', async () => {
    const helm = {
      sources: [{ ...directory.sources[0], type: 'helm' as const }],
    };
    const annotations = {
      'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify(
        deployment({ replicas: 2 }),
      ),
    };
    const applied = await read({
      status: helm,
      live: [deployment({ replicas: 5 }, { annotations })],
    });
    expect(linesOf(applied)).toEqual([
      'spec.replicas 2 -> 5 It is rendered by Helm from the templates of a chart.',
    ]);
    expect(applied.resources[0].note).toContain('what was applied last');

    const managedFields = [
      {
        manager: 'argocd-controller',
        operation: 'Apply',
        fieldsV1: { 'f:spec': { 'f:paused': {} } },
      },
      {
        manager: 'kubectl-scale',
        operation: 'Update',
        subresource: 'scale',
        time: '2026-11-24T08:00:00Z',
        fieldsV1: { 'f:spec': { 'f:replicas': {} } },
      },
    ];
    const written = await read({
      status: helm,
      live: [deployment({ replicas: 5, paused: true }, { managedFields })],
    });
    expect(written.resources[0].fields.map(({ shown }) => shown)).toEqual([
      {
        path: 'spec.replicas',
        live: '5',
        changedBy: { manager: 'kubectl-scale', at: '2026-11-24T08:00:00Z' },
        adoptable: {
          allowed: false,
          why: 'It is rendered by Helm from the templates of a chart.',
        },
      },
    ]);
    expect(written.resources[0].note).toContain(
      'what Git says there is not known',
    );
  });

  it('leaves out what the engine was told to ignore, and does not trust files that its object changes', async () => {
    const files = overlay({
      'd.yaml': text('  replicas: 2\n  paused: true\n  minReadySeconds: 1\n'),
    });
    const managedFields = [
      {
        manager: 'other-controller',
        fieldsV1: { 'f:spec': { 'f:minReadySeconds': {} } },
      },
    ];
    const live = [
      deployment({ replicas: 3, minReadySeconds: 2 }, { managedFields }),
    ];
    const ignoreDifferences = [
      { group: 'apps', kind: 'Deployment', jsonPointers: ['/spec/replicas'] },
      { kind: '*', managedFieldsManagers: ['other-controller'] },
      { kind: 'Service', jsonPointers: ['/spec/paused'] },
    ];
    const ignoring = await read({
      files,
      live,
      status: directory,
      object: { spec: { ignoreDifferences } },
    });
    expect(ignoring.resources[0].fields.map(({ shown }) => shown.path)).toEqual(
      ['spec.paused'],
    );
    const patched = await read({
      files,
      live,
      status: directory,
      object: { spec: { source: { kustomize: { patches: [{}] } } } },
    });
    expect(patched.resources[0].note).toContain(
      'Application orders-prod itself sets patches',
    );
  });

  it('says of resources that are missing, extra, gone or not to be read why there are no fields', async () => {
    const entry = { group: '', kind: 'ConfigMap', namespace: 'orders' };
    const drift = [
      { ...entry, name: 'a', difference: 'missing' as const },
      { ...entry, name: 'b', difference: 'extra' as const },
      { ...entry, name: 'c', difference: 'changed' as const },
    ];
    const reading = await read({ live: [], status: { ...directory, drift } });
    expect(
      reading.resources.map(({ difference, note, fields }) => [
        difference,
        note,
        fields.length,
      ]),
    ).toEqual([
      ['missing', 'It is in Git, and not in the cluster.', 0],
      ['extra', 'It is in the cluster, and no longer in Git.', 0],
      ['missing', 'It is not in the cluster.', 0],
    ]);
    const refused = await read({
      live: [deployment({})],
      status: directory,
      refuse: new NotAllowedError('no'),
    });
    expect(refused.resources[0].note).toContain(
      'the right "get" on Deployment',
    );
  });

  it('is looked for by itself in what a Kustomization of Flux has applied', async () => {
    const managed = ['orders', 'same'].map(name => ({
      group: 'apps',
      version: 'v1',
      kind: 'Deployment',
      namespace: 'orders',
      name,
    }));
    const managedFields = [
      {
        manager: 'kubectl-edit',
        operation: 'Update',
        time: '2026-11-24T08:00:00Z',
        fieldsV1: { 'f:spec': { 'f:replicas': {} } },
      },
    ];
    const target = new DriftStory({ live: [] }).target.status;
    const applied: DriftStoryOptions = {
      files: overlay({
        'd.yaml': text('  replicas: 2\n'),
        'e.yaml': text('  replicas: 1\n', 'same'),
      }),
      live: [
        deployment({ replicas: 5 }, { managedFields }),
        deployment({ replicas: 1 }, { name: 'same' }),
      ],
      managed,
      object: { spec: { interval: '10m' } },
      status: {
        ...directory,
        engine: 'flux',
        object: {
          ...target.object,
          apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
          kind: 'Kustomization',
        },
        sync: { status: 'Synced' },
        drift: [],
      },
    };
    const reading = await read(applied);
    expect(reading.resources.map(({ name }) => name)).toEqual(['orders']);
    expect(linesOf(reading)).toEqual(['spec.replicas 2 -> 5']);
    expect(reading.changedAt).toBe('2026-11-24T08:00:00Z');
    expect(reading.outlook).toContain('at its next look (every 10m)');

    const refused = await read({
      ...applied,
      refuse: new NotAllowedError('no'),
    });
    expect(refused.resources).toEqual([]);
    expect(refused.outlook).toBe(
      'Nothing was found in the cluster that differs from Git. Not compared: Deployment orders, Deployment same. The portal may not read it: give its account on hub the right "get" on Deployment.',
    );
  });

  it('is not told by images in files where the engine sets others, or by files that others override', async () => {
    const files = overlay({ 'd.yaml': text(app('ghcr.io/acme/orders:1')) });
    const live = [deployment(container({ image: 'ghcr.io/acme/orders:3' }))];
    const [source] = directory.sources;
    const value = 'ghcr.io/acme/orders:2';
    const pointer = 'spec.source.kustomize.images[0]';
    const overridden = await read({
      files,
      live,
      status: {
        sources: [
          {
            ...source,
            overrides: [{ kind: 'kustomize-image', pointer, value }],
          },
        ],
      },
    });
    expect(linesOf(overridden)).toEqual([
      `spec.template.spec.containers[0].image "${value}" -> "ghcr.io/acme/orders:3" It is set by the engine's own object (${pointer}), over what is in the files.`,
    ]);
    const beside = await read({
      files: {
        ...files,
        ...overlay({ '.argocd-source-orders-prod.yaml': 'kustomize: {}\n' }),
      },
      live,
      status: directory,
    });
    expect(beside.resources[0].note).toContain(
      '.argocd-source-orders-prod.yaml',
    );
  });

  it('is told of what no engine deploys by what was applied last, or by the folder that it names', async () => {
    const { object } = new DriftStory({ live: [] }).target.status;
    const applied = JSON.stringify(deployment({ replicas: 2 }));
    const annotations = {
      'kubectl.kubernetes.io/last-applied-configuration': applied,
    };
    const pushed = {
      live: [deployment({ replicas: 5 }, { annotations })],
      managed: 'itself' as const,
    };
    const status = {
      engine: 'kubernetes',
      object: {
        ...object,
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        namespace: 'orders',
        name: 'orders',
      },
      sync: { status: 'Unknown' as const, raw: 'Pushed' },
      drift: [],
    };
    const reading = await read({
      ...pushed,
      status: { ...status, sources: [] },
    });
    expect(linesOf(reading)).toEqual([
      'spec.replicas 2 -> 5 Nothing says where in Git it is from.',
    ]);
    expect(reading.outlook).toContain('until it is pushed again');
    const named = await read({
      ...pushed,
      files: overlay({ 'deployment.yaml': text('  replicas: 3\n') }),
      status: { ...status, ...directory },
    });
    expect(linesOf(named)).toEqual(['spec.replicas 3 -> 5']);
  });
});
