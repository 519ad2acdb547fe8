import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KubeObject } from '../../contracts';
import { FaultList } from '../../faults/FaultList';
import { RunningForge, startForge } from '../../forge';
import { imagesOf } from '../../podSpec';
import { ApplicationSource } from '../Application';
import { GitRepositories } from './GitRepositories';
import { renderSources } from './renderSources';

const author = { name: 'Ada Lovelace', email: 'ada@acme.example' };
const repository = { owner: 'acme', name: 'gitops' };

const deployment = (name: string, image: string) => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  replicas: 1
  selector:
    matchLabels:
      app: ${name}
  template:
    metadata:
      labels:
        app: ${name}
    spec:
      serviceAccountName: ${name}
      containers:
        - name: ${name}
          image: ${image}
          env:
            - name: LEVEL
              value: info
          envFrom:
            - configMapRef:
                name: settings
        - name: proxy
          image: registry.example:5000/proxy:1.0
`;

describe('renderSources', () => {
  let dataDir: string;
  let forge: RunningForge;
  let files: Record<string, string | null>;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'fairlead-render-'));
    forge = await startForge({
      dataDir,
      port: 0,
      faults: FaultList.create(),
    });
    await forge.content.createUser({
      login: 'acme',
      name: 'Acme',
      email: 'it@acme.example',
      type: 'Organization',
    });
    await forge.content.createRepository(repository);
  });

  afterAll(async () => {
    await forge.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  const render = async (
    written: Record<string, string>,
    ...sources: Array<Partial<ApplicationSource>>
  ) => {
    // Each test starts from an empty tree.
    files = Object.fromEntries(
      Object.keys(files ?? {}).map(path => [path, null]),
    );
    Object.assign(files, written);
    await forge.content.commitFiles({
      ...repository,
      branch: 'main',
      message: 'Change',
      author,
      files: { marker: `${Math.random()}`, ...files },
    });
    return renderSources({
      repositories: GitRepositories.create({ forge: forge.content }),
      application: { name: 'shop-dev', namespace: 'dev' },
      sources: sources.map(source => ({
        repoURL: `${forge.url}/acme/gitops.git`,
        ...source,
      })),
    });
  };

  const named = (objects: KubeObject[], kind: string) =>
    objects.filter(object => object.kind === kind);

  it('builds overlays of kustomize: names, namespace, labels, images, patches, replicas, components and generators', async () => {
    const { objects, sourceTypes, revisions } = await render(
      {
        'base/deployment.yaml': deployment('shop', 'ghcr.io/acme/shop:1.0.0'),
        'base/account.yaml':
          'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: shop\n---\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: dev\n',
        'base/kustomization.yaml': `resources: [deployment.yaml, account.yaml]
configMapGenerator:
  - name: settings
    literals: [MODE=base, LIMIT=5]
labels:
  - pairs: { team: shop }
    includeTemplates: true
`,
        'debug/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
patches:
  - target: { kind: Deployment }
    patch: |
      - op: replace
        path: /spec/template/spec/containers/0/env/0/value
        value: debug
`,
        'dev/kustomization.yaml': `resources: [../base]
components: [../debug]
namespace: dev
namePrefix: eu-
configMapGenerator:
  - name: settings
    behavior: merge
    literals: [MODE=dev]
images:
  - name: ghcr.io/acme/shop
    newTag: "20240101"
  - name: registry.example:5000/proxy
    newName: mirror.example/proxy
    digest: sha256:abc
replicas:
  - { name: shop, count: 4 }
patches:
  - path: memory.yaml
`,
        'dev/memory.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop
  annotations: { tuned: "true" }
spec:
  template:
    spec:
      containers:
        - name: shop
          resources: { limits: { memory: 64Mi } }
        - name: proxy
          $patch: delete
        - name: metrics
          image: metrics:2
`,
      },
      { path: 'dev' },
    );

    expect(sourceTypes).toEqual(['Kustomize']);
    expect(revisions).toEqual([
      await forge.content.resolveRef({ ...repository, ref: 'main' }),
    ]);
    const [settings] = named(objects, 'ConfigMap');
    expect(settings.metadata.name).toMatch(/^eu-settings-[0-9a-f]{10}$/);
    expect(settings.data).toEqual({ MODE: 'dev', LIMIT: '5' });
    expect(named(objects, 'Namespace')[0].metadata).toEqual({
      name: 'dev',
      labels: { team: 'shop' },
    });
    expect(named(objects, 'Deployment')).toEqual([
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: {
          name: 'eu-shop',
          namespace: 'dev',
          labels: { team: 'shop' },
          annotations: { tuned: 'true' },
        },
        spec: {
          replicas: 4,
          selector: { matchLabels: { app: 'shop' } },
          template: {
            metadata: { labels: { app: 'shop', team: 'shop' } },
            spec: {
              serviceAccountName: 'eu-shop',
              containers: [
                {
                  name: 'shop',
                  image: 'ghcr.io/acme/shop:20240101',
                  env: [{ name: 'LEVEL', value: 'debug' }],
                  envFrom: [{ configMapRef: { name: settings.metadata.name } }],
                  resources: { limits: { memory: '64Mi' } },
                },
                { name: 'metrics', image: 'metrics:2' },
              ],
            },
          },
        },
      },
    ]);
  });

  it("lets the Application's own kustomize images win over the tag in Git", async () => {
    const { objects } = await render(
      {
        'dev/deployment.yaml': deployment('shop', 'ghcr.io/acme/shop:1.0.0'),
        'dev/kustomization.yaml': `resources: [deployment.yaml]
images: [{ name: ghcr.io/acme/shop, newTag: 1.1.0 }]
`,
      },
      {
        path: 'dev',
        kustomize: {
          images: [
            'ghcr.io/acme/shop:2.0.0@sha256:cafe',
            'registry.example:5000/proxy=proxy:3',
          ],
        },
      },
    );
    expect(objects.flatMap(imagesOf)).toEqual([
      'ghcr.io/acme/shop:2.0.0@sha256:cafe',
      'proxy:3',
    ]);
  });

  it('renders a chart with values of another source, later ones winning, and parameters last', async () => {
    const { objects, sourceTypes, revisions } = await render(
      {
        'charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.2.3\n',
        'charts/web/values.yaml':
          'replicas: 1\nimage:\n  repository: ghcr.io/acme/shop\n  tag: ""\nhosts: []\nlimits:\n  cpu: 1\n',
        'charts/web/templates/_names.tpl': `{{- define "web.name" -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 63 | trimSuffix "-" -}}
{{- end -}}`,
        'charts/web/templates/NOTES.txt':
          'Thanks for {{ .Values.nothing.here }}',
        'charts/web/templates/deployment.yaml': `{{- /* the workload */ -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "web.name" . }}
  labels:
    {{- with .Values.labels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
    host: {{ .Values.missing | default "none" | quote }}
spec:
  replicas: {{ .Values.replicas }}
  template:
    spec:
      containers:
        - name: web
          image: "{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}"
          args:
            {{- range $index, $host := .Values.hosts }}
            - {{ $index }}={{ $host | upper }}
            {{- else }}
            - none
            {{- end }}
          {{- if and .Values.limits (not .Values.unlimited) }}
          resources: {{ toJson (dict "limits" .Values.limits) }}
          {{- else if .Values.unlimited }}
          resources: {}
          {{- end }}
`,
        'env/dev.yaml': 'image:\n  tag: "1.10"\nhosts: [a, b]\nlimits: null\n',
        'env/more.yaml': 'labels:\n  tier: web\nlimits:\n  memory: 1Gi\n',
      },
      {
        path: 'charts/web',
        helm: {
          valueFiles: ['$values/env/dev.yaml', '../../env/more.yaml'],
          valuesObject: { replicas: 2 },
          parameters: [{ name: 'replicas', value: '3' }],
        },
      },
      { ref: 'values' },
    );

    expect(sourceTypes).toEqual(['Helm', '']);
    expect(new Set(revisions).size).toBe(1);
    expect(objects).toEqual([
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: {
          name: 'shop-dev-web',
          labels: { tier: 'web', host: 'none' },
        },
        spec: {
          replicas: 3,
          template: {
            spec: {
              containers: [
                {
                  name: 'web',
                  image: 'ghcr.io/acme/shop:1.10',
                  args: ['0=A', '1=B'],
                  resources: { limits: { memory: '1Gi' } },
                },
              ],
            },
          },
        },
      },
    ]);
  });

  it('reads folders of plain manifests, nested and filtered as asked', async () => {
    const map = (name: string) =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`;
    const written = {
      'dev/a.yaml': `${map('a')}---\n# nothing here\n---\n${map('b')}`,
      'dev/list.json': JSON.stringify({
        apiVersion: 'v1',
        kind: 'List',
        items: [
          { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' } },
        ],
      }),
      'dev/deep/d.yml': map('d'),
      'dev/README.md': 'not a manifest',
    };
    const names = async (directory?: ApplicationSource['directory']) =>
      (await render(written, { path: 'dev', directory })).objects.map(
        ({ metadata }) => metadata.name,
      );
    expect(await names()).toEqual(['a', 'b', 'c']);
    expect(await names({ recurse: true })).toEqual(['a', 'b', 'd', 'c']);
    expect(await names({ recurse: true, exclude: '{*.json,deep/*}' })).toEqual([
      'a',
      'b',
    ]);
    expect(await names({ recurse: true, include: '**/*.yml' })).toEqual(['d']);
  });

  it.each<[string, Record<string, string>, Partial<ApplicationSource>, RegExp]>(
    [
      [
        'a folder that is not there',
        {},
        { path: 'nowhere' },
        /source 1 of 1: .*nowhere: app path does not exist/,
      ],
      [
        'another revision',
        {},
        { path: '.', targetRevision: 'v9' },
        /unable to resolve 'v9' to a commit SHA/,
      ],
      [
        'a repository that is not there',
        {},
        { path: '.', repoURL: 'https://git.example/x/y.git' },
        /repository not found: https:\/\/git.example\/x\/y.git/,
      ],
      [
        'YAML that is none',
        { 'dev/a.yaml': 'kind: [' },
        { path: 'dev' },
        /failed to unmarshal manifest dev\/a.yaml/,
      ],
      [
        'an object without a name',
        { 'dev/a.yaml': 'kind: ConfigMap\napiVersion: v1\n' },
        { path: 'dev' },
        /manifest dev\/a.yaml is no Kubernetes object/,
      ],
      [
        'a resource that is not there',
        { 'dev/kustomization.yaml': 'resources: [../base]\n' },
        { path: 'dev' },
        /accumulating resources from '..\/base': 'base' doesn't exist/,
      ],
      [
        'a kustomization in a circle',
        {
          'a/kustomization.yaml': 'resources: [../b]\n',
          'b/kustomization.yaml': 'resources: [../a]\n',
        },
        { path: 'a' },
        /cycle detected/,
      ],
      [
        'a field of kustomize that is not understood',
        { 'dev/kustomization.yaml': 'helmCharts: []\n' },
        { path: 'dev' },
        /invalid Kustomization dev\/kustomization.yaml/,
      ],
      [
        'a patch that is for nothing',
        {
          'dev/kustomization.yaml':
            'patches:\n  - patch: "{kind: Deployment, apiVersion: apps/v1, metadata: {name: x}}"\n',
        },
        { path: 'dev' },
        /failed to find unique target/,
      ],
      [
        'a chart that is not there',
        { 'dev/values.yaml': 'a: 1\n' },
        { path: 'dev', helm: {} },
        /Chart.yaml file is missing in dev/,
      ],
      [
        'a value file that is not there',
        { 'web/Chart.yaml': 'name: web\nversion: 1.0.0\n' },
        { path: 'web', helm: { valueFiles: ['dev.yaml'] } },
        /error reading helm values file: open web\/dev.yaml/,
      ],
      [
        'a function that Helm does not have',
        {
          'web/Chart.yaml': 'name: web\nversion: 1.0.0\n',
          'web/templates/a.yaml': '{{ .Values.x | shout }}',
        },
        { path: 'web' },
        /template: web\/templates\/a.yaml: function "shout" not defined/,
      ],
      [
        'a value below nothing',
        {
          'web/Chart.yaml': 'name: web\nversion: 1.0.0\n',
          'web/templates/a.yaml': '{{ .Values.x.y }}',
        },
        { path: 'web' },
        /nil pointer evaluating interface {}.y/,
      ],
      [
        'a chart of a repository',
        {},
        { chart: 'redis', repoURL: 'https://charts.example' },
        /error fetching chart: failed to fetch chart redis/,
      ],
    ],
  )('says what is wrong with %s', async (_, written, source, problem) => {
    await expect(render(written, source)).rejects.toThrow(problem);
  });
});
