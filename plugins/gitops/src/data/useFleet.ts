import { useApi } from '@backstage/frontend-plugin-api';
import { gitopsApiRef } from '../api/gitopsApiRef';
import { useLiveQuery } from './useLiveQuery';

/** All services, live. On a busy fleet something always changes, so it is asked for every few seconds at most. */
export function useFleet() {
  const api = useApi(gitopsApiRef);
  return useLiveQuery({
    queryKey: ['fleet'],
    queryFn: () => api.getFleet(),
    concerns: () => true,
    quietMs: 3_000,
  });
}
