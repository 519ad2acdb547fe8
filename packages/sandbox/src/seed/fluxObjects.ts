import { stringify } from 'yaml';
import { KubeObject } from '../contracts';
import { clusterOf, SeedCluster, seedClusters } from './applications';
import type { Files } from './manifests';
import { placesOf, SeedPlace } from './places';
import { seedEnvironments, SeedService } from './SeedService';

const namespace = 'flux-system';
const source = { kind: 'GitRepository', name: 'gitops' };

/** The objects that tell each Flux what to deploy, in the folders that the first Kustomization of each cluster reads. */
export function kustomizationFiles(service: SeedService): Files {
  return Object.fromEntries(
    seedClusters.flatMap(cluster =>
      seedEnvironments
        .filter(environment => clusterOf(environment) === cluster)
        .flatMap(environment => placesOf(service, environment))
        .map(place => [
          `clusters/${cluster}/flux/${place.application}.yaml`,
          stringify(kustomizationOf({ service, place })),
        ]),
    ),
  );
}

/** What bootstrapping Flux leaves on a cluster: the repository, and the Kustomization that makes all others. */
export function fluxObjects(options: {
  cluster: SeedCluster;
  repoUrl: string;
}): KubeObject[] {
  const { cluster, repoUrl } = options;
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
    {
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: source.kind,
      metadata: { name: source.name, namespace },
      spec: { interval: '1m', url: repoUrl, ref: { branch: 'main' } },
    },
    {
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: { name: 'flux-system', namespace },
      spec: {
        interval: '10m',
        path: `./clusters/${cluster}/flux`,
        prune: true,
        sourceRef: source,
      },
    },
  ];
}

function kustomizationOf(options: { service: SeedService; place: SeedPlace }) {
  const { service, place } = options;
  const { name } = service;
  return {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: {
      name: place.application,
      namespace,
      labels: {
        'app.kubernetes.io/part-of': name,
        'backstage.io/kubernetes-id': name,
      },
    },
    spec: {
      interval: '10m',
      retryInterval: '1m',
      timeout: '2m',
      path: `./apps/${name}/overlays/${place.folder}`,
      prune: true,
      wait: true,
      sourceRef: source,
    },
  };
}
