import { JsonObject } from '@backstage/types';
import { ReferencedKind } from '@fairlead/backstage-plugin-gitops-node';
import { rolloutObjectSchema } from './schema';

/** What may bring in new versions of a workload step by step, and scales the workload itself to zero meanwhile. */
export const rolloutReferences: readonly ReferencedKind[] = [
  {
    group: 'flagger.app',
    version: 'v1beta1',
    kind: 'Canary',
    plural: 'canaries',
    reduce: reduceToWorkload,
  },
  {
    group: 'argoproj.io',
    version: 'v1alpha1',
    kind: 'Rollout',
    plural: 'rollouts',
    reduce: reduceToWorkload,
  },
];

/** The workload that it is about. */
function reduceToWorkload(object: unknown): JsonObject | undefined {
  const { spec } = rolloutObjectSchema.parse(object);
  const { kind, name } = spec.targetRef ?? spec.workloadRef ?? {};
  return kind && name ? { kind, name } : undefined;
}
