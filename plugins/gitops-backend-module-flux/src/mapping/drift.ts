import { DriftEntry } from '@fairlead/backstage-plugin-gitops-common';
import { HelmRelease } from '../schema';
import { conditionOf } from './conditions';

// Without a namespace for what is of the whole cluster: `ClusterRole//web removed`.
const drifted = /^(\w+)\/([^/\s]*)\/([^/\s]+) (changed|removed)\b/gm;

/** Helm's controller names what drifted only in the text of its condition, and only when it looks for drift. */
export function driftOf(release: HelmRelease): DriftEntry[] {
  const condition = conditionOf(release, 'Drifted');
  if (condition?.status !== 'True') return [];
  return [...(condition.message ?? '').matchAll(drifted)].map(
    ([, kind, namespace, name, what]) => ({
      group: '',
      kind,
      ...(namespace && { namespace }),
      name,
      difference: what === 'removed' ? 'missing' : 'changed',
    }),
  );
}
