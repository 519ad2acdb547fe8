import { KubeObject } from '../../contracts';
import { numberAt, recordsAt, textAt } from '../../json';
import { canaryHealth, rolloutHealth } from './rolloutHealth';

/** Health of one resource, in the controller's words. */
export interface ResourceHealth {
  status:
    | 'Healthy'
    | 'Progressing'
    | 'Degraded'
    | 'Suspended'
    | 'Missing'
    | 'Unknown';
  message?: string;
}

// Worst last.
const order: ReadonlyArray<ResourceHealth['status']> = [
  'Healthy',
  'Suspended',
  'Progressing',
  'Missing',
  'Degraded',
  'Unknown',
];

/** Undefined for kinds that have no health of their own. */
export function healthOf(object: KubeObject): ResourceHealth | undefined {
  switch (object.kind) {
    case 'Deployment':
      return deploymentHealth(object);
    case 'StatefulSet':
      return replicasHealth(object, 'updatedReplicas', 'readyReplicas');
    case 'DaemonSet':
      return daemonSetHealth(object);
    case 'Job':
      return jobHealth(object);
    case 'Rollout':
      return rolloutHealth(object);
    case 'Canary':
      return canaryHealth(object);
    case 'Service':
      return { status: 'Healthy' };
    default:
      return undefined;
  }
}

/** The worst of all. */
export function worstHealth(
  healths: ResourceHealth[],
): ResourceHealth['status'] {
  return healths
    .map(({ status }) => status)
    .reduce(
      (worst, status) =>
        order.indexOf(status) > order.indexOf(worst) ? status : worst,
      'Healthy',
    );
}

function isObserved(object: KubeObject): boolean {
  return (
    (numberAt(object, 'status', 'observedGeneration') ?? 0) >=
    (object.metadata.generation ?? 0)
  );
}

function deploymentHealth(object: KubeObject): ResourceHealth {
  if (!isObserved(object)) {
    return {
      status: 'Progressing',
      message: 'Waiting for the Deployment to be observed',
    };
  }
  const progressing = recordsAt(object, 'status', 'conditions').find(
    ({ type }) => type === 'Progressing',
  );
  if (progressing?.reason === 'ProgressDeadlineExceeded') {
    return {
      status: 'Degraded',
      message: `Deployment "${object.metadata.name}" exceeded its progress deadline`,
    };
  }
  const count = (field: string) => numberAt(object, 'status', field) ?? 0;
  const wanted = numberAt(object, 'spec', 'replicas') ?? 1;
  const updated = count('updatedReplicas');
  if (updated < wanted) {
    return {
      status: 'Progressing',
      message: `Waiting for rollout to finish: ${updated} out of ${wanted} new replicas have been updated...`,
    };
  }
  if (count('replicas') > updated) {
    return {
      status: 'Progressing',
      message: `Waiting for rollout to finish: ${count('replicas') - updated} old replicas are pending termination...`,
    };
  }
  if (count('availableReplicas') < updated) {
    return {
      status: 'Progressing',
      message: `Waiting for rollout to finish: ${count('availableReplicas')} of ${updated} updated replicas are available...`,
    };
  }
  return { status: 'Healthy' };
}

function replicasHealth(
  object: KubeObject,
  updatedField: string,
  readyField: string,
): ResourceHealth {
  const wanted = numberAt(object, 'spec', 'replicas') ?? 1;
  const updated = numberAt(object, 'status', updatedField) ?? 0;
  const ready = numberAt(object, 'status', readyField) ?? 0;
  return isObserved(object) && updated >= wanted && ready >= wanted
    ? { status: 'Healthy' }
    : {
        status: 'Progressing',
        message: `Waiting for ${wanted - Math.min(updated, ready)} pods to be ready...`,
      };
}

function daemonSetHealth(object: KubeObject): ResourceHealth {
  const wanted = numberAt(object, 'status', 'desiredNumberScheduled') ?? 0;
  const ready = numberAt(object, 'status', 'numberAvailable') ?? 0;
  return isObserved(object) && ready >= wanted
    ? { status: 'Healthy' }
    : {
        status: 'Progressing',
        message: `Waiting for daemon set rollout to finish: ${ready} of ${wanted} updated pods are available...`,
      };
}

function jobHealth(object: KubeObject): ResourceHealth {
  const conditions = recordsAt(object, 'status', 'conditions');
  const has = (type: string) =>
    conditions.find(each => each.type === type && each.status === 'True');
  const failed = has('Failed');
  if (failed) {
    return { status: 'Degraded', message: textAt(failed, 'message') };
  }
  return { status: has('Complete') ? 'Healthy' : 'Progressing' };
}
