import { KubeObject } from '../../contracts';
import { recordAt, recordsAt, textAt } from '../../json';
import type { ResourceHealth } from './health';

const ofRollout: Record<string, ResourceHealth['status']> = {
  Healthy: 'Healthy',
  Progressing: 'Progressing',
  Paused: 'Suspended',
  Degraded: 'Degraded',
};

const ofCanary: Record<string, ResourceHealth['status']> = {
  Initialized: 'Healthy',
  Succeeded: 'Healthy',
  Progressing: 'Progressing',
  Promoting: 'Progressing',
  Finalising: 'Progressing',
  Failed: 'Degraded',
};

/** Health of a Rollout of Argo Rollouts. */
export function rolloutHealth(object: KubeObject): ResourceHealth {
  const status = recordAt(object, 'status');
  const observed = Number(status.observedGeneration ?? 0);
  if (observed < (object.metadata.generation ?? 0)) {
    return {
      status: 'Progressing',
      message: 'Waiting for rollout spec update to be observed',
    };
  }
  const isResuming =
    status.controllerPause === true &&
    recordsAt(status, 'pauseConditions').length === 0;
  if (isResuming) {
    return { status: 'Progressing', message: 'Rollout is resuming' };
  }
  const message = textAt(status, 'message');
  return {
    status: ofRollout[textAt(status, 'phase') ?? ''] ?? 'Progressing',
    ...(message && { message }),
  };
}

/** Health of a Canary of Flagger: what waits for somebody is unknown to Argo CD. */
export function canaryHealth(object: KubeObject): ResourceHealth {
  const [condition] = recordsAt(object, 'status', 'conditions');
  const phase = textAt(object, 'status', 'phase');
  const message = phase ? textAt(condition, 'message') : 'No status';
  return {
    status: ofCanary[phase ?? ''] ?? 'Unknown',
    ...(message && { message }),
  };
}
