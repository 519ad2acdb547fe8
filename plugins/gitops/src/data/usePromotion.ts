import { useApi } from '@backstage/frontend-plugin-api';
import { gitopsApiRef } from '../api/gitopsApiRef';
import { useLiveQuery } from './useLiveQuery';

/** One promotion with its timeline, live. */
export function usePromotion(id: string) {
  const api = useApi(gitopsApiRef);
  return useLiveQuery({
    queryKey: ['promotion', id],
    queryFn: () => api.getPromotion(id),
    concerns: (signal, shown) => {
      switch (signal.type) {
        case 'promotion':
          return (
            signal.promotionId === id ||
            shown.waves.some(wave => wave.id === signal.promotionId)
          );
        case 'restrictions':
          return (
            !signal.entityRef || signal.entityRef === shown.promotion.entityRef
          );
        default:
          return false;
      }
    },
  });
}
