import { HistoryEntry } from '@fairlead/backstage-plugin-gitops-common';
import { Workload } from '../schema';

/** The newest revision of a Deployment, if it has become available: of older ones it keeps no times. */
export function historyOf(workload: Workload): HistoryEntry[] {
  if (workload.kind !== 'Deployment') return [];
  const { metadata, status } = workload;
  const id = metadata.annotations?.['deployment.kubernetes.io/revision'];
  const available = status?.conditions?.find(
    ({ type, reason }) =>
      type === 'Progressing' && reason === 'NewReplicaSetAvailable',
  );
  const deployedAt = available?.lastUpdateTime;
  return id && deployedAt ? [{ id, revisions: [], deployedAt }] : [];
}
