import {
  imagesOfPodTemplate,
  podTemplateOf,
  ReferencedKind,
  workloadHealth,
  workloadSchema,
} from '@fairlead/backstage-plugin-gitops-node';
import { z } from 'zod';
import { compact } from './compact';

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

const appliedSchema = workloadSchema.extend({
  metadata: workloadSchema.shape.metadata.extend({
    labels: z.record(z.string(), z.string()).nullish(),
  }),
});

/** See `storedWorkloadSchema` for the form. What Flux did not apply says nothing. */
function reduceWorkload(object: unknown) {
  const workload = appliedSchema.parse(object);
  const labels = workload.metadata.labels ?? {};
  const release = labels[`${helm}/name`];
  if (!release && !labels[`${kustomize}/name`]) return undefined;
  const { status, message } = workloadHealth(workload) ?? {};
  return compact({
    images: imagesOfPodTemplate(podTemplateOf(workload)),
    health: status,
    // What is well says other things from time to time, and nobody is told them.
    message: status === 'Healthy' ? undefined : message,
    release: release && `${labels[`${helm}/namespace`] ?? ''}/${release}`,
  });
}
