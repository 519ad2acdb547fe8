import { NotImplementedError } from '@backstage/errors';
import { GitOpsEngine } from '@fairlead/backstage-plugin-gitops-node';
import { mapWorkload } from './mapping';
import { rolloutReferences } from './references';

/**
 * Kubernetes alone: workloads that are pushed into a cluster, by a pipeline or by hand, and that no engine deploys
 * from Git. Without `resourcesOf`: the workload itself is all that is known to have been deployed.
 */
export const kubernetesEngine: GitOpsEngine = {
  id: 'kubernetes',
  title: 'Kubernetes',
  isAmbient: true,
  kinds: [
    {
      group: 'apps',
      version: 'v1',
      kind: 'Deployment',
      plural: 'deployments',
    },
    {
      group: 'apps',
      version: 'v1',
      kind: 'StatefulSet',
      plural: 'statefulsets',
    },
    {
      group: 'apps',
      version: 'v1',
      kind: 'DaemonSet',
      plural: 'daemonsets',
    },
    { group: 'batch', version: 'v1', kind: 'CronJob', plural: 'cronjobs' },
  ],
  references: rolloutReferences,
  map: mapWorkload,
  prepareAction(action) {
    throw new NotImplementedError(
      `There is no engine here that could be asked to ${action}: what runs is pushed by whoever deploys it.`,
    );
  },
};
