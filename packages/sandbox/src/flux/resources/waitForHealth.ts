import { setTimeout as delay } from 'node:timers/promises';
import { healthOf } from '../../argocd/controller/health';
import { ClusterObjects, ObjectRef } from '../../contracts';
import { conditionOf, isReady } from '../conditions';
import { nameOf } from './ResourceApplier';

/** In the words of the library that Flux asks. */
type ResourceState = 'Current' | 'InProgress' | 'Failed' | 'NotFound';

/** How waiting ended: `message` is what Flux says when it was in vain. */
export type HealthOutcome =
  | { kind: 'healthy' }
  | { kind: 'failed'; message: string }
  | { kind: 'canceled' };

/** Waits until everything is as its controller wants it. */
export async function waitForHealth(options: {
  cluster: ClusterObjects;
  refs: readonly ObjectRef[];
  timeoutMs: number;
  everyMs: number;
  signal: AbortSignal;
  /** There is something newer to be done. */
  isOutdated: () => boolean;
}): Promise<HealthOutcome> {
  const { cluster, refs, timeoutMs, everyMs, signal } = options;
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const states = refs.map(ref => ({ ref, state: stateOf(cluster, ref) }));
    const open = states.filter(({ state }) => state !== 'Current');
    if (open.length === 0) return { kind: 'healthy' };
    const failed = open.filter(({ state }) => state === 'Failed');
    if (failed.length > 0) {
      return {
        kind: 'failed',
        message: `failed early due to stalled resources: ${listOf(failed)}`,
      };
    }
    if (signal.aborted || options.isOutdated()) return { kind: 'canceled' };
    if (Date.now() >= deadline) {
      return {
        kind: 'failed',
        message: `timeout waiting for: ${listOf(open)}`,
      };
    }
    await delay(everyMs, undefined, { signal }).catch(() => undefined);
  }
}

/** Whether everything is so now. */
export function areCurrent(
  cluster: ClusterObjects,
  refs: readonly ObjectRef[],
): boolean {
  return refs.every(ref => stateOf(cluster, ref) === 'Current');
}

const ownRules = ['Deployment', 'StatefulSet', 'DaemonSet', 'Job'];

// Of kinds that it does not know it looks at Ready and Stalled: a Rollout has neither, and is always current.
function stateOf(cluster: ClusterObjects, ref: ObjectRef): ResourceState {
  const object = cluster.get(ref);
  if (!object) return 'NotFound';
  if (ownRules.includes(object.kind)) {
    const health = healthOf(object)?.status;
    if (health === 'Degraded') return 'Failed';
    return health === 'Healthy' ? 'Current' : 'InProgress';
  }
  if (conditionOf(object, 'Stalled')?.status === 'True') return 'Failed';
  const isOfFlux = object.apiVersion.includes('.fluxcd.io/');
  if (!conditionOf(object, 'Ready') && !isOfFlux) return 'Current';
  return isReady(object) ? 'Current' : 'InProgress';
}

function listOf(
  states: ReadonlyArray<{ ref: ObjectRef; state: ResourceState }>,
): string {
  const parts = states.map(
    ({ ref, state }) =>
      `${nameOf({ kind: ref.kind, metadata: ref })} status: '${state}'`,
  );
  return `[${parts.join(', ')}]`;
}
