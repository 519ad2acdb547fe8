import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { targetStatusSchema } from '@fairlead/backstage-plugin-gitops-common';
import fc from 'fast-check';
import { parse } from 'yaml';
import { argoCdEngine } from './ArgoCdEngine';
import { mapApplication } from './mapping';

const context = { cluster: 'hub', now: new Date('2026-10-02T09:00:00Z') };

const read = (path: string) => parse(readFileSync(path, 'utf8'));

const minimal = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: { name: 'fresh', namespace: 'argocd' },
  spec: {
    project: 'default',
    destination: { server: 'https://kubernetes.default.svc' },
    source: { repoURL: 'https://github.com/acme/gitops', path: '/apps/x' },
  },
};

describe('mapping of an Application', () => {
  const status = mapApplication(
    read(join(__dirname, '__fixtures__', 'application-multi-source.yaml')),
    context,
  );

  it('keeps sources, revisions and history apart and parallel', () => {
    expect(status.sources).toEqual([
      {
        repoUrl: 'https://charts.example.com',
        chart: 'web-service',
        targetRevision: '4.2.x',
        type: 'helm',
        valueFiles: [
          '$values/apps/orders/values.yaml',
          '$values/apps/orders/values-prod-eu.yaml',
        ],
        overrides: [
          {
            kind: 'helm-parameter',
            name: 'image.tag',
            pointer: 'spec.sources[0].helm.parameters[0].value',
            value: '1.10',
          },
          {
            kind: 'helm-values',
            pointer: 'spec.sources[0].helm.values',
            value: '',
          },
        ],
      },
      {
        repoUrl: 'https://github.com/acme/gitops.git',
        targetRevision: 'main',
        ref: 'values',
        type: 'unknown',
      },
    ]);
    expect(status.revisions).toEqual({
      desired: ['4.2.7', '72de7430aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'],
      live: ['4.2.6', '51aa00f0aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'],
    });
    expect(
      status.history.map(({ id, initiatedBy }) => [id, initiatedBy]),
    ).toEqual([
      ['4', 'auto-sync'],
      ['3', 'alice'],
    ]);
  });

  it('reads the version without losing registries with ports, digests or trailing zeros', () => {
    expect(status.version).toEqual({
      images: [
        { name: 'localhost:5000/acme/orders', tag: '1.10' },
        {
          name: 'ghcr.io/acme/proxy',
          digest:
            'sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
        },
      ],
      chart: {
        name: 'web-service',
        version: '4.2.6',
        repository: 'https://charts.example.com',
      },
    });
  });

  it('tells what differs from Git and why it is not well', () => {
    expect(
      status.drift.map(({ kind, difference }) => [kind, difference]),
    ).toEqual([
      ['Deployment', 'changed'],
      ['ConfigMap', 'extra'],
      ['Service', 'missing'],
    ]);
    expect(
      status.conditions.map(({ type, severity }) => [type, severity]),
    ).toEqual([
      ['SyncError', 'error'],
      ['OrphanedResourceWarning', 'warning'],
      ['ResourceDegraded', 'error'],
    ]);
    expect(status.conditions.at(-1)).toMatchObject({ concerns: 'health' });
    expect(status.operation).toMatchObject({
      phase: 'WaitingRetry',
      retryCount: 2,
      automated: true,
      failures: ['Deployment orders: admission webhook denied the request'],
    });
    expect(status.stale).toBeUndefined();
  });

  it('knows where it deploys to, who generates it and who owns it', () => {
    expect(status).toMatchObject({
      object: {
        cluster: 'hub',
        namespace: 'team-shop',
        name: 'orders-prod-eu',
      },
      destination: { name: 'prod-eu', namespace: 'orders', inCluster: false },
      generatedBy: { kind: 'ApplicationSet', name: 'orders' },
      annotations: { 'fairlead/entity-ref': 'component:default/orders' },
      autoSync: { enabled: true, prune: true, selfHeal: false },
    });
    expect(status.links).toEqual([
      { title: 'runbook', url: 'https://runbooks.example.com/orders' },
      { title: 'orders.example.com', url: 'https://orders.example.com' },
    ]);
  });

  it('lists what it manages, and the rollouts among that', () => {
    const resources = [
      {
        group: 'argoproj.io',
        version: 'v1alpha1',
        kind: 'Rollout',
        namespace: 'orders',
        name: 'orders',
        status: 'OutOfSync',
      },
      {
        group: 'flagger.app',
        version: 'v1beta1',
        kind: 'Canary',
        namespace: 'orders',
        name: 'web',
        status: 'Synced',
      },
      {
        group: 'example.org',
        version: 'v1',
        kind: 'Canary',
        namespace: 'orders',
        name: 'of-another-group',
      },
      { version: 'v1', kind: 'Namespace', name: 'orders', status: 'Synced' },
    ];
    const object = { ...minimal, status: { resources } };
    expect(mapApplication(object, context).rolloutRefs).toEqual([
      { kind: 'Rollout', namespace: 'orders', name: 'orders' },
      { kind: 'Canary', namespace: 'orders', name: 'web' },
    ]);
    expect(argoCdEngine.resourcesOf?.(object)).toEqual(
      resources.map(({ status: sync, ...named }) => ({
        group: '',
        ...named,
        ...(sync && { sync }),
      })),
    );
    expect(argoCdEngine.resourcesOf?.(minimal)).toBeUndefined();
    expect(status.actions).toBeUndefined();
    expect(status.rolloutRefs).toBeUndefined();
  });

  it('lets no credential through', () => {
    expect(JSON.stringify(status)).not.toContain('hunter2');
  });
});

describe('unusual Applications', () => {
  it('maps one that the controller has never seen', () => {
    expect(mapApplication(minimal, context)).toMatchObject({
      sync: { status: 'Unknown' },
      health: { status: 'Unknown' },
      revisions: { desired: [], live: [] },
      destination: { inCluster: true },
      sources: [{ path: 'apps/x', type: 'unknown' }],
      version: { images: [] },
    });
  });

  it('keeps the text of words it does not know', () => {
    expect(
      mapApplication(
        {
          ...minimal,
          status: {
            sync: { status: 'Drifting' },
            health: { status: 'Tired', message: 'yawn' },
          },
        },
        context,
      ),
    ).toMatchObject({
      sync: { status: 'Unknown', raw: 'Drifting' },
      health: { status: 'Unknown', raw: 'Tired', message: 'yawn' },
    });
  });

  it('reads which stages of Kargo may update it', () => {
    const refs = (value: string) =>
      mapApplication(
        {
          ...minimal,
          metadata: {
            ...minimal.metadata,
            annotations: { 'kargo.akuity.io/authorized-stage': value },
          },
        },
        context,
      ).stageRefs;
    expect(refs('shop:dev, shop:prod')).toEqual([
      { system: 'kargo', pipeline: 'shop', stage: 'dev' },
      { system: 'kargo', pipeline: 'shop', stage: 'prod' },
    ]);
    expect(refs('shop')).toBeUndefined();
  });

  it('keeps the revisions where the API of Argo CD says an empty hydrator', () => {
    const revision = '7c1fd29d6006dd2ec960d448ba9cc918d49e3398';
    const { history, revisions } = mapApplication(
      {
        ...minimal,
        status: {
          sourceHydrator: {},
          sync: { status: 'Synced', revision },
          history: [{ id: 0, revision, deployedAt: '2026-10-02T08:00:00Z' }],
        },
      },
      context,
    );
    expect(revisions).toEqual({ desired: [revision], live: [revision] });
    expect(history).toMatchObject([{ revisions: [revision] }]);
  });

  it('says why a status may be old', () => {
    const annotated = (annotations: Record<string, string>) =>
      mapApplication(
        { ...minimal, metadata: { ...minimal.metadata, annotations } },
        context,
      ).stale;
    expect(annotated({ 'argocd.argoproj.io/refresh': 'hard' })).toMatch(
      /refresh was requested/,
    );
    expect(annotated({ 'argocd.argoproj.io/skip-reconcile': 'true' })).toMatch(
      /does not look/,
    );
    expect(
      mapApplication(
        {
          ...minimal,
          status: {
            sync: {
              status: 'Synced',
              comparedTo: {
                source: { repoURL: 'https://github.com/acme/old', path: 'x' },
              },
            },
          },
        },
        context,
      ).stale,
    ).toMatch(/source was changed/);
  });

  it('refuses what is no Application, naming the field', () => {
    expect(() =>
      mapApplication({ ...minimal, kind: 'ApplicationSet' }, context),
    ).toThrow(/Not an Argo CD Application: kind/);
    expect(() => mapApplication('nonsense', context)).toThrow(
      /Not an Argo CD Application/,
    );
  });

  it('answers in the shape of the model for anything in status', () => {
    const text = fc.option(fc.string(), { nil: null });
    const status = fc.record(
      {
        sync: fc.record({ status: text, revision: text }),
        health: fc.record({ status: text, lastTransitionTime: text }),
        history: fc.array(
          fc.record({ id: fc.nat(), revision: text, deployedAt: text }),
        ),
        operationState: fc.record({ phase: text, finishedAt: text }),
        summary: fc.record({ images: fc.array(fc.string()) }),
        conditions: fc.array(fc.record({ type: text, message: text })),
        resources: fc.array(
          fc.record({ kind: text, name: text, status: text }),
        ),
      },
      { requiredKeys: [] },
    );
    const total = fc.property(status, generated => {
      const mapped = mapApplication({ ...minimal, status: generated }, context);
      return targetStatusSchema.safeParse(mapped).success;
    });
    expect(() => fc.assert(total)).not.toThrow();
  });
});

const samples = resolve(__dirname, '../../../../shared/domain/samples/argocd');

(existsSync(samples) ? describe : describe.skip)('published samples', () => {
  const files = existsSync(samples)
    ? readdirSync(samples).filter(name => name.startsWith('application_'))
    : [];

  it.each(files)('%s maps to the model', file => {
    const status = mapApplication(read(join(samples, file)), context);
    targetStatusSchema.parse(status);
    expect(status.object.name).not.toBe('');
    expect(status.sources.length).toBeGreaterThan(0);
  });

  it('shows what people edit, not what the hydrator writes', () => {
    const status = mapApplication(
      read(join(samples, 'application_source-hydrator.yaml')),
      context,
    );
    expect(status.sources[0]).toMatchObject({
      path: 'apps/guestbook/envs/prod',
      targetRevision: 'main',
    });
    // The commit that is live was hydrated from a dry commit that nothing tells any more.
    expect(status.revisions.live).toEqual(['']);
  });
});
