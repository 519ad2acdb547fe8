import { useApi } from '@backstage/frontend-plugin-api';
import { StageActionRequest } from '@fairlead/backstage-plugin-gitops-common';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { gitopsApiRef } from '../api/gitopsApiRef';

/** What another promotion system can be asked. */
export type StageAction = 'promote' | 'approve';

/** Asks another promotion system. The answer is a sentence. */
export function useStageAction() {
  const api = useApi(gitopsApiRef);
  const client = useQueryClient();
  return useMutation({
    mutationFn: (
      request: { objectId: string; action: StageAction } & StageActionRequest,
    ) => api.runStageAction(request),
    onSuccess: () => client.invalidateQueries({ queryKey: ['service'] }),
  });
}
