import { useApi } from '@backstage/frontend-plugin-api';
import {
  GitopsApi,
  OpenOptions,
  PlanRequest,
  PlanResponse,
  RollbackPlanRequest,
} from '@fairlead/backstage-plugin-gitops-common';
import { useMutation, useQuery } from '@tanstack/react-query';
import { gitopsApiRef } from '../api/gitopsApiRef';
import { useForgeToken } from './useForgeToken';
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

/** Asks for the change that was planned, with a forge token of the user where the plan wants one. */
export function useCreateChange(change: ChangeRequested) {
  const api = useApi(gitopsApiRef);
  const renewAll = useRenewAll();
  const forgeTokenFor = useForgeToken();
  return useMutation({
    mutationFn: async (asked: { reason: string; answer: PlanResponse }) => {
      const { reason, answer } = asked;
      const agreed = { reason, fingerprint: answer.plan.fingerprint };
      const forgeToken = await forgeTokenFor(answer);
      const options: [OpenOptions?] = forgeToken ? [{ forgeToken }] : [];
      return change.type === 'promotion'
        ? api.createPromotion({ ...change.request, ...agreed }, ...options)
        : api.createRollback({ ...change.request, ...agreed }, ...options);
    },
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
