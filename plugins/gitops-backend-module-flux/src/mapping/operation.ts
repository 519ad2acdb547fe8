import { Operation } from '@fairlead/backstage-plugin-gitops-common';
import { FluxObject } from '../schema';
import { conditionOf, isTrue } from './conditions';

/** Flux waits for something else, and looks again when that has come; it does not say that it reconciles meanwhile. */
const comesByItself = [
  'DependencyNotReady',
  'ArtifactFailed',
  'SourceNotReady',
];

/** What Flux is doing, or did last. Who asked for it, Flux does not record. */
export function mapOperation(
  object: FluxObject,
  retryCount: number | undefined,
): Operation | undefined {
  const ready = conditionOf(object, 'Ready');
  const reconciling = conditionOf(object, 'Reconciling');
  if (!ready && !reconciling) return undefined;
  const retries = retryCount ? { retryCount } : {};
  if (reconciling?.status === 'True' && !object.spec.suspend) {
    const again = ready?.status === 'False';
    return {
      phase: again ? 'WaitingRetry' : 'Running',
      message: (again && ready.message) || reconciling.message || '',
      ...(reconciling.lastTransitionTime && {
        startedAt: reconciling.lastTransitionTime,
      }),
      ...retries,
    };
  }
  const end = {
    ...(ready?.message && { message: ready.message }),
    ...(ready?.lastTransitionTime && { finishedAt: ready.lastTransitionTime }),
    ...retries,
  };
  if (ready?.status === 'True') return { phase: 'Succeeded', ...end };
  if (ready?.status !== 'False') return { phase: 'Unknown', ...end };
  const retried = !isTrue(object, 'Stalled');
  return comesByItself.includes(ready.reason ?? '') && retried
    ? { phase: 'WaitingRetry', message: ready.message ?? '', ...retries }
    : { phase: 'Failed', ...end };
}
