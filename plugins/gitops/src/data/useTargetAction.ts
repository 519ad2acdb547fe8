import { useApi } from '@backstage/frontend-plugin-api';
import { GitopsApi } from '@fairlead/backstage-plugin-gitops-common';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { gitopsApiRef } from '../api/gitopsApiRef';

/** What a person may ask of a target's engine. */
export type TargetAction = 'sync' | 'refresh' | 'suspend' | 'resume';

const calls: Record<
  TargetAction,
  (api: GitopsApi, targetId: string) => Promise<{ message: string }>
> = {
  sync: (api, targetId) => api.syncTarget(targetId),
  refresh: (api, targetId) => api.refreshTarget(targetId),
  suspend: (api, targetId) => api.suspendTarget(targetId),
  resume: (api, targetId) => api.resumeTarget(targetId),
};

/** Asks the engine of a target for something. The answer is a sentence. */
export function useTargetAction(targetId: string) {
  const api = useApi(gitopsApiRef);
  const client = useQueryClient();
  return useMutation({
    mutationFn: (action: TargetAction) => calls[action](api, targetId),
    onSuccess: () => client.invalidateQueries({ queryKey: ['service'] }),
  });
}
