import { KubeObject } from '../../contracts';
import { numberAt, recordsAt, textAt } from '../../json';
import { badRequest } from '../StatusError';

/**
 * What a container of a pod has written. Nothing runs here, so it is told from the pod's status: a program that has
 * started says so, and one that has crashed says why. In the words of the API server where there is none.
 */
export function podLog(
  pod: KubeObject,
  options: { container?: string; previous: boolean; tailLines?: number },
): string {
  const names = recordsAt(pod, 'spec', 'containers').flatMap(
    each => textAt(each, 'name') ?? [],
  );
  const { container = names[0], previous, tailLines } = options;
  const { name } = pod.metadata;
  if (!names.includes(container)) {
    throw badRequest(`container ${container} is not valid for pod ${name}`);
  }
  const status = recordsAt(pod, 'status', 'containerStatuses').find(
    each => each.name === container,
  );
  const restarts = numberAt(status ?? {}, 'restartCount') ?? 0;
  if (previous && restarts === 0) {
    throw badRequest(
      `previous terminated container "${container}" in pod "${name}" not found`,
    );
  }
  const waiting = textAt(status ?? {}, 'state', 'waiting', 'reason');
  const crashed = waiting === 'CrashLoopBackOff';
  if (waiting && !crashed) {
    throw badRequest(
      `container "${container}" in pod "${name}" is waiting to start: ${waiting === 'ContainerCreating' ? 'ContainerCreating' : 'trying and failing to pull image'}`,
    );
  }
  const image = textAt(status ?? {}, 'image') ?? '';
  const lines = [
    `starting ${image}`,
    'reading the configuration',
    ...(previous || crashed
      ? ['fatal: this version can not start', 'exiting with code 1']
      : ['listening on :8080', 'ready']),
  ];
  const shown = tailLines === undefined ? lines : lines.slice(-tailLines);
  return shown.map(line => `${line}\n`).join('');
}
