import { useApi } from '@backstage/frontend-plugin-api';
import {
  PlanRequest,
  PromotionRequest,
} from '@fairlead/backstage-plugin-gitops-common';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { gitopsApiRef } from '../api/gitopsApiRef';

/**
 * What a promotion would write. Asked for once and never renewed by itself: what a person is reading and about to
 * agree to must not change under their eyes.
 */
export function usePromotionPlan(request: PlanRequest) {
  const api = useApi(gitopsApiRef);
  return useQuery({
    queryKey: ['plan', request.entityRef, request.from, request.to],
    queryFn: () => api.planPromotion(request),
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}

/** Opens the promotion that was planned. */
export function useCreatePromotion() {
  const api = useApi(gitopsApiRef);
  const client = useQueryClient();
  return useMutation({
    mutationFn: (request: PromotionRequest) => api.createPromotion(request),
    onSuccess: promotion => {
      client.invalidateQueries({ queryKey: ['promotions'] });
      client.invalidateQueries({ queryKey: ['service', promotion.entityRef] });
    },
  });
}
