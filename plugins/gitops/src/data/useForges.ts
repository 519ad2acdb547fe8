import { useApi } from '@backstage/frontend-plugin-api';
import { gitopsApiRef } from '../api/gitopsApiRef';
import { useLiveQuery } from './useLiveQuery';

/** How much of their rate limits the portal's credentials have left, as of now and then. */
export function useForges() {
  const api = useApi(gitopsApiRef);
  return useLiveQuery({
    queryKey: ['forges'],
    queryFn: async () => (await api.listForges()).budgets,
    concerns: () => false,
  });
}
