import { GitopsSignal } from '@fairlead/backstage-plugin-gitops-common';
import { QueryKey, useQuery, useQueryClient } from '@tanstack/react-query';
import { useGitopsSignals } from './useGitopsSignals';

const withSignalsMs = 60_000;
const withoutSignalsMs = 15_000;

/** What a page shows of a query. Data that was there once stays, whatever happens to later requests. */
export interface Live<T> {
  data: T | undefined;
  error: Error | null;
  isLoading: boolean;
  isRefreshing: boolean;
  /** When `data` came. */
  updatedAt: number;
  refetch: () => void;
}

/**
 * A query that follows the world: again when a signal says that what is shown has changed, when the window gets the
 * focus or the network comes back, and slowly in any case while the page is visible, because signals can get lost.
 */
export function useLiveQuery<T>(options: {
  queryKey: QueryKey;
  queryFn: () => Promise<T>;
  concerns: (signal: GitopsSignal, shown: T) => boolean;
  quietMs?: number;
}): Live<T> {
  const { queryKey, queryFn, concerns, quietMs } = options;
  const client = useQueryClient();
  const live = useGitopsSignals({
    concerns: signal => {
      const shown = client.getQueryData<T>(queryKey);
      // Without data it can't be told what it will show, so every signal counts.
      return shown === undefined || concerns(signal, shown);
    },
    onChange: () => client.invalidateQueries({ queryKey, exact: true }),
    quietMs,
  });
  const query = useQuery({
    queryKey,
    queryFn,
    refetchOnWindowFocus: true,
    refetchOnReconnect: true,
    refetchInterval: live ? withSignalsMs : withoutSignalsMs,
  });
  return {
    data: query.data,
    error: query.error,
    isLoading: query.isPending && !query.error,
    isRefreshing: query.isFetching,
    updatedAt: query.dataUpdatedAt,
    refetch: () => void query.refetch(),
  };
}
