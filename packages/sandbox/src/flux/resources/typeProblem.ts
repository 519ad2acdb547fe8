import { KubeObject } from '../../contracts';
import { recordAt } from '../../json';

const workloads = ['Deployment', 'StatefulSet', 'ReplicaSet', 'DaemonSet'];
const numbers = [
  'replicas',
  'minReadySeconds',
  'progressDeadlineSeconds',
  'revisionHistoryLimit',
];

/** What a server-side apply says of a workload whose numbers are none; undefined when they are. */
export function typeProblem(object: KubeObject): string | undefined {
  const { apiVersion, kind, metadata } = object;
  if (apiVersion !== 'apps/v1' || !workloads.includes(kind)) return undefined;
  const spec = recordAt(object, 'spec');
  const wrong = numbers.find(
    field => spec[field] !== undefined && typeof spec[field] !== 'number',
  );
  if (!wrong) return undefined;
  const id = `${metadata.namespace}/${metadata.name}; ${apiVersion}, Kind=${kind}`;
  return `failed to create typed patch object (${id}): .spec.${wrong}: expected numeric (int or float), got ${typeof spec[wrong]}`;
}
