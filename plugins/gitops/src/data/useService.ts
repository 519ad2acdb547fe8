import { useApi } from '@backstage/frontend-plugin-api';
import { ServiceDeployments } from '@fairlead/backstage-plugin-gitops-common';
import { gitopsApiRef } from '../api/gitopsApiRef';
import { useLiveQuery } from './useLiveQuery';

/** What is deployed of one service, live. */
export function useService(entityRef: string) {
  const api = useApi(gitopsApiRef);
  return useLiveQuery({
    queryKey: ['service', entityRef],
    queryFn: () => api.getService(entityRef),
    concerns: (signal, shown) => {
      switch (signal.type) {
        case 'targets':
          return signal.added || shows(shown, signal.targetIds);
        case 'promotion':
          return signal.entityRef === entityRef;
        case 'restrictions':
          return !signal.entityRef || signal.entityRef === entityRef;
        default:
          return true;
      }
    },
  });
}

/** All targets of a service, in the order in which they are shown. */
export function targetsOf(service: ServiceDeployments) {
  return [
    ...service.environments.flatMap(environment => environment.targets),
    ...service.unassigned,
  ];
}

function shows(service: ServiceDeployments, targetIds: string[]): boolean {
  const shown = new Set(targetsOf(service).map(target => target.id));
  return targetIds.some(id => shown.has(id));
}
