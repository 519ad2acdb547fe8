import { ReferencedKind } from '@fairlead/backstage-plugin-gitops-node';
import { Workload, workloadSchema } from '../workloadSchema';
import { compact } from './compact';
import { workloadHealth } from './workloadHealth';

/** What Flux deploys and what runs images: neither of its objects tells which. */
export const workloadReferences: readonly ReferencedKind[] = [
  { group: 'apps', kind: 'Deployment', plural: 'deployments' },
  { group: 'apps', kind: 'StatefulSet', plural: 'statefulsets' },
  { group: 'apps', kind: 'DaemonSet', plural: 'daemonsets' },
  { group: 'batch', kind: 'CronJob', plural: 'cronjobs' },
  {
    group: 'argoproj.io',
    version: 'v1alpha1',
    kind: 'Rollout',
    plural: 'rollouts',
  },
].map(kind => ({ version: 'v1', ...kind, reduce: reduceWorkload }));

const helm = 'helm.toolkit.fluxcd.io';
const kustomize = 'kustomize.toolkit.fluxcd.io';

/** See `storedWorkloadSchema` for the form. What Flux did not apply says nothing. */
function reduceWorkload(object: unknown) {
  const workload = workloadSchema.parse(object);
  const labels = workload.metadata.labels ?? {};
  const release = labels[`${helm}/name`];
  if (!release && !labels[`${kustomize}/name`]) return undefined;
  return compact({
    images: imagesOf(workload),
    ...workloadHealth(workload),
    release: release && `${labels[`${helm}/namespace`] ?? ''}/${release}`,
  });
}

function imagesOf({ spec }: Workload): string[] {
  const pods = (spec?.jobTemplate?.spec ?? spec)?.template?.spec;
  const all = [...(pods?.initContainers ?? []), ...(pods?.containers ?? [])];
  return [...new Set(all.flatMap(({ image }) => image || []))];
}
