import { useApi } from '@backstage/frontend-plugin-api';
import { RestrictionRequest } from '@fairlead/backstage-plugin-gitops-common';
import { useMutation } from '@tanstack/react-query';
import { gitopsApiRef } from '../api/gitopsApiRef';
import { useLiveQuery } from './useLiveQuery';
import { useRenewAll } from './useRenewAll';

/** All restrictions that are or were in force, newest first, live. */
export function useRestrictions() {
  const api = useApi(gitopsApiRef);
  return useLiveQuery({
    queryKey: ['restrictions'],
    queryFn: async () => {
      const { restrictions } = await api.listRestrictions({ all: true });
      return [...restrictions].sort((a, b) =>
        b.createdAt.localeCompare(a.createdAt),
      );
    },
    concerns: signal => signal.type === 'restrictions',
    quietMs: 1_000,
  });
}

/** Forbids something for a while. */
export function useRestrict() {
  const api = useApi(gitopsApiRef);
  const renewAll = useRenewAll();
  return useMutation({
    mutationFn: (request: RestrictionRequest) => api.createRestriction(request),
    onSuccess: renewAll,
  });
}

/** Ends a restriction before its time. */
export function useLift(id: string) {
  const api = useApi(gitopsApiRef);
  const renewAll = useRenewAll();
  return useMutation({
    mutationFn: (reason: string) => api.liftRestriction({ id, reason }),
    onSuccess: renewAll,
  });
}
