import {
  aConfigMap,
  aDeployment,
} from '../argocd/__testUtils__/startTestArgoCd';
import { KubeObject } from '../contracts';
import { recordAt, recordsAt } from '../json';
import {
  messageOf,
  sayOf,
  startTestFlux,
  TestFlux,
} from './__testUtils__/startTestFlux';

const isApplied = (revision: string) => (object: KubeObject) =>
  sayOf(object, 'Ready') === 'ReconciliationSucceeded True' &&
  String(recordAt(object, 'status').lastAppliedRevision).endsWith(revision);
const saysReady = (said: string) => (object: KubeObject) =>
  sayOf(object, 'Ready') === said;

describe('FluxController', () => {
  let flux: TestFlux;

  const start = async (
    ...timings: Parameters<typeof startTestFlux>
  ): Promise<void> => {
    flux = await startTestFlux(...timings);
  };

  afterEach(() => flux.stop());

  it('brings a commit through all phases to health, and takes away what is gone from Git', async () => {
    await start();
    const sha = await flux.commit({
      'shop/deployment.yaml': aDeployment('shop'),
      'shop/nested/map.yaml': aConfigMap('shop'),
    });
    const seen = flux.record('Kustomization', 'shop');
    flux.follow();
    flux.kustomize('shop', {
      images: [{ name: 'ghcr.io/acme/shop', newTag: '1.1.0' }],
    });
    const { status, metadata } = await flux.until(
      'Kustomization',
      'shop',
      isApplied(sha),
    );
    expect(flux.read('GitRepository', 'gitops')?.status).toMatchObject({
      observedGeneration: 1,
      artifact: { revision: `main@sha1:${sha}` },
      conditions: [
        { type: 'Ready', status: 'True', reason: 'Succeeded' },
        { type: 'ArtifactInStorage', status: 'True' },
      ],
    });
    expect(seen).toEqual([
      expect.stringMatching(/^(ArtifactFailed False|Progressing Unknown)$/),
      ...(seen.length > 2 ? ['Progressing Unknown'] : []),
      'ReconciliationSucceeded True',
    ]);
    expect(metadata.finalizers).toEqual(['finalizers.fluxcd.io']);
    expect(status).toMatchObject({
      observedGeneration: 1,
      lastAppliedRevision: `main@sha1:${sha}`,
      lastAttemptedRevision: `main@sha1:${sha}`,
      conditions: [
        { type: 'Ready', message: `Applied revision: main@sha1:${sha}` },
        { type: 'Healthy', status: 'True' },
      ],
      inventory: {
        entries: [
          { id: 'shop_shop__ConfigMap', v: 'v1' },
          { id: 'shop_shop_apps_Deployment', v: 'v1' },
        ],
      },
    });
    expect(flux.workload('shop')).toMatchObject({
      metadata: {
        labels: {
          'kustomize.toolkit.fluxcd.io/name': 'shop',
          'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
        },
      },
      spec: {
        template: {
          spec: { containers: [{ image: 'ghcr.io/acme/shop:1.1.0' }] },
        },
      },
    });

    const next = await flux.commit({ 'shop/nested/map.yaml': null });
    const later = await flux.until('Kustomization', 'shop', isApplied(next));
    expect(flux.workload('shop', 'ConfigMap')).toBeUndefined();
    expect(recordsAt(later, 'status', 'history')).toMatchObject([
      {
        lastReconciledStatus: 'ReconciliationSucceeded',
        totalReconciliations: 1,
        metadata: { revision: `main@sha1:${next}` },
      },
      { metadata: { revision: `main@sha1:${sha}` } },
    ]);

    flux.remove('Kustomization', 'shop');
    await flux.untilTrue(
      'everything is gone',
      () => !flux.read('Kustomization', 'shop') && !flux.workload('shop'),
    );
  });

  it('says what does not come up, and leaves it when there is something newer', async () => {
    await start();
    flux.images.set('ghcr.io/acme/shop:2.0.0', 'missing');
    const sha = await flux.commit({ 'shop/d.yaml': aDeployment('shop') });
    flux.follow();
    flux.kustomize('shop', { retryInterval: '10m' });
    await flux.until('Kustomization', 'shop', isApplied(sha));
    const bad = await flux.commit({
      'shop/d.yaml': aDeployment('shop', { tag: '2.0.0' }),
    });
    const failed = await flux.until(
      'Kustomization',
      'shop',
      saysReady('HealthCheckFailed False'),
    );
    expect(failed.status).toMatchObject({
      lastAppliedRevision: `main@sha1:${sha}`,
      lastAttemptedRevision: `main@sha1:${bad}`,
    });
    expect(sayOf(failed, 'Healthy')).toBe('HealthCheckFailed False');
    expect(sayOf(failed, 'Reconciling')).toBe('ProgressingWithRetry True');
    expect(messageOf(failed, 'Ready')).toMatch(
      /^health check failed after [\d.]+m?s: .*Deployment\/shop\/shop status: '(Failed|InProgress)'/,
    );
    const good = await flux.commit({
      'shop/d.yaml': aDeployment('shop', { tag: '2.0.1' }),
    });
    await flux.until('Kustomization', 'shop', isApplied(good));
  });

  it('waits no longer for the health of what is not wanted any more', async () => {
    await start({ timeFactor: 1 });
    const never = { progressDeadlineSeconds: 3600, minReadySeconds: 0 };
    flux.images.set('ghcr.io/acme/shop:2.0.0', 'missing');
    await flux.commit({
      'shop/d.yaml': aDeployment('shop', { tag: '2.0.0', spec: never }),
      'shop/s.yaml':
        'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: x}',
    });
    const seen = flux.record('Kustomization', 'shop');
    flux.follow();
    flux.kustomize('shop', {
      wait: false,
      healthChecks: [{ kind: 'Deployment', name: 'absent', namespace: 'shop' }],
    });
    await flux.until(
      'Kustomization',
      'shop',
      object => sayOf(object, 'Healthy') === 'Progressing Unknown',
    );
    const next = await flux.commit({ 'shop/s.yaml': aDeployment('absent') });
    await flux.until('Kustomization', 'shop', isApplied(next));
    expect(seen).toContain('HealthCheckCanceled False');
  });

  it.each([
    ['a missing path', {}, 'ArtifactFailed False', /path not found/],
    [
      'an unreadable kustomization',
      { 'shop/kustomization.yaml': 'resources: [absent.yaml]' },
      'BuildFailed False',
      /absent\.yaml/,
    ],
    [
      'an unknown kind',
      { 'shop/x.yaml': 'apiVersion: x.io/v1\nkind: X\nmetadata: {name: x}' },
      'ReconciliationFailed False',
      /no matches for kind "X"/,
    ],
    [
      'a missing namespace',
      {
        'shop/x.yaml':
          'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x, namespace: nowhere}',
      },
      'ReconciliationFailed False',
      /namespaces "nowhere" not found/,
    ],
  ])(
    'fails at %s, and does not count its generation as observed',
    async (_, files, said, message) => {
      await start();
      await flux.commit({ 'README.md': 'Nothing', ...files });
      flux.follow();
      flux.kustomize('shop', { targetNamespace: undefined });
      const failed = await flux.until('Kustomization', 'shop', saysReady(said));
      expect(messageOf(failed, 'Ready')).toMatch(message);
      expect(failed.status).toMatchObject({ observedGeneration: -1 });
      expect(sayOf(failed, 'Reconciling')).toBe('ProgressingWithRetry True');
    },
  );

  it('keeps the last artifact when a source can not be fetched, and none when it is suspended', async () => {
    await start();
    const sha = await flux.commit({ 'shop/d.yaml': aDeployment('shop') });
    flux.follow();
    flux.kustomize('shop');
    await flux.until('Kustomization', 'shop', isApplied(sha));
    flux.follow({ ref: { branch: 'gone' } });
    const failing = await flux.until(
      'GitRepository',
      'gitops',
      object => sayOf(object, 'FetchFailed') === 'GitOperationFailed True',
    );
    expect(failing.status).toMatchObject({
      observedGeneration: 1,
      artifact: { revision: `main@sha1:${sha}` },
    });
    expect(sayOf(failing, 'Ready')).toBe('GitOperationFailed False');
    flux.follow({ suspend: true });
    await flux.commit({ 'shop/d.yaml': aDeployment('shop', { tag: '2' }) });
    const asked = flux.request('GitRepository', 'gitops');
    const suspended = await flux.until(
      'GitRepository',
      'gitops',
      ({ status }) => recordAt(status).lastHandledReconcileAt === asked,
    );
    expect(suspended.status).toMatchObject({
      artifact: { revision: `main@sha1:${sha}` },
    });
    expect(isApplied(sha)(flux.read('Kustomization', 'shop')!)).toBe(true);
  });

  it('puts right what others change, unless it is suspended', async () => {
    await start();
    const sha = await flux.commit({ 'shop/d.yaml': aDeployment('shop') });
    flux.follow();
    flux.kustomize('shop', { interval: '1m' });
    await flux.until('Kustomization', 'shop', isApplied(sha));
    const scale = (replicas: number) =>
      flux.objects.mergePatch(
        {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          namespace: 'shop',
          name: 'shop',
        },
        { spec: { replicas } },
      );
    const replicas = () => recordAt(flux.workload('shop'), 'spec').replicas;
    scale(1);
    await flux.untilTrue('drift is corrected', () => replicas() === 2);
    await flux.until('Kustomization', 'shop', isApplied(sha));
    flux.patch('Kustomization', 'shop', { spec: { suspend: true } });
    scale(1);
    const asked = flux.request('Kustomization', 'shop');
    const suspended = await flux.until(
      'Kustomization',
      'shop',
      ({ status }) => recordAt(status).lastHandledReconcileAt === asked,
    );
    expect(isApplied(sha)(suspended)).toBe(true);
    expect(replicas()).toBe(1);
    flux.patch('Kustomization', 'shop', { spec: { suspend: false } });
    await flux.untilTrue('drift is corrected', () => replicas() === 2);
  });

  it('waits for what it depends on', async () => {
    await start();
    await flux.commit({ 'shop/d.yaml': aDeployment('shop') });
    flux.follow();
    flux.kustomize('shop', { dependsOn: [{ name: 'infra' }] });
    const waiting = await flux.until(
      'Kustomization',
      'shop',
      saysReady('DependencyNotReady False'),
    );
    expect(messageOf(waiting, 'Ready')).toBe(
      'dependency \'flux-system/infra\' not found: kustomizations.kustomize.toolkit.fluxcd.io "infra" not found',
    );
    const sha = await flux.commit({ 'infra/m.yaml': aConfigMap('infra') });
    flux.kustomize('infra');
    await flux.until('Kustomization', 'shop', isApplied(sha));
  });
});
