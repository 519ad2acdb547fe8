import { createHash } from 'node:crypto';
import { ClusterObjects, KubeObject } from '../contracts';
import { JsonRecord, recordAt, recordsAt, textAt } from '../json';
import { nodeName } from './node';
import { ownedBy, ownerReference } from './owned';
import { WorkloadTimings } from './timings';

export const podKind = { apiVersion: 'v1', kind: 'Pod' };

/** Identifies the content of a pod template, as a label's value. */
export function templateHash(template: JsonRecord): string {
  return createHash('sha256')
    .update(JSON.stringify(template))
    .digest('hex')
    .slice(0, 10);
}

/** Creates a pod of a workload's template. */
export function createPod(options: {
  objects: ClusterObjects;
  owner: KubeObject;
  name: string;
  labels?: Record<string, string>;
}): void {
  const { objects, owner, name, labels } = options;
  const template = recordAt(owner, 'spec', 'template');
  objects.create({
    ...podKind,
    metadata: {
      ...recordAt(template, 'metadata'),
      name,
      namespace: owner.metadata.namespace,
      labels: {
        ...stringsOf(recordAt(template, 'metadata', 'labels')),
        ...labels,
      },
      ownerReferences: [ownerReference(owner)],
    },
    spec: { nodeName, ...recordAt(template, 'spec') },
  });
}

export function deletePod(objects: ClusterObjects, pod: KubeObject): void {
  const { namespace, name } = pod.metadata;
  objects.delete({ ...podKind, namespace, name });
}

export function podsOf(
  objects: ClusterObjects,
  owner: KubeObject,
): KubeObject[] {
  return ownedBy({ objects, owner, kind: podKind });
}

export function isReady(pod: KubeObject): boolean {
  return readyCondition(pod)?.status === 'True';
}

/** In how many milliseconds a pod counts as available; 0 when it does, undefined when it is not ready. */
export function availableIn(
  pod: KubeObject,
  options: { minReadySeconds: number; timings: WorkloadTimings },
): number | undefined {
  if (!isReady(pod)) return undefined;
  const since = Date.parse(
    textAt(readyCondition(pod), 'lastTransitionTime') ?? '',
  );
  const wait = options.minReadySeconds * 1000 * options.timings.minReadyFactor;
  return wait === 0 ? 0 : Math.max(0, since + wait - Date.now());
}

function readyCondition(pod: KubeObject): JsonRecord | undefined {
  return recordsAt(pod, 'status', 'conditions').find(
    ({ type }) => type === 'Ready',
  );
}

function stringsOf(record: JsonRecord): Record<string, string> {
  return Object.fromEntries(
    Object.entries(record).map(([key, value]) => [key, String(value)]),
  );
}
