import { useApi } from '@backstage/frontend-plugin-api';
import { DriftAdoption } from '@fairlead/backstage-plugin-gitops-common';
import { useMutation, useQuery } from '@tanstack/react-query';
import { gitopsApiRef } from '../api/gitopsApiRef';
import { onDemand } from './onDemand';

/** What differs from Git in a target, field by field, read from its cluster now. */
export function useDrift(targetId: string) {
  const api = useApi(gitopsApiRef);
  return useQuery(
    onDemand({
      queryKey: ['drift', targetId],
      queryFn: ({ signal }) => api.getDrift({ targetId, signal }),
    }),
  );
}

/** Opens a pull request that writes live values into Git. */
export function useAdoptDrift(targetId: string) {
  const api = useApi(gitopsApiRef);
  return useMutation({
    mutationFn: (adoption: DriftAdoption) =>
      api.adoptDrift({ targetId, ...adoption }),
  });
}
