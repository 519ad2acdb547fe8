import { useApi } from '@backstage/frontend-plugin-api';
import {
  RolloutActionId,
  RolloutStatus,
} from '@fairlead/backstage-plugin-gitops-common';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { gitopsApiRef } from '../api/gitopsApiRef';

/** Asks the controller of a rollout for something. The answer is a sentence. */
export function useRolloutAction(options: {
  targetId: string;
  rollout: RolloutStatus;
}) {
  const { targetId, rollout } = options;
  const { kind, namespace, name } = rollout.object;
  const api = useApi(gitopsApiRef);
  const client = useQueryClient();
  return useMutation({
    mutationFn: (action: RolloutActionId) =>
      api.runRolloutAction({ targetId, action, kind, namespace, name }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['service'] });
    },
  });
}
