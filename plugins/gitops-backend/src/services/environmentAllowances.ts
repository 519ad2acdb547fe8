import { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  gitopsAdoptPermission,
  gitopsFreezePermission,
  gitopsHoldPermission,
  gitopsLogsPermission,
  gitopsPromotePermission,
  gitopsRefreshPermission,
  gitopsRollbackPermission,
  gitopsRolloutAbortPermission,
  gitopsRolloutPausePermission,
  gitopsRolloutPromoteFullPermission,
  gitopsRolloutPromotePermission,
  gitopsRolloutRestartPermission,
  gitopsRolloutResumePermission,
  gitopsRolloutRetryPermission,
  gitopsSkipPermission,
  gitopsSuspendPermission,
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
      gitopsSuspendPermission,
      gitopsLogsPermission,
      gitopsAdoptPermission,
      gitopsRolloutPromotePermission,
      gitopsRolloutPromoteFullPermission,
      gitopsRolloutPausePermission,
      gitopsRolloutResumePermission,
      gitopsRolloutAbortPermission,
      gitopsRolloutRetryPermission,
      gitopsRolloutRestartPermission,
    ],
  });
  return rows.map(row => {
    const [promote, skip, rollback, freeze, hold, veto, ...onTargets] = row;
    const [sync, refresh, suspend, logs, adopt, ...onRollouts] = onTargets;
    const [step, full, pause, resume, abort, retry, restart] = onRollouts;
    return {
      promote,
      skip,
      rollback,
      freeze,
      hold,
      veto,
      sync,
      refresh,
      suspend,
      logs,
      adopt,
      rollout: {
        promote: step,
        'promote-full': full,
        pause,
        resume,
        abort,
        retry,
        restart,
      },
    };
  });
}
