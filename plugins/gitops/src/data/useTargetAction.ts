import { useApi } from '@backstage/frontend-plugin-api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { gitopsApiRef } from '../api/gitopsApiRef';

/** What a person may ask of a target's engine. */
export type TargetAction = 'sync' | 'refresh';

/** Asks the engine of a target to sync or refresh. The answer is a sentence. */
export function useTargetAction(targetId: string) {
  const api = useApi(gitopsApiRef);
  const client = useQueryClient();
  return useMutation({
    mutationFn: (action: TargetAction) =>
      action === 'sync'
        ? api.syncTarget(targetId)
        : api.refreshTarget(targetId),
    onSuccess: () => client.invalidateQueries({ queryKey: ['service'] }),
  });
}
