import {
  Allowance,
  gitopsFreezeAllPermission,
} from '@fairlead/backstage-plugin-gitops-common';
import { useAllowance } from './useAllowance';

/** Whether the user may stop the line. */
export function useFreezeAllAllowance(): Allowance {
  return useAllowance({
    request: { permission: gitopsFreezeAllPermission },
    why: 'You may not freeze more than a service. Ask whoever runs the platform.',
  });
}
