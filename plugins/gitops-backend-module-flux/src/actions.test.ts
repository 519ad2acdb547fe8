import { fluxEngine } from './FluxEngine';

const now = new Date('2026-10-02T09:00:00Z');
const token = now.toISOString();
const requested = {
  metadata: { annotations: { 'reconcile.fluxcd.io/requestedAt': token } },
};

const kustomization = {
  apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
  kind: 'Kustomization',
  metadata: { name: 'orders', namespace: 'shop' },
  spec: {
    sourceRef: {
      kind: 'GitRepository',
      name: 'gitops',
      namespace: 'flux-system',
    },
  },
};
const release = {
  apiVersion: 'helm.toolkit.fluxcd.io/v2',
  kind: 'HelmRelease',
  metadata: { name: 'payments', namespace: 'shop' },
  spec: { chartRef: { kind: 'OCIRepository', name: 'payments' } },
};

const prepare = (
  action: 'sync' | 'refresh' | 'suspend' | 'resume',
  object: unknown,
) =>
  fluxEngine.prepareAction(action, {
    object,
    user: 'user:default/alice',
    now,
  });

describe('actions on objects of Flux', () => {
  it('asks for the source first, and then for what is made from it', () => {
    expect(prepare('sync', kustomization)).toEqual([
      {
        apiVersion: 'source.toolkit.fluxcd.io/v1',
        kind: 'GitRepository',
        plural: 'gitrepositories',
        namespace: 'flux-system',
        name: 'gitops',
        body: requested,
      },
      {
        apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
        kind: 'Kustomization',
        plural: 'kustomizations',
        namespace: 'shop',
        name: 'orders',
        body: requested,
      },
    ]);
    expect(
      prepare('sync', release).map(({ plural, namespace, name }) => [
        plural,
        namespace,
        name,
      ]),
    ).toEqual([
      ['ocirepositories', 'shop', 'payments'],
      ['helmreleases', 'shop', 'payments'],
    ]);
  });

  it('asks only for the object itself on refresh', () => {
    expect(prepare('refresh', release)).toMatchObject([
      { plural: 'helmreleases', body: requested },
    ]);
  });

  it('counts attempts anew where a release has used them up', () => {
    const stalled = {
      ...release,
      status: { conditions: [{ type: 'Stalled', status: 'True' }] },
    };
    expect(prepare('refresh', stalled)[0].body).toEqual({
      metadata: {
        annotations: {
          'reconcile.fluxcd.io/requestedAt': token,
          'reconcile.fluxcd.io/resetAt': token,
        },
      },
    });
  });

  it('passes over a source that is none of those that it knows', () => {
    expect(
      prepare('sync', {
        ...kustomization,
        spec: { sourceRef: { kind: 'ExternalArtifact', name: 'x' } },
      }),
    ).toHaveLength(1);
  });

  it('suspends, and resumes at once', () => {
    const suspended = {
      ...release,
      spec: { ...release.spec, suspend: true },
    };
    expect(prepare('suspend', release)).toEqual([
      {
        apiVersion: 'helm.toolkit.fluxcd.io/v2',
        kind: 'HelmRelease',
        plural: 'helmreleases',
        namespace: 'shop',
        name: 'payments',
        body: { spec: { suspend: true } },
      },
    ]);
    expect(prepare('resume', suspended)[0].body).toEqual({
      ...requested,
      spec: { suspend: false },
    });
    expect(() => prepare('suspend', suspended)).toThrow(/is suspended/);
    expect(() => prepare('resume', release)).toThrow(/is not suspended/);
  });

  it('refuses what Flux would not do', () => {
    const suspended = {
      ...kustomization,
      spec: { ...kustomization.spec, suspend: true },
    };
    expect(() => prepare('sync', suspended)).toThrow(/is suspended/);
    const deleting = {
      ...release,
      metadata: { ...release.metadata, deletionTimestamp: token },
    };
    expect(() => prepare('refresh', deleting)).toThrow(/being deleted/);
  });
});
