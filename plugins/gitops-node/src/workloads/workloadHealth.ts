import { cronJobHealth } from './health/cronJob';
import { daemonSetHealth } from './health/daemonSet';
import { deploymentHealth } from './health/deployment';
import { rolloutHealth } from './health/rollout';
import { statefulSetHealth } from './health/statefulSet';
import { WorkloadHealth } from './health/WorkloadHealth';
import { Workload } from './workloadSchema';

/**
 * How a workload is, by what its controller has written: pure, and total for every workload. Undefined for a kind that
 * has no rule here.
 *
 * @remarks
 * The rules are those of Argo CD, which are those of `kubectl rollout status`, so that all say the same of the same
 * object. Where Flux (kstatus) asks for more and is right to, so does the rule: pods of a DaemonSet that are updated by
 * hand must be available too. No message has a time in it: what is the same is written in the same way.
 *
 * @public
 */
export function workloadHealth(workload: Workload): WorkloadHealth | undefined {
  switch (workload.kind) {
    case 'Deployment':
      return deploymentHealth(workload);
    case 'StatefulSet':
      return statefulSetHealth(workload);
    case 'DaemonSet':
      return daemonSetHealth(workload);
    case 'CronJob':
      return cronJobHealth(workload);
    case 'Rollout':
      return rolloutHealth(workload);
    default:
      return undefined;
  }
}
