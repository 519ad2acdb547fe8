import { useApiHolder } from '@backstage/frontend-plugin-api';
import {
  AuthorizeResult,
  EvaluatePermissionRequest,
} from '@backstage/plugin-permission-common';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { Allowance } from '@fairlead/backstage-plugin-gitops-common';
import { useQuery } from '@tanstack/react-query';

/**
 * Whether the portal's policy allows something that no answer of the backend tells about. Where that can't be told,
 * the button can be used: the backend decides in any case, and says why not.
 */
export function useAllowance(options: {
  request: EvaluatePermissionRequest | undefined;
  why: string;
}): Allowance {
  const { request, why } = options;
  const permissions = useApiHolder().get(permissionApiRef);
  const { data, isLoading } = useQuery({
    queryKey: ['permission', request],
    queryFn: async () => {
      if (!permissions || !request) return true;
      const { result } = await permissions.authorize(request);
      return result === AuthorizeResult.ALLOW;
    },
    enabled: Boolean(permissions && request),
    staleTime: 60_000,
    retry: false,
  });
  if (isLoading) return { allowed: false, why: 'Asking whether you may…' };
  return data === false ? { allowed: false, why } : { allowed: true };
}
