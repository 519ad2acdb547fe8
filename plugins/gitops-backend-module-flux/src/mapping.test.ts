import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { targetStatusSchema } from '@fairlead/backstage-plugin-gitops-common';
import fc from 'fast-check';
import { parse, parseAllDocuments } from 'yaml';
import { mappingContextOf } from '@fairlead/backstage-plugin-gitops-node/testUtils';
import { fluxEngine } from './FluxEngine';
import { mapFluxObject } from './mapping';

const contextWith = (objects: readonly unknown[]) =>
  mappingContextOf({ references: fluxEngine.references, objects });
const fixtures = join(__dirname, '__fixtures__');
const text = (path: string) => readFileSync(path, 'utf8');
const sources = parseAllDocuments(text(join(fixtures, 'sources.yaml'))).map(
  document => document.toJS(),
);
const context = contextWith(sources);
const alone = contextWith([]);

const orders = () => parse(text(join(fixtures, 'orders.yaml')));
const payments = () => parse(text(join(fixtures, 'payments.yaml')));
const commit = '72de7430aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa';
const older = '51aa00f0aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa';

const ready = (status: string, reason: string, more: object = {}) => ({
  type: 'Ready',
  status,
  reason,
  message: `because of ${reason}`,
  lastTransitionTime: '2026-10-02T08:50:00Z',
  observedGeneration: 4,
  ...more,
});
const reconciling = {
  type: 'Reconciling',
  status: 'True',
  reason: 'ProgressingWithRetry',
  message: 'Detecting drift',
  lastTransitionTime: '2026-10-02T08:51:00Z',
};

/** The Kustomization with other conditions, and more of a status. */
const ordersWith = (conditions: object[], status: object = {}) => {
  const object = orders();
  return mapFluxObject(
    { ...object, status: { ...object.status, conditions, ...status } },
    context,
  );
};

describe('mapping of a Kustomization', () => {
  it('finds its repository, branch and newest commit in the source that it names', () => {
    const status = mapFluxObject(orders(), context);
    expect(status.sources).toEqual([
      {
        repoUrl: 'https://github.com/acme/gitops.git',
        targetRevision: 'main',
        path: 'apps/orders/overlays/prod',
        type: 'unknown',
        overrides: [
          {
            kind: 'kustomize-image',
            name: 'orders',
            pointer: 'spec.images[0]',
            value: 'orders=ghcr.io/acme/orders:1.10',
          },
          {
            kind: 'kustomize-image',
            name: 'ghcr.io/acme/proxy',
            pointer: 'spec.images[1]',
            value:
              'ghcr.io/acme/proxy@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
          },
        ],
      },
    ]);
    expect(status).toMatchObject({
      engine: 'flux',
      object: { cluster: 'hub', namespace: 'flux-system', name: 'orders-prod' },
      revisions: { desired: [commit], live: [commit] },
      sync: { status: 'Synced' },
      health: { status: 'Healthy', since: '2026-10-02T08:00:05Z' },
      destination: { inCluster: true, namespace: 'orders' },
      autoSync: { enabled: true, prune: true, selfHeal: true },
      resourceCount: 3,
      conditions: [],
      operation: { phase: 'Succeeded', finishedAt: '2026-10-02T08:00:05Z' },
      reconciledAt: '2026-10-02T08:40:05Z',
      labels: { 'fairlead/environment': 'prod' },
    });
    expect(status.history).toEqual([
      {
        id: 'sha256:43ad78c9',
        revisions: [commit],
        deployedAt: '2026-10-02T08:00:05Z',
      },
    ]);
    expect(status.version.images).toEqual([
      { name: 'ghcr.io/acme/orders', tag: '1.10' },
      expect.objectContaining({ name: 'ghcr.io/acme/proxy' }),
    ]);
    expect(Object.keys(status.annotations).sort()).toEqual([
      'fairlead/entity-ref',
      'reconcile.fluxcd.io/requestedAt',
    ]);
    expect(status.stale).toBeUndefined();
    expect(status.generatedBy).toBeUndefined();
    expect(JSON.stringify(status)).not.toContain('hunter2');
  });

  it('is out of sync while its source is ahead of what is applied', () => {
    const ahead = contextWith([
      {
        ...sources[0],
        status: { artifact: { revision: `main@sha1:${older}` } },
      },
    ]);
    expect(mapFluxObject(orders(), ahead)).toMatchObject({
      sync: { status: 'OutOfSync' },
      revisions: { desired: [older], live: [commit] },
      health: { status: 'Healthy' },
    });
  });

  it('says what is not known where the source can not be read', () => {
    const status = mapFluxObject(orders(), alone);
    expect(status.sources[0]).toMatchObject({
      repoUrl: '',
      path: 'apps/orders/overlays/prod',
    });
    expect(status.sources[0]).not.toHaveProperty('targetRevision');
    expect(status.revisions.desired).toEqual([commit]);
    expect(status.conditions).toEqual([
      expect.objectContaining({
        type: 'SourceUnknown',
        severity: 'warning',
        message: expect.stringContaining('GitRepository flux-system/gitops'),
      }),
    ]);
  });

  it('passes on what is wrong with the source, and that it is suspended', () => {
    const broken = contextWith([
      {
        ...sources[0],
        spec: { ...sources[0].spec, suspend: true },
        status: {
          ...sources[0].status,
          conditions: [ready('False', 'GitOperationFailed')],
        },
      },
    ]);
    const status = mapFluxObject(orders(), broken);
    expect(status.conditions).toEqual([
      {
        type: 'SourceNotReady',
        severity: 'error',
        message:
          'The GitRepository flux-system/gitops is not ready: because of GitOperationFailed',
      },
    ]);
    expect(status.stale).toMatch(/GitRepository flux-system\/gitops is suspen/);
  });

  it.each([
    [
      'health checks run',
      [
        ready('Unknown', 'Progressing'),
        reconciling,
        { type: 'Healthy', status: 'Unknown', reason: 'Progressing' },
      ],
      ['Synced', 'Progressing', 'Running'],
    ],
    [
      'it is being applied',
      [ready('Unknown', 'Progressing'), reconciling],
      ['OutOfSync', 'Progressing', 'Running'],
    ],
    [
      'health checks have failed, and it tries again',
      [ready('False', 'HealthCheckFailed'), reconciling],
      ['Synced', 'Degraded', 'WaitingRetry'],
    ],
    [
      'its dependencies are not ready',
      [ready('False', 'DependencyNotReady')],
      ['OutOfSync', 'Progressing', 'WaitingRetry'],
    ],
    [
      'it can not be built, and what runs is well',
      [ready('False', 'BuildFailed'), { type: 'Healthy', status: 'True' }],
      ['OutOfSync', 'Healthy', 'Failed'],
    ],
    [
      'it could be applied only in part',
      [
        ready('False', 'ReconciliationFailed'),
        { type: 'Healthy', status: 'True' },
      ],
      ['OutOfSync', 'Unknown', 'Failed'],
    ],
    [
      'it has given up',
      [
        ready('False', 'SomethingNew'),
        { type: 'Stalled', status: 'True', message: 'will not try again' },
      ],
      ['OutOfSync', 'Degraded', 'Failed'],
    ],
  ])('tells when %s', (_, conditions, [sync, health, phase]) => {
    const status = ordersWith(conditions, {
      lastAppliedRevision: `main@sha1:${older}`,
    });
    expect([
      status.sync.status,
      status.health.status,
      status.operation?.phase,
    ]).toEqual([sync, health, phase]);
    expect(status.revisions.live).toEqual([older]);
    targetStatusSchema.parse(status);
  });

  it('says each cause once, and which of them are about health', () => {
    const { conditions } = ordersWith([
      ready('False', 'HealthCheckFailed', { message: 'timeout' }),
      { type: 'Healthy', status: 'False', message: 'timeout' },
      { type: 'Stalled', status: 'False' },
    ]);
    expect(conditions).toEqual([
      {
        type: 'Ready HealthCheckFailed',
        severity: 'error',
        message: 'timeout',
        since: '2026-10-02T08:50:00Z',
        concerns: 'health',
      },
    ]);
  });

  it('names it when nobody checks health', () => {
    const object = orders();
    const { conditions, health } = mapFluxObject(
      { ...object, spec: { ...object.spec, wait: false } },
      context,
    );
    expect(health.status).toBe('Healthy');
    expect(conditions).toEqual([
      expect.objectContaining({ type: 'HealthNotChecked', severity: 'info' }),
    ]);
  });

  it('says why a status may be old, and does not take it for synced', () => {
    const object = orders();
    const with_ = (changes: { metadata?: object; spec?: object }) =>
      mapFluxObject(
        {
          ...object,
          metadata: { ...object.metadata, ...changes.metadata },
          spec: { ...object.spec, ...changes.spec },
        },
        context,
      );
    const changed = with_({ metadata: { generation: 5 } });
    expect(changed.stale).toMatch(/was changed/);
    expect(changed.sync.status).toBe('OutOfSync');
    expect(changed.version.images).toEqual([]);
    const suspended = with_({ spec: { suspend: true } });
    expect(suspended.stale).toMatch(/suspended/);
    expect(suspended.health.status).toBe('Suspended');
    expect(suspended.autoSync.enabled).toBe(false);
    expect(
      with_({
        metadata: {
          annotations: { 'reconcile.fluxcd.io/requestedAt': 'later' },
        },
      }).stale,
    ).toMatch(/requested/);
  });

  it('knows that a failure at the current generation is not old', () => {
    const { stale } = ordersWith([ready('False', 'BuildFailed')], {
      observedGeneration: 3,
    });
    expect(stale).toBeUndefined();
  });
});

describe('mapping of a HelmRelease', () => {
  it('finds chart, version and repository, and keeps values to itself', () => {
    const status = mapFluxObject(payments(), context);
    expect(status.sources).toEqual([
      {
        repoUrl: 'https://charts.example.com',
        chart: 'web-service',
        targetRevision: '4.2.x',
        type: 'helm',
        valueFiles: ['values-prod.yaml'],
        overrides: [
          {
            pointer: 'spec.valuesFrom[0]',
            kind: 'helm-values',
            name: 'Secret payments',
            value: '',
          },
          { pointer: 'spec.values', kind: 'helm-values', value: '' },
          {
            pointer: 'spec.postRenderers[0].kustomize.images[0]',
            kind: 'kustomize-image',
            name: 'acme/payments',
            value: 'acme/payments:2.0',
          },
        ],
      },
    ]);
    expect(status).toMatchObject({
      revisions: { desired: ['4.2.7'], live: ['4.2.7'] },
      version: {
        images: [],
        chart: {
          name: 'web-service',
          version: '4.2.7',
          repository: 'https://charts.example.com',
        },
      },
      sync: { status: 'Synced' },
      health: { status: 'Healthy' },
      autoSync: { enabled: true, prune: true, selfHeal: true },
      destination: { inCluster: false, name: 'prod-eu', namespace: 'payments' },
      conditions: [],
    });
    expect(status.history.map(({ id, revisions }) => [id, revisions])).toEqual([
      ['7', ['4.2.7']],
      ['5', ['4.2.6']],
    ]);
    expect(JSON.stringify(status)).not.toContain('hunter2');
  });

  const paymentsWith = (status: object, spec: object = {}) => {
    const object = payments();
    return mapFluxObject(
      {
        ...object,
        spec: { ...object.spec, ...spec },
        status: { ...object.status, ...status },
      },
      context,
    );
  };
  const failed = (reason: string) => [
    ready('False', reason, { observedGeneration: 2 }),
  ];

  it.each([
    [
      'other values were tried',
      { lastAttemptedConfigDigest: 'sha256:bbbb' },
      ['OutOfSync', 'Healthy'],
    ],
    [
      'a failed upgrade was rolled back',
      { conditions: failed('RollbackSucceeded') },
      ['OutOfSync', 'Degraded'],
    ],
    [
      'its tests have failed',
      { conditions: failed('TestFailed') },
      ['Synced', 'Degraded'],
    ],
    [
      'the chart can not be had',
      { conditions: failed('ArtifactFailed') },
      ['OutOfSync', 'Healthy'],
    ],
    [
      'an older chart runs',
      {
        history: [
          { version: 8, status: 'deployed', chartVersion: '4.2.6' },
          { version: 7, status: 'superseded', chartVersion: '4.2.7' },
        ],
      },
      ['OutOfSync', 'Healthy'],
    ],
  ])('tells when %s', (_, status, expected) => {
    const mapped = paymentsWith(status);
    expect([mapped.sync.status, mapped.health.status]).toEqual(expected);
  });

  it('tells what has drifted, as far as the controller names it', () => {
    const { drift, sync, conditions } = paymentsWith({
      conditions: [
        ready('True', 'UpgradeSucceeded', { observedGeneration: 2 }),
        {
          type: 'Drifted',
          status: 'True',
          reason: 'DriftDetected',
          message:
            'Cluster state of release payments/payments.v7 has drifted from the desired state:\nDeployment/payments/web changed (0 additions, 1 changes, 0 removals)\nClusterRole//web removed',
        },
      ],
    });
    expect(sync.status).toBe('OutOfSync');
    expect(drift).toEqual([
      {
        group: '',
        kind: 'Deployment',
        namespace: 'payments',
        name: 'web',
        difference: 'changed',
      },
      {
        group: '',
        kind: 'ClusterRole',
        name: 'web',
        difference: 'missing',
      },
    ]);
    expect(conditions).toMatchObject([
      { type: 'Drifted DriftDetected', severity: 'warning' },
    ]);
  });

  it('follows a chart in Git by its commit', () => {
    const mapped = paymentsWith(
      { helmChart: 'flux-system/team-pay-from-git' },
      {
        chart: {
          spec: {
            chart: './charts/web',
            sourceRef: {
              kind: 'GitRepository',
              name: 'gitops',
              namespace: 'flux-system',
            },
          },
        },
      },
    );
    expect(mapped.sources[0]).toMatchObject({
      repoUrl: 'https://github.com/acme/gitops.git',
      path: 'charts/web',
      targetRevision: 'main',
    });
    expect(mapped.sources[0]).not.toHaveProperty('chart');
    expect(mapped.revisions).toEqual({ desired: [commit], live: [''] });
  });

  it('follows a chartRef to a HelmChart, and from there to its repository', () => {
    const object = payments();
    const { chart, ...spec } = object.spec;
    const { sources: mapped, revisions } = mapFluxObject(
      {
        ...object,
        spec: {
          ...spec,
          chartRef: {
            kind: 'HelmChart',
            name: 'team-pay-payments',
            namespace: 'flux-system',
          },
        },
      },
      context,
    );
    expect(mapped[0]).toMatchObject({
      repoUrl: 'https://charts.example.com',
      chart: chart.spec.chart,
      targetRevision: '4.2.x',
    });
    expect(revisions.desired).toEqual(['4.2.7']);
  });

  it('is no Argo CD Application, and says so', () => {
    expect(() =>
      mapFluxObject({ kind: 'Application', metadata: {} }, context),
    ).toThrow(/Not a Kustomization of Flux: apiVersion/);
    expect(() => mapFluxObject('nonsense', context)).toThrow(
      /Not a Kustomization of Flux/,
    );
  });
});

it('answers in the shape of the model for anything in status', () => {
  const any = fc.option(fc.string(), { nil: null });
  const condition = fc.record({
    type: fc.constantFrom('Ready', 'Stalled', 'Reconciling', 'Drifted', 'X'),
    status: fc.constantFrom('True', 'False', 'Unknown', ''),
    reason: any,
    message: any,
    lastTransitionTime: any,
    observedGeneration: fc.integer(),
  });
  const status = fc.record(
    {
      conditions: fc.array(condition),
      lastAppliedRevision: any,
      lastAttemptedRevision: any,
      observedGeneration: fc.integer(),
      history: fc.array(
        fc.record({
          status: any,
          chartVersion: any,
          digest: any,
          lastReconciled: any,
          lastReconciledStatus: any,
          firstReconciled: any,
          lastDeployed: any,
        }),
      ),
      inventory: fc.record({ entries: fc.array(fc.record({ id: any })) }),
    },
    { requiredKeys: [] },
  );
  const total = fc.property(
    status,
    fc.constantFrom(orders(), payments()),
    (generated, object) =>
      targetStatusSchema.safeParse(
        mapFluxObject({ ...object, status: generated }, context),
      ).success,
  );
  expect(() => fc.assert(total)).not.toThrow();
});

const samples = resolve(__dirname, '../../../../shared/domain/samples/flux');

(existsSync(samples) ? describe : describe.skip)('published samples', () => {
  const read = (file: string) => parse(text(join(samples, file)));
  const files = existsSync(samples)
    ? readdirSync(samples).filter(name => /^(kustom|helmrel)/.test(name))
    : [];
  const sampleSources = existsSync(samples)
    ? ['helmchart_ready.yaml', 'helmrepository_oci_no-status.yaml'].map(read)
    : [];
  const expected: Record<string, [string, string]> = {
    'helmrelease_chartref_minimal.yaml': ['Synced', 'Healthy'],
    'helmrelease_failed_test_stalled.yaml': ['Synced', 'Degraded'],
    'helmrelease_progressing.yaml': ['OutOfSync', 'Progressing'],
    'helmrelease_ready.yaml': ['Synced', 'Healthy'],
    'helmrelease_ready_chartref_oci_history.yaml': ['Synced', 'Healthy'],
    'helmrelease_ready_full.yaml': ['Synced', 'Healthy'],
    'helmrelease_suspended.yaml': ['Unknown', 'Suspended'],
    'kustomization_failed_path-not-found.yaml': ['OutOfSync', 'Unknown'],
    'kustomization_progressing.yaml': ['Synced', 'Progressing'],
    'kustomization_ready_minimal.yaml': ['Synced', 'Healthy'],
    'kustomization_suspended.yaml': ['Unknown', 'Suspended'],
  };

  it.each(files)('%s maps to the model', file => {
    const status = mapFluxObject(
      read(file),
      contextWith([...sampleSources, ...sources]),
    );
    targetStatusSchema.parse(status);
    expect([status.sync.status, status.health.status]).toEqual(expected[file]);
    expect(status.revisions.desired).toHaveLength(status.sources.length);
    expect(status.revisions.live).toHaveLength(status.sources.length);
  });

  it('shows the chart of an OCI artifact, and where the artifact came from', () => {
    const status = mapFluxObject(
      read('helmrelease_ready_chartref_oci_history.yaml'),
      context,
    );
    expect(status).toMatchObject({
      sources: [
        {
          repoUrl: 'oci://ghcr.io/stefanprodan/charts',
          chart: 'podinfo',
          targetRevision: '6.x',
        },
      ],
      version: { chart: { name: 'podinfo', version: '6.6.1+0cc9a8446c95' } },
      revisions: {
        desired: ['6.6.1+0cc9a8446c95'],
        live: ['6.6.1+0cc9a8446c95'],
      },
      links: [{ url: 'https://github.com/stefanprodan/podinfo' }],
    });
  });

  it('takes an OCI chart repository, which never has a status, for a place like others', () => {
    const status = mapFluxObject(
      read('helmrelease_ready_full.yaml'),
      contextWith(sampleSources),
    );
    expect(status.sources[0]).toMatchObject({
      repoUrl: 'oci://ghcr.io/stefanprodan/charts',
      chart: 'podinfo',
      targetRevision: '6.5.*',
    });
    expect(status.conditions).toEqual([]);
  });
});
