import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GitTagImages } from '../ci/GitTagImages';
import { RunningCluster } from '../clusters';
import { changeDeployment } from '../control/changeDeployment';
import { MetricSource } from '../contracts';
import { LoadTester } from '../flagger';
import { RunningForge } from '../forge';
import { startControllers } from '../startControllers';
import { rootApplication, SeedCluster, seedClusters } from './applications';
import { backdate } from './backdate';
import { commitVersions, gitopsRepository } from './gitopsRepository';
import { organisation } from './people';
import { isDeployedByArgoCd, isDeployedByFlux, isPushed } from './engines';
import { fluxObjects } from './fluxObjects';
import { placesOf } from './places';
import { push } from './push';
import { seedForge } from './seedForge';
import { seedEnvironments, SeedService } from './SeedService';
import { brokenImage, services, underWay } from './services';
import { untilSettled } from './untilSettled';

// Argo CD keeps the health of resources in Applications only where it is told to: here on all clusters but one.
const healthStored = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'argocd-cmd-params-cm', namespace: 'argocd' },
  data: { 'controller.resource.health.persist': 'true' },
};

/** Where the forge, the clusters and the images keep what they know. */
const kept = ['forge', 'clusters', 'images.json', 'metrics.json'];

const markerIn = (dataDir: string) => join(dataDir, 'seeded');

/** Clears a directory whose seeding was cut off, so that it begins anew. To be called before anything is opened in it. */
export function clearUnlessSeeded(dataDir: string): void {
  if (existsSync(markerIn(dataDir))) return;
  for (const name of kept) {
    rmSync(join(dataDir, name), { recursive: true, force: true });
  }
}

/** Makes the organisation, lets the clusters settle on it, and brings about the situations that differ. Once. */
export async function seedOnce(options: {
  forge: RunningForge;
  clusters: readonly RunningCluster[];
  images: GitTagImages;
  metrics: MetricSource;
  loadTester: LoadTester;
  dataDir: string;
  /** Of the portal's account on the forge. */
  token: string;
  onError: (error: unknown) => void;
  say: (message: string) => void;
}): Promise<void> {
  const { forge, clusters, images, dataDir, token, say } = options;
  const marker = markerIn(dataDir);
  if (existsSync(marker)) return;
  const now = new Date();

  say('Writing the organisation and its history');
  const clusterOf = (name: SeedCluster) => {
    const found = clusters.find(each => each.name === name);
    if (!found) throw new Error(`there is no cluster ${name}`);
    return found;
  };
  const servers = {
    nonprod: clusterOf('nonprod').url,
    'prod-eu': clusterOf('prod-eu').url,
    'prod-us': clusterOf('prod-us').url,
  };
  await seedForge({ forge, servers, token, now });
  images.setBroken(brokenImage, true);

  say('Letting the clusters settle on it');
  const repoUrl = `${forge.url}/${organisation}/${gitopsRepository.name}.git`;
  const withFlux = services.filter(isDeployedByFlux);
  for (const cluster of seedClusters) {
    const { objects } = clusterOf(cluster);
    objects.apply({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'argocd' },
    });
    if (cluster !== 'prod-us') objects.apply(healthStored);
    objects.apply(rootApplication({ cluster, repoUrl }));
    if (withFlux.length > 0) {
      for (const object of fluxObjects({ cluster, repoUrl })) {
        objects.apply(object);
      }
    }
  }
  for (const service of services.filter(isPushed)) {
    push({ service, clusterOf, now });
  }
  const hurried = await startControllers({ ...options, hurry: true });
  await untilSettled({
    clusters,
    // Each service in each place, and the root of each cluster.
    kustomizations:
      withFlux.length > 0 ? placesOfAll(withFlux) + clusters.length : 0,
    applications:
      placesOfAll(services.filter(isDeployedByArgoCd)) + clusters.length,
    timeoutMs: 60_000,
  });
  await hurried.stop();
  await backdate({ forge, clusters });

  const { objects } = clusterOf('nonprod');
  changeDeployment(objects, {
    namespace: 'staging',
    name: 'notifications',
    replicas: 4,
    image: 'ghcr.io/acme/notifications:0.8.0',
  });
  await commitVersions({ forge, ...underWay });
  writeFileSync(marker, `${now.toISOString()}\n`);
}

function placesOfAll(all: readonly SeedService[]): number {
  return all.flatMap(service =>
    seedEnvironments.flatMap(environment => placesOf(service, environment)),
  ).length;
}
