import { useApi } from '@backstage/frontend-plugin-api';
import { gitopsApiRef } from '../api/gitopsApiRef';
import { useLiveQuery } from './useLiveQuery';

/** Promotions of all services, newest first, and how environments are called, live. */
export function usePromotions() {
  const api = useApi(gitopsApiRef);
  return useLiveQuery({
    queryKey: ['promotions'],
    queryFn: async () => {
      const { promotions, titles = {} } = await api.listPromotions({});
      return {
        promotions: [...promotions].sort((a, b) =>
          b.createdAt.localeCompare(a.createdAt),
        ),
        titles,
      };
    },
    concerns: signal => signal.type === 'promotion',
    quietMs: 1_000,
  });
}
