import { TargetStatus } from '@fairlead/backstage-plugin-gitops-common';
import { Workload } from '../schema';
import { cronJobHealth } from './cronJob';
import { daemonSetHealth } from './daemonSet';
import { deploymentHealth } from './deployment';
import { Health } from './Health';
import { statefulSetHealth } from './statefulSet';

/** How a workload is, by the rules by which `kubectl rollout status` tells that a rollout is complete. */
export function healthOf(workload: Workload): TargetStatus['health'] {
  if (isUnobserved(workload)) {
    return {
      status: 'Progressing',
      message: `Kubernetes has not looked at the newest ${workload.kind} yet`,
    };
  }
  return ruled(workload);
}

function ruled(workload: Workload): Health {
  switch (workload.kind) {
    case 'Deployment':
      return deploymentHealth(workload);
    case 'StatefulSet':
      return statefulSetHealth(workload);
    case 'DaemonSet':
      return daemonSetHealth(workload);
    default:
      return cronJobHealth(workload);
  }
}

/** What its status says is about an older generation; a CronJob does not tell. */
function isUnobserved(workload: Workload): boolean {
  if (workload.kind === 'CronJob') return false;
  const { metadata, status } = workload;
  return (status?.observedGeneration ?? 0) < (metadata.generation ?? 0);
}
