import { QueryKey } from '@tanstack/react-query';

/**
 * Options of a query that reads from a cluster: asked when it is opened and when a person asks again, never by itself,
 * and kept only while it is open. A request that nobody waits for any more is cancelled by its signal.
 */
export function onDemand<T>(options: {
  queryKey: QueryKey;
  queryFn: (context: { signal: AbortSignal }) => Promise<T>;
}) {
  return {
    ...options,
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  };
}
