import { stringify } from 'yaml';
import { KubeObject } from '../../contracts';
import { Application, applicationSchema } from '../Application';
import {
  aConfigMap,
  aDeployment,
  aManifest,
  startTestArgoCd,
  TestArgoCd,
} from '../__testUtils__/startTestArgoCd';

const isWell = ({ status, operation }: Application) =>
  !operation &&
  status?.sync?.status === 'Synced' &&
  status.health?.status === 'Healthy' &&
  status.operationState?.phase !== 'Running';

const everything = { prune: true, selfHeal: true };

describe('ArgoCdController', () => {
  let argoCd: TestArgoCd;

  beforeEach(async () => {
    argoCd = await startTestArgoCd();
  });

  afterEach(async () => {
    await argoCd.stop();
  });

  it('brings a commit through all phases to health, and tells of it as Argo CD does', async () => {
    const revision = await argoCd.commit({
      'shop/deployment.yaml': aDeployment('shop'),
    });
    argoCd.start();
    const seen = follow();
    argoCd.deploy('shop', { automated: {} });
    const { status } = await argoCd.until('shop', isWell);

    expect(seen().slice(0, 2)).toEqual([
      'OutOfSync Missing -',
      'OutOfSync Missing Running',
    ]);
    expect(seen().slice(2)).toContain('Synced Progressing Succeeded');
    expect(seen().at(-1)).toBe('Synced Healthy Succeeded');
    const source = {
      repoURL: argoCd.repoURL,
      path: 'shop',
      targetRevision: 'main',
    };
    expect(status).toMatchObject({
      sync: {
        revision,
        comparedTo: { source, destination: { namespace: 'dev' } },
      },
      sourceType: 'Directory',
      controllerNamespace: 'argocd',
      reconciledAt: expect.stringMatching(/Z$/),
      resources: [
        {
          group: 'apps',
          version: 'v1',
          kind: 'Deployment',
          namespace: 'dev',
          name: 'shop',
          status: 'Synced',
        },
      ],
      summary: { images: ['ghcr.io/acme/shop:1.0.0'] },
      operationState: {
        phase: 'Succeeded',
        message: 'successfully synced (all tasks run)',
        operation: {
          initiatedBy: { automated: true },
          sync: { revision },
        },
        syncResult: {
          revision,
          source,
          resources: [
            {
              kind: 'Deployment',
              status: 'Synced',
              message: 'deployment/shop created',
            },
          ],
        },
      },
      history: [{ id: 0, revision, source, initiatedBy: { automated: true } }],
    });

    const next = await argoCd.commit({
      'shop/deployment.yaml': aDeployment('shop', { tag: '1.1.0' }),
    });
    const rolled = await argoCd.until(
      'shop',
      application =>
        isWell(application) && application.status?.sync?.revision === next,
    );
    expect(rolled.status).toMatchObject({
      history: [{ id: 0 }, { id: 1, revision: next }],
      summary: { images: ['ghcr.io/acme/shop:1.1.0'] },
    });
  });

  it('is degraded by an image that is not there, and keeps the old pods', async () => {
    argoCd.images.set('ghcr.io/acme/shop:2.0.0', 'missing');
    await argoCd.commit({ 'shop/deployment.yaml': aDeployment('shop') });
    argoCd.start();
    argoCd.deploy('shop', { automated: {} });
    await argoCd.until('shop', isWell);
    await argoCd.commit({
      'shop/deployment.yaml': aDeployment('shop', { tag: '2.0.0' }),
    });
    await argoCd.until(
      'shop',
      ({ status }) => status?.health?.status === 'Progressing',
    );
    const { status } = await argoCd.until(
      'shop',
      application => application.status?.health?.status === 'Degraded',
    );
    expect(status).toMatchObject({
      sync: { status: 'Synced' },
      operationState: { phase: 'Succeeded' },
      summary: {
        images: ['ghcr.io/acme/shop:1.0.0', 'ghcr.io/acme/shop:2.0.0'],
      },
    });

    await argoCd.commit({ 'shop/deployment.yaml': aDeployment('shop') });
    await argoCd.until('shop', isWell);
  });

  it('stores the health of resources only where its ConfigMap says so', async () => {
    await argoCd.commit({
      'shop/deployment.yaml': aDeployment('shop'),
      'shop/map.yaml': aConfigMap('shop'),
    });
    argoCd.home.apply({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'argocd-cmd-params-cm', namespace: 'argocd' },
      data: { 'controller.resource.health.persist': 'true' },
    });
    argoCd.start();
    argoCd.deploy('shop', { automated: {} });
    const { status } = await argoCd.until('shop', isWell);
    expect(
      status?.resources?.map(({ kind, health }) => [kind, health]),
    ).toEqual([
      ['Deployment', { status: 'Healthy' }],
      ['ConfigMap', undefined],
    ]);
    expect(status?.resourceHealthSource).toBeUndefined();

    argoCd.home.delete({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      namespace: 'argocd',
      name: 'argocd-cmd-params-cm',
    });
    refresh('shop');
    const stripped = await argoCd.until(
      'shop',
      application => application.status?.resourceHealthSource === 'appTree',
    );
    expect(stripped.status?.resources?.[0]).not.toHaveProperty('health');
  });

  it('waits for somebody to ask for a sync where nothing is automated, and takes the request off', async () => {
    await argoCd.commit({ 'shop/deployment.yaml': aDeployment('shop') });
    argoCd.start();
    argoCd.deploy('shop');
    const waiting = await argoCd.until(
      'shop',
      ({ status }) => status?.sync?.status === 'OutOfSync',
    );
    expect(waiting.status).toMatchObject({ health: { status: 'Missing' } });
    expect(waiting.status?.operationState).toBeUndefined();

    argoCd.patch('shop', {
      operation: {
        initiatedBy: { username: 'user:default/ada' },
        info: [{ name: 'Reason', value: 'because' }],
        sync: {
          prune: false,
          syncStrategy: { hook: {} },
          syncOptions: ['CreateNamespace=true'],
        },
      },
      status: { operationState: null },
    });
    const { status } = await argoCd.until('shop', isWell);
    expect(status).toMatchObject({
      operationState: {
        phase: 'Succeeded',
        operation: {
          initiatedBy: { username: 'user:default/ada' },
          info: [{ name: 'Reason', value: 'because' }],
        },
      },
      history: [{ initiatedBy: { username: 'user:default/ada' } }],
    });
  });

  it('compares again when asked to, and takes the annotation off', async () => {
    await argoCd.commit({ 'shop/map.yaml': aConfigMap('shop') });
    // Nobody tells it of commits, and it does not look by itself.
    argoCd.start({ webhookMs: 60_000, pollMs: 60_000 });
    argoCd.deploy('shop', {
      automated: {},
      metadata: { annotations: { kept: 'yes' } },
    });
    await argoCd.until('shop', isWell);
    const revision = await argoCd.commit({ 'other.yaml': 'a: 1\n' });
    expect(argoCd.read('shop').status?.sync?.revision).not.toBe(revision);
    refresh('shop');
    const { metadata } = await argoCd.until(
      'shop',
      ({ status }) => status?.sync?.revision === revision,
    );
    expect(metadata.annotations).toEqual({ kept: 'yes' });
  });

  it('shows drift, and heals it only where it may', async () => {
    await argoCd.commit({
      'shop/deployment.yaml': aDeployment('shop'),
      'cart/deployment.yaml': aDeployment('cart'),
    });
    argoCd.start();
    argoCd.deploy('shop', { automated: everything });
    argoCd.deploy('cart', {
      automated: { prune: true },
      metadata: {
        annotations: { 'argocd.argoproj.io/manifest-generate-paths': '.' },
      },
    });
    await argoCd.until('shop', isWell);
    await argoCd.until('cart', isWell);

    scale('shop', 5);
    scale('cart', 5);
    await argoCd.untilTrue(
      'the shop has two replicas again',
      () => replicasOf('shop') === 2,
    );
    const healed = await argoCd.until('shop', isWell);
    // Healing is a partial sync: it is told of, and does not become history.
    expect(healed.status).toMatchObject({
      history: [{ id: 0 }],
      operationState: {
        operation: {
          sync: { resources: [{ kind: 'Deployment', name: 'shop' }] },
        },
      },
    });
    const { status } = await argoCd.until(
      'cart',
      ({ status: now }) => now?.sync?.status === 'OutOfSync',
    );
    expect(status?.resources).toMatchObject([
      { kind: 'Deployment', status: 'OutOfSync' },
    ]);

    // A commit elsewhere is none of its business; one in its folder brings everything back.
    const elsewhere = await argoCd.commit({ 'other.yaml': 'a: 1\n' });
    await argoCd.until(
      'cart',
      ({ status: now }) => now?.sync?.revision === elsewhere,
    );
    expect(replicasOf('cart')).toBe(5);
    await argoCd.commit({ 'cart/map.yaml': aConfigMap('cart') });
    await argoCd.until('cart', isWell);
    expect(replicasOf('cart')).toBe(2);
  });

  it('leaves alone what others set, and what it is told to ignore', async () => {
    await argoCd.commit({ 'shop/deployment.yaml': aDeployment('shop') });
    argoCd.start();
    argoCd.deploy('shop', {
      automated: everything,
      spec: {
        ignoreDifferences: [
          {
            group: 'apps',
            kind: 'Deployment',
            jsonPointers: ['/spec/replicas'],
          },
        ],
      },
    });
    await argoCd.until('shop', isWell);
    scale('shop', 3);
    argoCd.home.mergePatch(deploymentRef('shop'), {
      metadata: { annotations: { by: 'somebody' } },
      spec: { paused: false },
    });
    refresh('shop');
    await argoCd.until('shop', isWell);
    expect(replicasOf('shop')).toBe(3);
    expect(argoCd.deployment('shop')).toMatchObject({
      metadata: { annotations: { by: 'somebody' } },
      spec: { paused: false },
    });
  });

  it('takes away what Git no longer says: fields always, objects where it may prune', async () => {
    await argoCd.commit({
      'shop/deployment.yaml': aDeployment('shop', {
        spec: { minReadySeconds: 1 },
      }),
      'shop/map.yaml': aConfigMap('shop', { a: '1', b: '2' }),
    });
    argoCd.start();
    argoCd.deploy('shop', { automated: {} });
    await argoCd.until('shop', isWell);
    await argoCd.commit({
      'shop/deployment.yaml': aDeployment('shop'),
      'shop/map.yaml': null,
    });
    const { status } = await argoCd.until(
      'shop',
      application =>
        application.status?.history?.length === 2 &&
        !application.operation &&
        application.status.health?.status === 'Healthy',
    );
    expect(argoCd.deployment('shop')?.spec).not.toHaveProperty(
      'minReadySeconds',
    );
    expect(status?.sync?.status).toBe('OutOfSync');
    expect(status?.resources).toContainEqual(
      expect.objectContaining({
        kind: 'ConfigMap',
        status: 'OutOfSync',
        requiresPruning: true,
      }),
    );
    expect(status?.operationState?.syncResult?.resources).toContainEqual(
      expect.objectContaining({ kind: 'ConfigMap', status: 'PruneSkipped' }),
    );

    argoCd.patch('shop', { spec: { syncPolicy: { automated: everything } } });
    await argoCd.until('shop', isWell);
    expect(configMap('shop')).toBeUndefined();
  });

  it('does not wipe out everything by itself', async () => {
    await argoCd.commit({ 'shop/map.yaml': aConfigMap('shop') });
    argoCd.start();
    argoCd.deploy('shop', { automated: everything });
    await argoCd.until('shop', isWell);
    await argoCd.commit({ 'shop/map.yaml': null, 'shop/README.md': 'empty' });
    const { status } = await argoCd.until('shop', hasCondition('SyncError'));
    expect(messagesOf(status)).toMatch(/auto-sync will wipe out all resources/);
    expect(configMap('shop')).toBeDefined();
  });

  it.each<[string, string, Partial<Record<string, unknown>>, RegExp, string]>([
    [
      'YAML that is none',
      'ComparisonError',
      {},
      /source 1 of 1.*shop\/bad.yaml/,
      'kind: [',
    ],
    [
      'a path that is not there',
      'ComparisonError',
      { path: 'nowhere' },
      /nowhere: app path does not exist/,
      '',
    ],
    [
      'a repository that is not there',
      'ComparisonError',
      { repoURL: 'http://localhost:1/acme/x' },
      /repository not found/,
      '',
    ],
    [
      'a chart of a repository',
      'ComparisonError',
      { chart: 'redis', repoURL: 'https://charts.example' },
      /failed to fetch chart redis/,
      '',
    ],
  ])(
    'tells of %s, keeps the last health, and goes on when it is mended',
    async (_, type, source, message, bad) => {
      await argoCd.commit({ 'shop/deployment.yaml': aDeployment('shop') });
      argoCd.start();
      argoCd.deploy('shop', { automated: everything });
      const { spec } = await argoCd.until('shop', isWell);
      if (bad) await argoCd.commit({ 'shop/bad.yaml': bad });
      else argoCd.patch('shop', { spec: { source } });
      const broken = await argoCd.until('shop', hasCondition(type));
      expect(messagesOf(broken.status)).toMatch(message);
      expect(broken.status).toMatchObject({
        sync: { status: 'Unknown' },
        health: { status: 'Healthy' },
        resources: [{ kind: 'Deployment', status: 'Unknown' }],
      });
      expect(argoCd.deployment('shop')).toBeDefined();

      if (bad) await argoCd.commit({ 'shop/bad.yaml': null });
      else
        argoCd.patch('shop', {
          spec: { source: { chart: null, ...spec.source } },
        });
      const mended = await argoCd.until('shop', isWell);
      expect(mended.status?.conditions).toEqual([]);
    },
  );

  it.each<[string, Record<string, unknown>, RegExp]>([
    [
      'an unknown project',
      { project: 'none' },
      /referencing project none which does not exist/,
    ],
    [
      'a project that does not allow it',
      { project: 'closed' },
      /is not permitted in project 'closed'/,
    ],
    [
      'an unknown cluster',
      { destination: { name: 'nowhere', namespace: 'dev' } },
      /there is no cluster nowhere/,
    ],
    [
      'a cluster named twice',
      {
        destination: {
          name: 'in-cluster',
          server: 'https://kubernetes.default.svc',
        },
      },
      /can't have both name and server/,
    ],
    ['no source', { source: null }, /spec.source or spec.sources is required/],
  ])('refuses %s', async (_, spec, message) => {
    await argoCd.commit({ 'shop/map.yaml': aConfigMap('shop') });
    argoCd.start();
    argoCd.home.apply({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'AppProject',
      metadata: { name: 'closed', namespace: 'argocd' },
      spec: {
        sourceRepos: ['https://git.example/*'],
        destinations: [{ server: '*', namespace: '*' }],
      },
    });
    const manifest = aManifest({ name: 'shop', repoURL: argoCd.repoURL });
    argoCd.home.apply(
      withoutNulls({
        ...manifest,
        spec: { ...Object(manifest.spec), ...spec },
      }),
    );
    const { status } = await argoCd.until(
      'shop',
      hasCondition('InvalidSpecError'),
    );
    expect(messagesOf(status)).toMatch(message);
    expect(status).toMatchObject({
      sync: { status: 'Unknown' },
      health: { status: 'Unknown' },
    });
  });

  it('tries a failed sync again as often as it may, then says so until there is something new', async () => {
    await argoCd.commit({ 'shop/deployment.yaml': aDeployment('shop') });
    argoCd.start({ retryFactor: 0.02 });
    argoCd.deploy('shop', {
      automated: {},
      spec: { syncPolicy: { automated: {}, retry: { limit: 1 } } },
    });
    const waiting = await argoCd.until('shop', ({ status }) =>
      Boolean(
        status?.operationState?.finishedAt &&
        status.operationState.phase === 'Running',
      ),
    );
    expect(waiting.operation).toBeDefined();
    expect(waiting.status?.operationState).toMatchObject({
      retryCount: 1,
      message: expect.stringMatching(
        /^one or more objects failed to apply, reason: namespaces "dev" not found\. Retrying attempt #1 at /,
      ),
    });
    const { status } = await argoCd.until('shop', hasCondition('SyncError'));
    expect(status).toMatchObject({
      operationState: {
        phase: 'Failed',
        syncResult: { resources: [{ status: 'SyncFailed' }] },
      },
    });
    expect(status?.history).toBeUndefined();
    expect(messagesOf(status)).toMatch(/^Failed last sync attempt to /);

    argoCd.home.apply({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'dev' },
    });
    await argoCd.commit({ 'shop/map.yaml': aConfigMap('shop') });
    const mended = await argoCd.until('shop', isWell);
    expect(mended.status?.conditions).toEqual([]);
  });

  it('takes up an operation that was under way when it ended, and ends one when told to', async () => {
    await argoCd.commit({ 'shop/map.yaml': aConfigMap('shop') });
    argoCd.start({ syncMs: 60_000 });
    argoCd.deploy('shop', { automated: {} });
    await argoCd.until(
      'shop',
      ({ status }) => status?.operationState?.phase === 'Running',
    );
    await argoCd.stopController();
    argoCd.start();
    const { status } = await argoCd.until('shop', isWell);
    expect(status?.history).toHaveLength(1);
    await argoCd.stopController();

    argoCd.start({ syncMs: 60_000 });
    argoCd.patch('shop', { operation: { sync: {} } });
    await argoCd.until(
      'shop',
      application => application.status?.operationState?.phase === 'Running',
    );
    argoCd.patch('shop', {
      status: { operationState: { phase: 'Terminating' } },
    });
    refresh('shop');
    const ended = await argoCd.until('shop', ({ operation }) => !operation);
    expect(ended.status?.operationState).toMatchObject({
      phase: 'Failed',
      message: 'Operation terminated',
    });
    expect(ended.status?.history).toHaveLength(1);
  });

  it('goes back to what an operation asks for, and is out of sync then', async () => {
    const old = await argoCd.commit({
      'shop/deployment.yaml': aDeployment('shop'),
    });
    argoCd.start();
    argoCd.deploy('shop', { automated: {} });
    const first = await argoCd.until('shop', isWell);
    await argoCd.commit({
      'shop/deployment.yaml': aDeployment('shop', { tag: '2.0.0' }),
    });
    await argoCd.until('shop', ({ status }) => status?.history?.length === 2);
    await argoCd.until('shop', isWell);
    argoCd.patch('shop', { spec: { syncPolicy: { automated: null } } });
    argoCd.patch('shop', {
      operation: { sync: { revision: old, source: first.spec.source } },
    });
    const { status } = await argoCd.until(
      'shop',
      application =>
        application.status?.history?.length === 3 &&
        application.status.sync?.status === 'OutOfSync' &&
        !application.operation,
    );
    expect(status?.history?.[2]).toMatchObject({ id: 2, revision: old });
    expect(JSON.stringify(argoCd.deployment('shop')?.spec)).toContain(
      'shop:1.0.0',
    );
  });

  it('deploys to another cluster, from several sources', async () => {
    const revision = await argoCd.commit({
      'chart/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
      'chart/templates/map.yaml': aConfigMap('web', {
        level: '{{ .Values.level }}',
        release: '{{ .Release.Name }} in {{ .Release.Namespace }}',
      }),
      'env/dev.yaml': 'level: debug\n',
    });
    argoCd.start();
    argoCd.deploy('web', {
      automated: {},
      spec: {
        source: undefined,
        sources: [
          {
            repoURL: argoCd.repoURL,
            path: 'chart',
            targetRevision: 'main',
            helm: { valueFiles: ['$values/env/dev.yaml'] },
          },
          { repoURL: argoCd.repoURL, targetRevision: 'main', ref: 'values' },
        ],
        destination: { server: argoCd.away.url, namespace: 'dev' },
      },
    });
    const { status } = await argoCd.until('web', isWell);
    expect(configMap('web', argoCd.away)?.data).toEqual({
      level: 'debug',
      release: 'web in dev',
    });
    expect(configMap('web')).toBeUndefined();
    expect(status).toMatchObject({
      sync: { revisions: [revision, revision] },
      sourceTypes: ['Helm', ''],
      history: [
        {
          revisions: [revision, revision],
          sources: [{ path: 'chart' }, { ref: 'values' }],
        },
      ],
    });
    expect(status).not.toHaveProperty('sourceType');
  });

  it('makes Applications from Git, and takes them away with all they deployed', async () => {
    const child = (finalizers: string[]) =>
      stringify(
        aManifest({
          name: 'shop',
          repoURL: argoCd.repoURL,
          automated: {},
          metadata: { finalizers },
        }),
      );
    await argoCd.commit({
      'apps/shop.yaml': child(['resources-finalizer.argocd.argoproj.io']),
      'apps/map.yaml': aConfigMap('apps'),
      'shop/map.yaml': aConfigMap('shop'),
    });
    argoCd.start();
    argoCd.deploy('apps', { automated: everything });
    const { status } = await argoCd.until('shop', isWell);
    expect(status?.history).toHaveLength(1);
    const parent = await argoCd.until('apps', isWell);
    expect(parent.status?.resources).toContainEqual(
      expect.objectContaining({
        group: 'argoproj.io',
        kind: 'Application',
        namespace: 'argocd',
        name: 'shop',
      }),
    );

    await argoCd.commit({ 'apps/shop.yaml': null });
    await argoCd.untilTrue('the child is gone', () => !argoCd.exists('shop'));
    expect(configMap('shop')).toBeUndefined();
    await argoCd.until('apps', isWell);
  });

  it('does not look at what it is told to skip', async () => {
    await argoCd.commit({ 'shop/map.yaml': aConfigMap('shop') });
    argoCd.start();
    argoCd.deploy('shop', {
      automated: {},
      metadata: {
        annotations: { 'argocd.argoproj.io/skip-reconcile': 'true' },
      },
    });
    argoCd.deploy('cart', { automated: {} });
    await argoCd.until('cart', hasCondition('ComparisonError'));
    expect(argoCd.read('shop').status?.sync).toBeUndefined();
  });

  function refresh(name: string) {
    argoCd.patch(name, {
      metadata: { annotations: { 'argocd.argoproj.io/refresh': 'normal' } },
    });
  }

  /** The states that an outside watcher sees, each once. */
  function follow(): () => string[] {
    const seen: string[] = [];
    argoCd.home.watch(
      { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application' },
      ({ object }) => {
        const { status } = applicationSchema.parse(object);
        if (!status?.sync) return;
        const state = [
          status.sync.status,
          status.health?.status ?? '-',
          status.operationState?.phase ?? '-',
        ].join(' ');
        if (seen[seen.length - 1] !== state) seen.push(state);
      },
    );
    return () => seen;
  }

  function deploymentRef(name: string) {
    return {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      namespace: 'dev',
      name,
    };
  }

  function scale(name: string, replicas: number) {
    argoCd.home.mergePatch(deploymentRef(name), { spec: { replicas } });
  }

  function replicasOf(name: string): unknown {
    return Object(argoCd.deployment(name)?.spec).replicas;
  }

  function configMap(name: string, cluster = argoCd.home) {
    return cluster.get({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      namespace: 'dev',
      name,
    });
  }
});

function hasCondition(type: string) {
  return ({ status, operation }: Application) =>
    !operation &&
    Boolean(status?.conditions?.some(condition => condition.type === type));
}

function messagesOf(status: Application['status']): string {
  return (status?.conditions ?? []).map(({ message }) => message).join('\n');
}

function withoutNulls(object: KubeObject): KubeObject {
  return JSON.parse(
    JSON.stringify(object, (_, value) => (value === null ? undefined : value)),
  );
}
