import { Workload } from '../workloadSchema';

/** How a workload is, as far as it says so itself. */
export interface WorkloadHealth {
  health: 'Healthy' | 'Progressing' | 'Degraded' | 'Suspended';
  message?: string;
}

/** By what its controller has written; what that has not seen yet is under way. */
export function workloadHealth(workload: Workload): WorkloadHealth {
  const { kind, metadata, status } = workload;
  if (kind === 'CronJob') return { health: 'Healthy' };
  // A number in the kinds of Kubernetes, a text in Rollouts.
  const observed = Number(status?.observedGeneration ?? 0);
  if ((metadata.generation ?? 0) > observed) {
    return progressing('its controller has not looked at the change yet');
  }
  if (kind === 'DaemonSet') return ofDaemonSet(workload);
  if (kind === 'StatefulSet') return ofStatefulSet(workload);
  return kind === 'Rollout' ? ofRollout(workload) : ofDeployment(workload);
}

function ofDeployment({ spec, status }: Workload): WorkloadHealth {
  if (spec?.paused) return { health: 'Suspended', message: 'it is paused' };
  const failed = status?.conditions?.find(
    ({ type, reason }) =>
      type === 'Progressing' && reason === 'ProgressDeadlineExceeded',
  );
  if (failed) {
    return { health: 'Degraded', message: failed.message || 'no progress' };
  }
  const wanted = spec?.replicas ?? 1;
  const updated = status?.updatedReplicas ?? 0;
  if (updated < wanted) {
    return progressing(`${updated} of ${wanted} replicas are updated`);
  }
  if ((status?.replicas ?? 0) > updated) {
    return progressing('replicas of the old version are still there');
  }
  return available({ count: status?.availableReplicas, wanted: updated });
}

function ofStatefulSet({ spec, status }: Workload): WorkloadHealth {
  const wanted = spec?.replicas ?? 1;
  const ready = available({ count: status?.readyReplicas, wanted });
  if (ready.health !== 'Healthy') return ready;
  if (spec?.updateStrategy?.type === 'OnDelete') return ready;
  const kept = spec?.updateStrategy?.rollingUpdate?.partition ?? 0;
  const updated = status?.updatedReplicas ?? 0;
  return updated < wanted - kept
    ? progressing(`${updated} of ${wanted - kept} replicas are updated`)
    : ready;
}

function ofDaemonSet({ spec, status }: Workload): WorkloadHealth {
  const wanted = status?.desiredNumberScheduled ?? 0;
  const updated = status?.updatedNumberScheduled ?? 0;
  if (spec?.updateStrategy?.type !== 'OnDelete' && updated < wanted) {
    return progressing(`${updated} of ${wanted} pods are updated`);
  }
  return available({ count: status?.numberAvailable, wanted });
}

function ofRollout({ status }: Workload): WorkloadHealth {
  const message = status?.message ? { message: status.message } : {};
  if (status?.phase === 'Healthy') return { health: 'Healthy' };
  if (status?.phase === 'Degraded') return { health: 'Degraded', ...message };
  if (status?.phase === 'Paused') return { health: 'Suspended', ...message };
  return { health: 'Progressing', ...message };
}

function available(options: {
  count: number | null | undefined;
  wanted: number;
}): WorkloadHealth {
  const { wanted } = options;
  const count = options.count ?? 0;
  return count < wanted
    ? progressing(`${count} of ${wanted} pods are available`)
    : { health: 'Healthy' };
}

function progressing(message: string): WorkloadHealth {
  return { health: 'Progressing', message };
}
