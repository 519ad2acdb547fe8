import { useApi } from '@backstage/frontend-plugin-api';
import {
  GitopsApi,
  PlanRequest,
  PlanResponse,
  RollbackPlanRequest,
} from '@fairlead/backstage-plugin-gitops-common';
import { useMutation, useQuery } from '@tanstack/react-query';
import { gitopsApiRef } from '../api/gitopsApiRef';
import { useRenewAll } from './useRenewAll';

/** What is to be planned: a version for the next environment, or back to one that ran before. */
export type ChangeRequested =
  | { type: 'promotion'; request: PlanRequest }
  | { type: 'rollback'; request: RollbackPlanRequest };

/**
 * What a change would write. Asked for once and never renewed by itself: what a person is reading and about to
 * agree to must not change under their eyes.
 */
export function usePlan(change: ChangeRequested) {
  const api = useApi(gitopsApiRef);
  return useQuery({
    queryKey: ['plan', change.type, change.request],
    queryFn: () => planOf(api, change),
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}

/** Asks for the change that was planned. */
export function useCreateChange(change: ChangeRequested) {
  const api = useApi(gitopsApiRef);
  const renewAll = useRenewAll();
  return useMutation({
    mutationFn: (agreed: { reason: string; fingerprint: string }) =>
      change.type === 'promotion'
        ? api.createPromotion({ ...change.request, ...agreed })
        : api.createRollback({ ...change.request, ...agreed }),
    onSuccess: () => void renewAll(),
  });
}

function planOf(
  api: GitopsApi,
  change: ChangeRequested,
): Promise<PlanResponse> {
  return change.type === 'promotion'
    ? api.planPromotion(change.request)
    : api.planRollback(change.request);
}
