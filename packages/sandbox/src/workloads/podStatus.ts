import { createHash } from 'node:crypto';
import { KubeObject } from '../contracts';
import { JsonRecord, recordsAt, textAt } from '../json';
import { kubeTime } from './owned';

/** Where a pod is in its life. */
export type PodStage =
  | { at: 'creating' }
  | { at: 'no-image'; image: string; attempts: number }
  | { at: 'starting'; restarts: number }
  | { at: 'ready'; restarts: number }
  | { at: 'crashed'; restarts: number }
  | { at: 'done'; succeeded: boolean };

/** The status of a pod at a stage that it entered at a time. */
export function podStatus(
  pod: KubeObject,
  options: { stage: PodStage; now: number },
): JsonRecord {
  const { stage, now } = options;
  const ready = stage.at === 'ready';
  const startTime = textAt(pod, 'status', 'startTime') ?? kubeTime(now);
  const condition = (type: string, holds: boolean) => {
    const status = holds ? 'True' : 'False';
    const known = recordsAt(pod, 'status', 'conditions').find(
      each => each.type === type,
    );
    return {
      type,
      status,
      lastTransitionTime:
        known?.status === status ? known.lastTransitionTime : kubeTime(now),
      ...(!holds && {
        reason: 'ContainersNotReady',
        message: `containers with unready status: [${recordsAt(
          pod,
          'spec',
          'containers',
        )
          .map(({ name }) => String(name))
          .join(' ')}]`,
      }),
    };
  };
  return {
    phase: phaseOf(stage),
    startTime,
    hostIP: '192.0.2.10',
    ...(stage.at !== 'creating' &&
      stage.at !== 'no-image' && { podIP: podIpOf(pod) }),
    conditions: [
      condition('PodScheduled', true),
      condition('Initialized', true),
      condition('ContainersReady', ready),
      condition('Ready', ready),
    ],
    containerStatuses: recordsAt(pod, 'spec', 'containers').map(container =>
      containerStatus(container, { stage, now }),
    ),
  };
}

function phaseOf(stage: PodStage): string {
  switch (stage.at) {
    case 'creating':
    case 'no-image':
      return 'Pending';
    case 'done':
      return stage.succeeded ? 'Succeeded' : 'Failed';
    default:
      return 'Running';
  }
}

function containerStatus(
  container: JsonRecord,
  { stage, now }: { stage: PodStage; now: number },
): JsonRecord {
  const image = textAt(container, 'image') ?? '';
  const pulled = stage.at !== 'creating' && stage.at !== 'no-image';
  return {
    name: container.name,
    image,
    imageID: pulled
      ? `${image.split(/[:@]/)[0]}@sha256:${digestOf(image)}`
      : '',
    ready: stage.at === 'ready',
    started: stage.at === 'ready' || stage.at === 'starting',
    restartCount: 'restarts' in stage ? stage.restarts : 0,
    state: stateOf(container, { stage, now }),
    ...(stage.at === 'crashed' && {
      lastState: { terminated: terminated({ exitCode: 1, now }) },
    }),
  };
}

function stateOf(
  container: JsonRecord,
  { stage, now }: { stage: PodStage; now: number },
): JsonRecord {
  const image = textAt(container, 'image') ?? '';
  switch (stage.at) {
    case 'creating':
      return { waiting: { reason: 'ContainerCreating' } };
    case 'no-image':
      if (image !== stage.image) {
        return { waiting: { reason: 'ContainerCreating' } };
      }
      return {
        waiting:
          stage.attempts === 1
            ? {
                reason: 'ErrImagePull',
                message: `failed to pull image "${image}": not found`,
              }
            : {
                reason: 'ImagePullBackOff',
                message: `Back-off pulling image "${image}": not found`,
              },
      };
    case 'crashed':
      return {
        waiting: {
          reason: 'CrashLoopBackOff',
          message: `back-off restarting failed container ${String(container.name)}`,
        },
      };
    case 'done':
      return {
        terminated: terminated({ exitCode: stage.succeeded ? 0 : 1, now }),
      };
    default:
      return { running: { startedAt: kubeTime(now) } };
  }
}

function terminated({ exitCode, now }: { exitCode: number; now: number }) {
  return {
    exitCode,
    reason: exitCode === 0 ? 'Completed' : 'Error',
    finishedAt: kubeTime(now),
  };
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function podIpOf({ metadata }: KubeObject): string {
  const bytes = createHash('sha256')
    .update(metadata.uid ?? metadata.name)
    .digest();
  return `10.${bytes[0]}.${bytes[1]}.${(bytes[2] % 254) + 1}`;
}
