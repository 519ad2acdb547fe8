import { KubeObject } from '../contracts';
import { recordsAt } from '../json';
import { Happening } from './EventRecorder';
import { PodStage } from './podStatus';

/** What a kubelet has to tell when a pod enters a stage. */
export function podHappenings(pod: KubeObject, stage: PodStage): Happening[] {
  const names = recordsAt(pod, 'spec', 'containers').map(({ name }) =>
    String(name),
  );
  const normal = (reason: string, message: string): Happening => ({
    type: 'Normal',
    reason,
    message,
  });
  const warning = (reason: string, message: string): Happening => ({
    type: 'Warning',
    reason,
    message,
  });
  switch (stage.at) {
    case 'no-image':
      return [
        stage.attempts === 1
          ? warning(
              'Failed',
              `Failed to pull image "${stage.image}": not found`,
            )
          : warning('BackOff', `Back-off pulling image "${stage.image}"`),
      ];
    case 'starting':
      return names.map(name => normal('Started', `Started container ${name}`));
    case 'crashed':
      return names.map(name =>
        warning('BackOff', `Back-off restarting failed container ${name}`),
      );
    default:
      return [];
  }
}
