import { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  gitopsFreezePermission,
  gitopsHoldPermission,
  gitopsPromotePermission,
  gitopsRefreshPermission,
  gitopsRollbackPermission,
  gitopsSkipPermission,
  gitopsSyncPermission,
  gitopsVetoPermission,
  ServiceEnvironment,
} from '@fairlead/backstage-plugin-gitops-common';
import { Authorizer } from '../authorize';

/** What somebody may do with a service in each of these environments, asked at once. */
export async function environmentAllowances(options: {
  authorizer: Authorizer;
  credentials: BackstageCredentials;
  entityRef: string;
  environments: string[];
}): Promise<Array<ServiceEnvironment['allowances']>> {
  const { authorizer, credentials, entityRef, environments } = options;
  const rows = await authorizer.laneAllowances({
    credentials,
    lanes: environments.map(environment => ({ entityRef, environment })),
    permissions: [
      gitopsPromotePermission,
      gitopsSkipPermission,
      gitopsRollbackPermission,
      gitopsFreezePermission,
      gitopsHoldPermission,
      gitopsVetoPermission,
      gitopsSyncPermission,
      gitopsRefreshPermission,
    ],
  });
  return rows.map(
    ([promote, skip, rollback, freeze, hold, veto, sync, refresh]) => ({
      promote,
      skip,
      rollback,
      freeze,
      hold,
      veto,
      sync,
      refresh,
    }),
  );
}
