import { EvaluatePermissionRequest } from '@backstage/plugin-permission-common';
import {
  Allowance,
  gitopsFreezeAllPermission,
  gitopsFreezePermission,
  gitopsHoldPermission,
  gitopsVetoPermission,
  laneResourceRef,
  Restriction,
  RestrictionKind,
} from '@fairlead/backstage-plugin-gitops-common';
import { useAllowance } from './useAllowance';

const lanePermissions: Record<RestrictionKind, typeof gitopsHoldPermission> = {
  freeze: gitopsFreezePermission,
  hold: gitopsHoldPermission,
  pin: gitopsHoldPermission,
  veto: gitopsVetoPermission,
};

/** Whether the user may end a restriction before its time. */
export function useLiftAllowance(
  restriction: Pick<Restriction, 'kind' | 'scope'>,
): Allowance {
  const isWide = !restriction.scope.entityRef;
  return useAllowance({
    request: requestFor(restriction),
    why: isWide
      ? 'You may not lift what covers more than one service. Ask whoever runs the platform.'
      : 'You may not lift this. Ask the owner of the service.',
  });
}

function requestFor({
  kind,
  scope,
}: Pick<Restriction, 'kind' | 'scope'>): EvaluatePermissionRequest | undefined {
  const { entityRef, environment } = scope;
  if (!entityRef) return { permission: gitopsFreezeAllPermission };
  return environment
    ? {
        permission: lanePermissions[kind],
        resourceRef: laneResourceRef({ entityRef, environment }),
      }
    : undefined;
}
