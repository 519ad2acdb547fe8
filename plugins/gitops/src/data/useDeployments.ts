import { useApi } from '@backstage/frontend-plugin-api';
import { gitopsApiRef } from '../api/gitopsApiRef';
import { useLiveQuery } from './useLiveQuery';

/** What was live in one environment of a service, newest first, live. */
export function useDeployments(lane: {
  entityRef: string;
  environment: string;
}) {
  const api = useApi(gitopsApiRef);
  return useLiveQuery({
    queryKey: ['deployments', lane.entityRef, lane.environment],
    queryFn: async () => (await api.listDeployments(lane)).deployments,
    concerns: signal =>
      signal.type === 'promotion' && signal.entityRef === lane.entityRef,
    quietMs: 1_000,
  });
}
