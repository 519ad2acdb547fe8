import { ClusterObjects } from '../contracts';
import { clusterOf as clusterNameOf, SeedCluster } from './applications';
import { kubeTime } from '../workloads/owned';
import { deploymentOf } from './deploymentOf';
import { imageOf } from './manifests';
import { seedEnvironments, SeedService } from './SeedService';

/** Deploys a service everywhere as a pipeline does: by applying, without an engine. */
export function push(options: {
  service: SeedService;
  clusterOf: (name: SeedCluster) => { objects: ClusterObjects };
  now: Date;
}): void {
  const { service, clusterOf, now } = options;
  const { name } = service;
  for (const environment of seedEnvironments) {
    const deployments = service.deployments[environment];
    const newest = deployments[deployments.length - 1];
    const deployment = deploymentOf({
      name,
      namespace: environment,
      image: `${imageOf(service)}:${newest.version}`,
      replicas: 2,
    });
    clusterOf(clusterNameOf(environment)).objects.apply({
      ...deployment,
      metadata: {
        ...deployment.metadata,
        creationTimestamp: kubeTime(
          now.getTime() - deployments[0].daysAgo * 86_400_000,
        ),
        labels: {
          ...deployment.metadata.labels,
          'app.kubernetes.io/managed-by': 'pipeline',
          'app.kubernetes.io/version': newest.version,
          'backstage.io/kubernetes-id': name,
        },
      },
    });
  }
}
