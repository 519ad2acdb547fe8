import {
  parseImageReference,
  Target,
  targetIdOf,
  TargetStatus,
} from '@fairlead/backstage-plugin-gitops-common';

/** A target as Argo CD would have it: healthy and in sync unless said otherwise. */
export function aTarget(options: {
  service: string;
  environment?: string;
  cluster: string;
  version: string;
  sha: string;
  deployedAt: string;
  status?: Partial<TargetStatus>;
  unreachable?: Target['unreachable'];
  rollouts?: Target['rollouts'];
  findings?: Target['findings'];
}): Target {
  const { service, environment, cluster, version, sha, deployedAt } = options;
  const name = environment ? `${service}-${environment}` : service;
  const object = {
    cluster,
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    namespace: 'argocd',
    name,
  };
  const image = parseImageReference(`ghcr.io/acme/${service}:${version}`);
  const repoUrl = 'https://github.com/acme/gitops';
  return {
    id: targetIdOf(object),
    environment,
    status: {
      engine: 'argocd',
      object,
      labels: {},
      annotations: {},
      destination: { namespace: service, inCluster: true },
      sources: [
        {
          repoUrl,
          targetRevision: 'main',
          path: `apps/${service}/overlays/${environment ?? 'preview'}`,
          type: 'kustomize',
        },
      ],
      version: { images: [image] },
      revisions: { desired: [sha], live: [sha] },
      sync: { status: 'Synced' },
      health: { status: 'Healthy' },
      autoSync: { enabled: true, prune: true, selfHeal: true },
      drift: [],
      conditions: [],
      history: [{ id: '12', revisions: [sha], deployedAt }],
      resourceCount: 6,
      links: [
        {
          title: 'Open in Argo CD',
          url: `https://argocd.example/applications/argocd/${name}`,
        },
      ],
      reconciledAt: deployedAt,
      ...options.status,
    },
    links: {
      commits: [`${repoUrl}/commit/${sha}`],
      images: [`https://ghcr.io/acme/${service}`],
    },
    rollouts: options.rollouts ?? [],
    findings: options.findings ?? [],
    ...(options.unreachable && { unreachable: options.unreachable }),
    updatedAt: deployedAt,
  };
}
