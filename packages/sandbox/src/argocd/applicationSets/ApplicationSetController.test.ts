import {
  aConfigMap,
  startTestArgoCd,
  TestArgoCd,
} from '../__testUtils__/startTestArgoCd';
import { applicationSetSchema } from './applicationSetSchema';

const kind = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'ApplicationSet',
};
const ref = { ...kind, namespace: 'argocd', name: 'shop' };

describe('ApplicationSetController', () => {
  let argoCd: TestArgoCd;

  beforeEach(async () => {
    argoCd = await startTestArgoCd();
    await argoCd.commit({
      'apps/shop/dev/map.yaml': aConfigMap('shop'),
      'apps/shop/staging/map.yaml': aConfigMap('shop'),
      'apps/shop/base/map.yaml': aConfigMap('shop'),
    });
    argoCd.start();
  });

  afterEach(async () => {
    await argoCd.stop();
  });

  const template = (names: { name: string; path: string }) => ({
    metadata: { name: names.name, labels: { app: 'shop' } },
    spec: {
      project: 'default',
      source: {
        repoURL: argoCd.repoURL,
        path: names.path,
        targetRevision: 'main',
      },
      destination: { name: 'in-cluster', namespace: names.name },
      syncPolicy: {
        automated: {},
        syncOptions: ['CreateNamespace=true'],
      },
    },
  });

  const apply = (spec: Record<string, unknown>) =>
    argoCd.home.apply({
      ...kind,
      metadata: { name: 'shop', namespace: 'argocd' },
      spec,
    });

  const lists = (...environments: string[]) => ({
    goTemplate: true,
    generators: [
      {
        list: { elements: environments.map(environment => ({ environment })) },
      },
    ],
    template: template({
      name: 'shop-{{ .environment | lower }}',
      path: 'apps/shop/{{ .environment | lower }}',
    }),
  });

  const conditions = () =>
    Object.fromEntries(
      (
        applicationSetSchema.parse(argoCd.home.get(ref)).status?.conditions ??
        []
      ).map(each => [each.type, each]),
    );

  const isSynced = (name: string) =>
    argoCd.until(name, ({ status }) => status?.sync?.status === 'Synced');

  it('generates Applications of a list, which it owns and keeps as they are', async () => {
    apply(lists('Dev', 'Staging'));
    const { metadata, spec } = await isSynced('shop-dev');
    await isSynced('shop-staging');
    expect(metadata).toMatchObject({
      labels: { app: 'shop' },
      finalizers: ['resources-finalizer.argocd.argoproj.io'],
      ownerReferences: [{ kind: 'ApplicationSet', name: 'shop' }],
    });
    expect(conditions()).toMatchObject({
      ErrorOccurred: { status: 'False' },
      ParametersGenerated: { status: 'True' },
      ResourcesUpToDate: { status: 'True' },
    });

    argoCd.patch('shop-dev', {
      metadata: { labels: { app: null } },
      spec: { source: { path: 'elsewhere' } },
    });
    await argoCd.until(
      'shop-dev',
      application => application.spec.source?.path === spec.source?.path,
    );
    expect(argoCd.read('shop-dev').metadata.labels).toEqual({ app: 'shop' });

    apply(lists('Staging'));
    await argoCd.untilTrue(
      'shop-dev is gone',
      () => !argoCd.exists('shop-dev'),
    );
    expect(
      argoCd.home.get({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        namespace: 'shop-dev',
        name: 'shop',
      }),
    ).toBeUndefined();
    await isSynced('shop-staging');
  });

  it('generates one for each directory in Git, and follows commits', async () => {
    apply({
      generators: [
        {
          git: {
            repoURL: argoCd.repoURL,
            revision: 'main',
            directories: [
              { path: 'apps/shop/*' },
              { path: 'apps/shop/base', exclude: true },
            ],
          },
        },
      ],
      template: template({
        name: '{{path[1]}}-{{path.basename}}',
        path: '{{path}}',
      }),
    });
    await isSynced('shop-dev');
    await isSynced('shop-staging');
    expect(argoCd.exists('shop-base')).toBe(false);

    await argoCd.commit({
      'apps/shop/staging/map.yaml': null,
      'apps/shop/prod/map.yaml': aConfigMap('shop'),
    });
    const { spec } = await isSynced('shop-prod');
    expect(spec.source?.path).toBe('apps/shop/prod');
    await argoCd.untilTrue(
      'shop-staging is gone',
      () => !argoCd.exists('shop-staging'),
    );
  });

  it('says what it can not generate, and keeps what there is', async () => {
    apply(lists('dev'));
    await isSynced('shop-dev');
    apply({ ...lists(), generators: [{ clusters: {} }] });
    await argoCd.untilTrue(
      'the error is told',
      () => conditions().ErrorOccurred?.status === 'True',
    );
    expect(conditions()).toMatchObject({
      ErrorOccurred: {
        reason: 'ApplicationGenerationError',
        message: expect.stringContaining('not clusters'),
      },
      ParametersGenerated: { status: 'False' },
    });
    expect(argoCd.exists('shop-dev')).toBe(true);

    apply({
      ...lists('dev'),
      template: template({ name: '{{ .no.where }}', path: 'x' }),
    });
    await argoCd.untilTrue('the template is told of', () =>
      Boolean(
        conditions().ErrorOccurred?.message.includes(
          'failed to execute go template',
        ),
      ),
    );
  });

  it('lets a refresh of a generated Application pass', async () => {
    apply(lists('dev'));
    await isSynced('shop-dev');
    const sha = await argoCd.commit({ 'other.yaml': 'a: 1\n' });
    argoCd.patch('shop-dev', {
      metadata: { annotations: { 'argocd.argoproj.io/refresh': 'hard' } },
    });
    const { metadata } = await argoCd.until(
      'shop-dev',
      application =>
        application.status?.sync?.revision === sha &&
        !application.metadata.annotations?.['argocd.argoproj.io/refresh'],
    );
    expect(metadata.labels).toEqual({ app: 'shop' });
  });
});
