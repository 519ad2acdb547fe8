import { useApi } from '@backstage/frontend-plugin-api';
import { gitopsApiRef } from '../api/gitopsApiRef';
import { useLiveQuery } from './useLiveQuery';

/** Promotions of all services, newest first, live. */
export function usePromotions() {
  const api = useApi(gitopsApiRef);
  return useLiveQuery({
    queryKey: ['promotions'],
    queryFn: async () => {
      const { promotions } = await api.listPromotions({});
      return [...promotions].sort((a, b) =>
        b.createdAt.localeCompare(a.createdAt),
      );
    },
    concerns: signal => signal.type === 'promotion',
    quietMs: 1_000,
  });
}
