import { useApi } from '@backstage/frontend-plugin-api';
import { useQuery } from '@tanstack/react-query';
import { gitopsApiRef } from '../api/gitopsApiRef';
import { onDemand } from './onDemand';

/** The resources of a target, read from its cluster now. */
export function useResources(targetId: string) {
  const api = useApi(gitopsApiRef);
  return useQuery(
    onDemand({
      queryKey: ['resources', targetId],
      queryFn: ({ signal }) => api.getResources({ targetId, signal }),
    }),
  );
}

/** Names the log of a container. */
export interface LogRef {
  targetId: string;
  namespace: string;
  pod: string;
  container: string;
  /** Of the run before the last restart. */
  previous: boolean;
}

/** The last lines of a container's log. */
export function useLog(ref: LogRef) {
  const api = useApi(gitopsApiRef);
  return useQuery(
    onDemand({
      queryKey: ['log', ref],
      queryFn: ({ signal }) => api.getLog({ ...ref, signal }),
    }),
  );
}
