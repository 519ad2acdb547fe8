import { targetIdOf } from '@fairlead/backstage-plugin-gitops-common';
import { StoredTarget } from '../../targets/StoredTarget';

/** A healthy target that runs one image, for tests. */
export function storedTarget(options: {
  name: string;
  environment?: string;
  tag?: string;
  cluster?: string;
  namespace?: string;
  destinationNamespace?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  health?: StoredTarget['status']['health']['status'];
  unreachable?: StoredTarget['unreachable'];
}): StoredTarget {
  const object = {
    cluster: options.cluster ?? 'hub',
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    namespace: options.namespace ?? 'argocd',
    name: options.name,
  };
  return {
    id: targetIdOf(object),
    ...(options.environment && { environment: options.environment }),
    ...(options.unreachable && { unreachable: options.unreachable }),
    updatedAt: '2026-10-01T00:00:00.000Z',
    status: {
      engine: 'argocd',
      object,
      labels: options.labels ?? {},
      annotations: options.annotations ?? {},
      destination: {
        inCluster: true,
        namespace: options.destinationNamespace ?? 'orders',
      },
      sources: [
        {
          repoUrl: 'https://github.com/acme/gitops.git',
          targetRevision: 'main',
          path: `apps/orders/overlays/${options.environment ?? 'x'}`,
          type: 'kustomize',
        },
      ],
      version: {
        images: [{ name: 'ghcr.io/acme/orders', tag: options.tag ?? '1.0.0' }],
      },
      revisions: { desired: ['a'.repeat(40)], live: ['a'.repeat(40)] },
      sync: { status: 'Synced' },
      health: { status: options.health ?? 'Healthy' },
      autoSync: { enabled: true, prune: false, selfHeal: false },
      drift: [],
      conditions: [],
      history: [],
      resourceCount: 1,
      links: [],
    },
  };
}
