import { targetStatusSchema } from '@fairlead/backstage-plugin-gitops-common';
import {
  clusterWith,
  mapped,
  objectsOf,
  workload,
} from './__testUtils__/workloads';
import { mapWorkload } from './mapping';

describe('mapping of a workload', () => {
  it('shows what is pushed, and says that it is', () => {
    const status = mapped('Deployment');
    expect(targetStatusSchema.parse(status)).toEqual(status);
    expect(status).toMatchObject({
      engine: 'kubernetes',
      object: {
        cluster: 'hub',
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        namespace: 'shop-prod',
        name: 'orders',
      },
      destination: { inCluster: true, namespace: 'shop-prod' },
      labels: { 'backstage.io/kubernetes-id': 'orders' },
      sources: [],
      revisions: { desired: [], live: [] },
      sync: { status: 'Unknown', raw: 'Pushed' },
      health: { status: 'Healthy' },
      autoSync: { enabled: false, prune: false, selfHeal: false },
      drift: [],
      actions: [],
      conditions: [
        {
          type: 'Pushed',
          severity: 'info',
          message:
            'No engine deploys this Deployment from Git: it is pushed as the Helm release orders, last by helm. What Git says of it is not known.',
          since: '2026-10-02T07:59:00Z',
        },
      ],
      history: [{ id: '5', revisions: [], deployedAt: '2026-10-02T08:01:00Z' }],
    });
    expect(Object.keys(status?.annotations ?? {}).sort()).toEqual([
      'fairlead/entity-ref',
      'meta.helm.sh/release-name',
      'meta.helm.sh/release-namespace',
    ]);
    expect(status).not.toHaveProperty('rolloutRefs');
  });

  it('reads images from the pod template, also of a CronJob, and the chart of a release', () => {
    const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;
    expect(mapped('Deployment')?.version).toEqual({
      images: [
        { name: 'ghcr.io/acme/orders', tag: '1.10', digest },
        { name: 'localhost:5000/proxy' },
        { name: 'ghcr.io/acme/orders-migrations', tag: '1.10' },
      ],
      chart: { name: 'orders', version: '1.4.0+build.7' },
    });
    expect(mapped('CronJob')?.version).toEqual({
      images: [{ name: 'ghcr.io/acme/report', tag: '3.0' }],
    });
    expect(mapped('CronJob')?.conditions[0]).toMatchObject({
      message:
        'No engine deploys this CronJob from Git: it is pushed, last by kubectl. What Git says of it is not known.',
    });
  });

  it('believes the label of a chart only where Helm has released it', () => {
    const { labels } = workload('Deployment').metadata;
    const rendered = {
      labels,
      annotations: {},
      managedFields: [{ manager: 'kubectl' }],
    };
    expect(
      mapped('Deployment', { metadata: rendered })?.version.chart,
    ).toBeUndefined();
  });

  it('knows no time of a revision that is not available yet', () => {
    const conditions = [
      { type: 'Progressing', status: 'True', reason: 'ReplicaSetUpdated' },
    ];
    expect(mapped('Deployment', { status: { conditions } })?.history).toEqual(
      [],
    );
  });

  it('names what brings in its versions', () => {
    const status = mapWorkload(
      workload('Deployment', { spec: { replicas: 0 } }),
      clusterWith(objectsOf('rollouts.yaml')),
    );
    const namespace = 'shop-prod';
    expect(status?.rolloutRefs).toEqual([
      { kind: 'Canary', namespace, name: 'orders-canary' },
      { kind: 'Rollout', namespace, name: 'orders-rollout' },
    ]);
  });

  it.each([
    ['apps/v1', 'ReplicaSet'],
    ['batch/v1', 'Deployment'],
    ['apps/v1', 'CronJob'],
  ])('does not take a %s %s', (apiVersion, kind) => {
    const object = { ...workload('Deployment'), apiVersion, kind };
    expect(() => mapWorkload(object, clusterWith([]))).toThrow(
      expect.objectContaining({ name: 'InputError' }),
    );
  });
});
