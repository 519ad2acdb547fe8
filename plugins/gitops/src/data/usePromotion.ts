import { useApi } from '@backstage/frontend-plugin-api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { gitopsApiRef } from '../api/gitopsApiRef';
import { useLiveQuery } from './useLiveQuery';

/** One promotion with its timeline, live. */
export function usePromotion(id: string) {
  const api = useApi(gitopsApiRef);
  return useLiveQuery({
    queryKey: ['promotion', id],
    queryFn: () => api.getPromotion(id),
    concerns: signal =>
      signal.type === 'promotion' && signal.promotionId === id,
  });
}

/** Cancels a promotion, and has everything that shows it look again. */
export function useCancelPromotion(id: string) {
  const api = useApi(gitopsApiRef);
  const client = useQueryClient();
  return useMutation({
    mutationFn: (reason: string) => api.cancelPromotion({ id, reason }),
    onSuccess: promotion =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['promotion', id] }),
        client.invalidateQueries({ queryKey: ['promotions'] }),
        client.invalidateQueries({
          queryKey: ['service', promotion.entityRef],
        }),
      ]),
  });
}
