import { useApi } from '@backstage/frontend-plugin-api';
import { GitopsApi, Promotion } from '@fairlead/backstage-plugin-gitops-common';
import { useMutation } from '@tanstack/react-query';
import { gitopsApiRef } from '../api/gitopsApiRef';
import { useRenewAll } from './useRenewAll';

/**
 * Something that a person does with a promotion. Has succeeded only when everything that shows the promotion has
 * looked again, so that a dialog closes over what is true now.
 */
export function usePromotionAction<TInput>(
  act: (api: GitopsApi, input: TInput) => Promise<Promotion>,
) {
  const api = useApi(gitopsApiRef);
  const renewAll = useRenewAll();
  return useMutation({
    mutationFn: (input: TInput) => act(api, input),
    onSuccess: renewAll,
  });
}
