import { stringify } from 'yaml';
import { Files } from './manifests';
import { placesOf, SeedPlace } from './places';
import { SeedEnvironment, seedEnvironments, SeedService } from './SeedService';

/** The clusters, and which environments run on them. */
export const seedClusters = ['nonprod', 'prod-eu', 'prod-us'] as const;
export type SeedCluster = (typeof seedClusters)[number];

/** Where an environment's services run. */
export function clusterOf(environment: SeedEnvironment): SeedCluster {
  return environment === 'dev' || environment === 'staging'
    ? 'nonprod'
    : environment;
}

const inCluster = 'https://kubernetes.default.svc';

/** The objects that tell each Argo CD what to deploy, in the folders that the root Application of each cluster reads. */
export function applicationFiles(options: {
  service: SeedService;
  repoUrl: string;
  /** URL of the API server of each cluster. */
  servers: Record<SeedCluster, string>;
}): Files {
  const { service } = options;
  if (service.layout === 'application-set') return applicationSets(options);
  return Object.fromEntries(
    placesIn(service).map(place => {
      const { environment } = place;
      const home = homeOf(service, environment);
      const cluster = clusterOf(environment);
      return [
        `clusters/${home}/apps/${place.application}.yaml`,
        stringify(
          application({
            ...options,
            place,
            server: home === cluster ? inCluster : options.servers[cluster],
          }),
        ),
      ];
    }),
  );
}

function placesIn(service: SeedService): SeedPlace[] {
  return seedEnvironments.flatMap(environment =>
    placesOf(service, environment),
  );
}

/** The Application that makes all others of a cluster. */
export function rootApplication(options: {
  cluster: SeedCluster;
  repoUrl: string;
}) {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: 'apps', namespace: 'argocd' },
    spec: {
      project: 'default',
      source: {
        repoURL: options.repoUrl,
        targetRevision: 'main',
        path: `clusters/${options.cluster}/apps`,
      },
      destination: { server: inCluster, namespace: 'argocd' },
      syncPolicy: { automated: { prune: true, selfHeal: true } },
    },
  };
}

// One Argo CD of the three also deploys to another cluster.
function homeOf(service: SeedService, environment: SeedEnvironment) {
  return service.name === 'notifications' && environment === 'prod-us'
    ? 'prod-eu'
    : clusterOf(environment);
}

function application(options: {
  service: SeedService;
  place: SeedPlace;
  repoUrl: string;
  server: string;
}) {
  const { service, place, server } = options;
  // Where nothing heals by itself, drift stays until somebody looks.
  const selfHeal = service.layout !== 'plain';
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name: place.application,
      namespace: 'argocd',
      labels: { 'app.kubernetes.io/part-of': service.name },
      // Commits to other services' folders do not concern it.
      annotations: {
        'argocd.argoproj.io/manifest-generate-paths': pathsOf(service),
      },
    },
    spec: {
      project: 'default',
      ...sourcesOf(options),
      destination: { server, namespace: place.namespace },
      syncPolicy: {
        automated: { prune: true, selfHeal },
        syncOptions: ['CreateNamespace=true'],
      },
    },
  };
}

function pathsOf({ name, layout }: SeedService): string {
  switch (layout) {
    case 'helm':
    case 'multi-source':
      return `/charts/web;/apps/${name}`;
    case 'plain':
      return '.';
    default:
      return `.;/apps/${name}/base`;
  }
}

function sourcesOf(options: {
  service: SeedService;
  place: SeedPlace;
  repoUrl: string;
}) {
  const { service, repoUrl } = options;
  const { environment, folder } = options.place;
  const { name } = service;
  const base = { repoURL: repoUrl, targetRevision: 'main' };
  switch (service.layout) {
    case 'helm':
      return {
        source: {
          ...base,
          path: 'charts/web',
          helm: {
            releaseName: name,
            valueFiles: [`../../apps/${name}/values-${environment}.yaml`],
          },
        },
      };
    case 'multi-source':
      return {
        sources: [
          {
            ...base,
            path: 'charts/web',
            helm: {
              releaseName: name,
              valueFiles: [`$values/apps/${name}/values-${environment}.yaml`],
            },
          },
          { ...base, ref: 'values' },
        ],
      };
    case 'plain':
      return { source: { ...base, path: `apps/${name}/${environment}` } };
    default:
      return {
        source: { ...base, path: `apps/${name}/overlays/${folder}` },
      };
  }
}

function applicationSets(options: {
  service: SeedService;
  repoUrl: string;
}): Files {
  const { service, repoUrl } = options;
  const { name } = service;
  return Object.fromEntries(
    seedClusters.map(cluster => {
      const environments = seedEnvironments.filter(
        environment => clusterOf(environment) === cluster,
      );
      return [
        `clusters/${cluster}/apps/${name}.yaml`,
        stringify({
          apiVersion: 'argoproj.io/v1alpha1',
          kind: 'ApplicationSet',
          metadata: { name, namespace: 'argocd' },
          spec: {
            goTemplate: true,
            generators: [
              {
                list: {
                  elements: environments.map(environment => ({ environment })),
                },
              },
            ],
            template: {
              metadata: {
                name: `${name}-{{.environment}}`,
                labels: { 'backstage.io/kubernetes-id': name },
              },
              spec: {
                project: 'default',
                source: {
                  repoURL: repoUrl,
                  targetRevision: 'main',
                  path: `apps/${name}/overlays/{{.environment}}`,
                },
                destination: {
                  server: inCluster,
                  namespace: '{{.environment}}',
                },
                syncPolicy: {
                  automated: { prune: true, selfHeal: true },
                  syncOptions: ['CreateNamespace=true'],
                },
              },
            },
          },
        }),
      ];
    }),
  );
}
