import { stringify } from 'yaml';
import { aDeployment } from '../argocd/__testUtils__/startTestArgoCd';
import { KubeObject } from '../contracts';
import { recordAt, recordsAt } from '../json';
import {
  messageOf,
  sayOf,
  startTestFlux,
  TestFlux,
} from './__testUtils__/startTestFlux';

const saysReady = (said: string) => (object: KubeObject) =>
  sayOf(object, 'Ready') === said;
const history = (object: KubeObject) =>
  recordsAt(object, 'status', 'history').map(
    ({ version, status, chartVersion }) =>
      `${version} ${status} ${chartVersion}`,
  );

const chart = (version: string) => ({
  'charts/shop/Chart.yaml': stringify({
    apiVersion: 'v2',
    name: 'shop',
    version,
    appVersion: '1',
  }),
  'charts/shop/values.yaml': 'tag: 1.0.0\n',
  'charts/shop/templates/d.yaml': aDeployment('shop', {
    tag: '{{ .Values.tag }}',
  }),
});

describe('HelmReleases', () => {
  let flux: TestFlux;

  const release = (spec: object = {}) =>
    flux.create('HelmRelease', 'shop', {
      interval: '1h',
      timeout: '2m',
      releaseName: 'shop',
      targetNamespace: 'shop',
      chart: {
        spec: {
          chart: './charts/shop',
          sourceRef: { kind: 'GitRepository', name: 'gitops' },
        },
      },
      ...spec,
    });
  const image = () =>
    recordsAt(
      flux.workload('shop'),
      'spec',
      'template',
      'spec',
      'containers',
    )[0]?.image;

  beforeEach(async () => {
    flux = await startTestFlux();
    await flux.commit(chart('0.1.0'));
    flux.follow();
  });

  afterEach(() => flux.stop());

  it('are installed, and upgraded by values and by newer charts', async () => {
    release();
    const installed = await flux.until(
      'HelmRelease',
      'shop',
      saysReady('InstallSucceeded True'),
    );
    expect(installed.status).toMatchObject({
      helmChart: 'flux-system/flux-system-shop',
      lastAttemptedRevision: '0.1.0',
      lastAttemptedReleaseAction: 'install',
      observedGeneration: 1,
      inventory: { entries: [{ id: 'shop_shop_apps_Deployment', v: 'v1' }] },
    });
    expect(flux.workload('shop')?.metadata.labels).toMatchObject({
      'helm.toolkit.fluxcd.io/name': 'shop',
    });
    release({ values: { tag: '1.1.0' } });
    const upgraded = await flux.until(
      'HelmRelease',
      'shop',
      saysReady('UpgradeSucceeded True'),
    );
    expect(history(upgraded)).toEqual([
      '2 deployed 0.1.0',
      '1 superseded 0.1.0',
    ]);
    expect(messageOf(upgraded, 'Ready')).toBe(
      'Helm upgrade succeeded for release shop/shop.v2 with chart shop@0.1.0',
    );
    expect(image()).toBe('ghcr.io/acme/shop:1.1.0');
    await flux.commit(chart('0.2.0'));
    await flux.until(
      'HelmRelease',
      'shop',
      object => history(object)[0] === '3 deployed 0.2.0',
    );
    flux.remove('HelmRelease', 'shop');
    await flux.untilTrue('it is uninstalled', () => !flux.workload('shop'));
    expect(flux.objects.list({ apiVersion: 'v1', kind: 'Secret' })).toEqual([]);
  });

  it('go back when an upgrade fails and that is asked for, and are well again when Git goes back too', async () => {
    flux.images.set('ghcr.io/acme/shop:2.0.0', 'missing');
    const upgrade = { remediation: { retries: 1 } };
    release({ upgrade });
    await flux.until('HelmRelease', 'shop', saysReady('InstallSucceeded True'));
    release({ upgrade, values: { tag: '2.0.0' } });
    const stalled = await flux.until(
      'HelmRelease',
      'shop',
      object => sayOf(object, 'Stalled') === 'RetriesExceeded True',
    );
    expect(sayOf(stalled, 'Ready')).toBe('RollbackSucceeded False');
    expect(sayOf(stalled, 'Remediated')).toBe('RollbackSucceeded True');
    expect(stalled.status).toMatchObject({ failures: 2, upgradeFailures: 2 });
    expect(messageOf(stalled, 'Stalled')).toBe(
      'Failed to upgrade after 2 attempt(s)',
    );
    expect(history(stalled)[0]).toBe('5 deployed 0.1.0');
    expect(image()).toBe('ghcr.io/acme/shop:1.0.0');
    release({ upgrade });
    const well = await flux.until(
      'HelmRelease',
      'shop',
      saysReady('UpgradeSucceeded True'),
    );
    expect(recordAt(well, 'status').failures).toBeUndefined();
    expect(sayOf(well, 'Stalled')).toBe('');
  });

  it('stay as they failed, and try again when asked to count anew', async () => {
    flux.images.set('ghcr.io/acme/shop:1.0.0', 'missing');
    release();
    const stalled = await flux.until(
      'HelmRelease',
      'shop',
      object => sayOf(object, 'Stalled') === 'RetriesExceeded True',
    );
    expect(sayOf(stalled, 'Ready')).toBe('InstallFailed False');
    expect(history(stalled)).toEqual(['1 failed 0.1.0']);
    flux.images.set('ghcr.io/acme/shop:1.0.0', 'runs');
    await flux.untilTrue(
      'pods have come up by now',
      () => recordAt(flux.workload('shop'), 'status').availableReplicas === 2,
    );
    const asked = flux.request('HelmRelease', 'shop');
    await flux.until(
      'HelmRelease',
      'shop',
      ({ status }) => recordAt(status).lastHandledReconcileAt === asked,
    );
    expect(sayOf(flux.read('HelmRelease', 'shop'), 'Ready')).toBe(
      'InstallFailed False',
    );
    flux.patch('HelmRelease', 'shop', {
      metadata: {
        annotations: {
          'reconcile.fluxcd.io/requestedAt': 'again',
          'reconcile.fluxcd.io/resetAt': 'again',
        },
      },
    });
    const well = await flux.until(
      'HelmRelease',
      'shop',
      saysReady('UpgradeSucceeded True'),
    );
    expect(well.status).toMatchObject({ lastHandledResetAt: 'again' });
  });

  it('tell of drift, or correct it, as they are told to', async () => {
    const scale = () =>
      flux.objects.mergePatch(
        {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          namespace: 'shop',
          name: 'shop',
        },
        { spec: { replicas: 1 } },
      );
    release({ driftDetection: { mode: 'warn' } });
    await flux.until('HelmRelease', 'shop', saysReady('InstallSucceeded True'));
    scale();
    flux.request('HelmRelease', 'shop');
    const drifted = await flux.until(
      'HelmRelease',
      'shop',
      object => sayOf(object, 'Drifted') === 'DriftDetected True',
    );
    expect(messageOf(drifted, 'Drifted')).toContain(
      '\nDeployment/shop/shop changed',
    );
    release({ driftDetection: { mode: 'enabled' } });
    await flux.until(
      'HelmRelease',
      'shop',
      object => sayOf(object, 'Drifted') === '',
    );
    expect(recordAt(flux.workload('shop'), 'spec').replicas).toBe(2);
  });

  it('do nothing while they are suspended, and say that there is no chart', async () => {
    release({ suspend: true });
    const asked = flux.request('HelmRelease', 'shop');
    const suspended = await flux.until(
      'HelmRelease',
      'shop',
      ({ status }) => recordAt(status).lastHandledReconcileAt === asked,
    );
    expect(sayOf(suspended, 'Ready')).toBe('');
    release({
      chart: {
        spec: {
          chart: './charts/absent',
          sourceRef: { kind: 'GitRepository', name: 'gitops' },
        },
      },
    });
    const failed = await flux.until('HelmRelease', 'shop', object =>
      /no such file/.test(String(messageOf(object, 'Ready'))),
    );
    expect(sayOf(failed, 'Ready')).toBe('SourceNotReady False');
  });
});
