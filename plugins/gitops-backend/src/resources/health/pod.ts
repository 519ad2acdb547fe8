import { conditionOf } from '../liveObject';
import { isBadReason, podPartsOf } from '../pod';
import { health, HealthRule } from './Health';

/** A `Pod`. */
export const podHealth: HealthRule = object => {
  const pod = podPartsOf(object);
  const always = pod.restartPolicy === 'Always';
  const stuck = pod.containers.find(
    ({ waiting }) => waiting && isBadReason(waiting.reason),
  );
  // A pod that is run once may end well although a container of it waits.
  if (always && stuck?.waiting) {
    const { reason, message } = stuck.waiting;
    return health('Degraded', message || reason);
  }
  switch (pod.phase) {
    case 'Pending':
      return health(
        'Progressing',
        conditionOf(object, 'PodScheduled')?.message,
      );
    case 'Succeeded':
      return health('Healthy', pod.message);
    case 'Failed':
      return health('Degraded', pod.message || pod.reason || endOf(pod));
    case 'Running':
      if (!always) return health('Progressing', pod.message);
      if (conditionOf(object, 'Ready')?.status === 'True') {
        return health('Healthy', pod.message);
      }
      return pod.containers.some(({ ready, last }) => last && !ready)
        ? health('Degraded', pod.message || endOf(pod))
        : health('Progressing', pod.message);
    default:
      return health('Unknown', pod.message);
  }
};

function endOf({ containers }: ReturnType<typeof podPartsOf>): string {
  return containers
    .flatMap(({ name, terminated, last }) => {
      const run = terminated ?? last;
      return run && run.exitCode !== 0
        ? `The container ${name} ended with exit code ${run.exitCode}${run.reason ? ` (${run.reason})` : ''}`
        : [];
    })
    .slice(0, 1)
    .join('');
}
