import { KubeObject } from '../contracts';
import { isSameJson, numberAt, recordAt, recordsAt, textAt } from '../json';
import { kubeTime, randomSuffix } from './owned';
import { createPod, podsOf } from './pods';
import { WorkloadContext, WorkloadController } from './WorkloadController';

/** Runs the pods of Jobs until enough have succeeded, or too many have failed. */
export function jobs({ objects }: WorkloadContext): WorkloadController {
  const kind = { apiVersion: 'batch/v1', kind: 'Job' };
  return { kind, look };

  function look(job: KubeObject) {
    const isFinished = recordsAt(job, 'status', 'conditions').some(
      ({ type, status }) =>
        (type === 'Complete' || type === 'Failed') && status === 'True',
    );
    if (isFinished) return;
    const completions = numberAt(job, 'spec', 'completions') ?? 1;
    const limit = numberAt(job, 'spec', 'backoffLimit') ?? 6;
    let pods = podsOf(objects, job);
    const inPhase = (phase: string) =>
      pods.filter(pod => textAt(pod, 'status', 'phase') === phase).length;
    const succeeded = inPhase('Succeeded');
    const failed = inPhase('Failed');
    const active = pods.length - succeeded - failed;
    const over = succeeded >= completions || failed > limit;
    if (!over && active === 0) {
      createPod({
        objects,
        owner: job,
        name: `${job.metadata.name}-${randomSuffix()}`,
      });
      pods = podsOf(objects, job);
    }
    const now = kubeTime(Date.now());
    const status = {
      startTime: textAt(job, 'status', 'startTime') ?? now,
      active: pods.length - succeeded - failed,
      succeeded,
      failed,
      ...(over && {
        conditions: [
          succeeded >= completions
            ? { type: 'Complete', status: 'True', lastTransitionTime: now }
            : {
                type: 'Failed',
                status: 'True',
                reason: 'BackoffLimitExceeded',
                message: 'Job has reached the specified backoff limit',
                lastTransitionTime: now,
              },
        ],
        ...(succeeded >= completions && { completionTime: now }),
      }),
    };
    if (!isSameJson(recordAt(job, 'status'), status)) {
      const { namespace, name } = job.metadata;
      objects.setStatus({ ...kind, namespace, name }, status);
    }
  }
}
