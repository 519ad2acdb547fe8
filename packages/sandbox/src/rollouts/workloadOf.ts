import { ClusterObjects } from '../contracts';
import { isRecord, JsonRecord, recordAt } from '../json';
import { Rollout } from './Rollout';

/** What a Rollout makes pods of. */
export interface Workload {
  template: JsonRecord;
  matchLabels: Record<string, unknown>;
  /** Of the object that it refers to, when it has no template of its own. */
  generation?: number;
}

/** The template of a Rollout, its own or that of the workload it refers to; undefined when there is none. */
export function workloadOf(
  { spec, metadata }: Rollout,
  objects: ClusterObjects,
): Workload | undefined {
  if (!spec.workloadRef) {
    return (
      spec.template && {
        template: spec.template,
        matchLabels: spec.selector?.matchLabels ?? {},
      }
    );
  }
  const { apiVersion, kind, name } = spec.workloadRef;
  const found = objects.get({
    apiVersion,
    kind,
    namespace: metadata.namespace,
    name,
  });
  if (!found) return undefined;
  const holder = kind === 'PodTemplate' ? found : recordAt(found, 'spec');
  if (!isRecord(holder.template)) return undefined;
  const labels = recordAt(holder.template, 'metadata', 'labels');
  const selected = recordAt(found, 'spec', 'selector', 'matchLabels');
  return {
    template: holder.template,
    matchLabels: Object.keys(selected).length > 0 ? selected : labels,
    generation: found.metadata.generation,
  };
}
