import {
  BasicPermission,
  createPermission,
  ResourcePermission,
} from '@backstage/plugin-permission-common';
import { RolloutActionId } from './model/rollout';

/**
 * The resource that permissions on promotions are about: a service in an environment. Its ref is
 * {@link laneResourceRef}. A policy can decide on the service, its owner, the environment and its tier, with the
 * rules of `@fairlead/backstage-plugin-gitops-node`.
 *
 * @public
 */
export const gitopsLaneResourceType = 'gitops-lane';

/** See what is deployed of a service. @public */
export const gitopsReadPermission: ResourcePermission<'catalog-entity'> =
  createPermission({
    name: 'gitops.read',
    attributes: { action: 'read' },
    resourceType: 'catalog-entity',
  });

/** A permission on a service in an environment. @public */
export type LanePermission = ResourcePermission<typeof gitopsLaneResourceType>;

/** Request a promotion. @public */
export const gitopsPromotePermission = lanePermission(
  'gitops.promotion.create',
  'create',
);

/** Cancel a promotion, which closes its pull request. @public */
export const gitopsCancelPermission = lanePermission(
  'gitops.promotion.cancel',
  'update',
);

/** Approve a promotion, where its gates ask for it. @public */
export const gitopsApprovePermission = lanePermission(
  'gitops.promotion.approve',
  'update',
);

/** Let a promotion pass a gate. @public */
export const gitopsOverridePermission = lanePermission(
  'gitops.promotion.override',
  'update',
);

/** Request a hotfix, which skips environments. @public */
export const gitopsSkipPermission = lanePermission(
  'gitops.promotion.skip',
  'create',
);

/** Request a rollback. @public */
export const gitopsRollbackPermission = lanePermission(
  'gitops.promotion.rollback',
  'create',
);

/** Merge the pull request of a promotion from the portal. @public */
export const gitopsMergePermission = lanePermission(
  'gitops.promotion.merge',
  'update',
);

/** Freeze and thaw: no promotion opens or merges. Freezes that are wider than a service need `gitops.freeze.all`. @public */
export const gitopsFreezePermission = lanePermission('gitops.freeze', 'update');

/** Hold or pin an environment, against automatic promotion. @public */
export const gitopsHoldPermission = lanePermission('gitops.hold', 'update');

/** Veto a version for an environment, and lift vetoes. @public */
export const gitopsVetoPermission = lanePermission('gitops.veto', 'update');

/** Ask the engine to apply what is in Git now. @public */
export const gitopsSyncPermission = lanePermission(
  'gitops.target.sync',
  'update',
);

/** Ask the engine to compare live state with Git again. @public */
export const gitopsRefreshPermission = lanePermission(
  'gitops.target.refresh',
  'update',
);

/** Have the engine leave a target alone, and have it look at it again. @public */
export const gitopsSuspendPermission = lanePermission(
  'gitops.target.suspend',
  'update',
);

/** Ask a rollout controller to go on by one step. @public */
export const gitopsRolloutPromotePermission = lanePermission(
  'gitops.rollout.promote',
  'update',
);

/** Ask a rollout controller to go on to the end, past all steps and analyses. @public */
export const gitopsRolloutPromoteFullPermission = lanePermission(
  'gitops.rollout.promote-full',
  'update',
);

/** Pause a rollout. @public */
export const gitopsRolloutPausePermission = lanePermission(
  'gitops.rollout.pause',
  'update',
);

/** Have a rollout that a person paused go on. @public */
export const gitopsRolloutResumePermission = lanePermission(
  'gitops.rollout.resume',
  'update',
);

/** Have a rollout go back to the stable version. @public */
export const gitopsRolloutAbortPermission = lanePermission(
  'gitops.rollout.abort',
  'update',
);

/** Have a rollout that was aborted begin again. @public */
export const gitopsRolloutRetryPermission = lanePermission(
  'gitops.rollout.retry',
  'update',
);

/** Restart the pods of a rollout. @public */
export const gitopsRolloutRestartPermission = lanePermission(
  'gitops.rollout.restart',
  'update',
);

/** Which permission an action on a rollout needs. @public */
export const gitopsRolloutPermissions: Record<RolloutActionId, LanePermission> =
  {
    promote: gitopsRolloutPromotePermission,
    'promote-full': gitopsRolloutPromoteFullPermission,
    pause: gitopsRolloutPausePermission,
    resume: gitopsRolloutResumePermission,
    abort: gitopsRolloutAbortPermission,
    retry: gitopsRolloutRetryPermission,
    restart: gitopsRolloutRestartPermission,
  };

/** See the last lines of containers' logs, which may hold more than they should. @public */
export const gitopsLogsPermission = lanePermission(
  'gitops.target.logs',
  'read',
);

/** Open a pull request that writes live values into Git. @public */
export const gitopsAdoptPermission = lanePermission(
  'gitops.drift.adopt',
  'create',
);

/** Freeze and thaw an environment, a system or everything: "stop the line". @public */
export const gitopsFreezeAllPermission: BasicPermission = createPermission({
  name: 'gitops.freeze.all',
  attributes: { action: 'update' },
});

/**
 * Open a pull request that adds files to a GitOps repository, as templates do for a service that is new. There is
 * no entity yet that the permission could be about, so it is a basic one.
 *
 * @public
 */
export const gitopsChangePermission: BasicPermission = createPermission({
  name: 'gitops.change.create',
  attributes: { action: 'create' },
});

/** All permissions about a service in an environment. @public */
export const gitopsLanePermissions = [
  gitopsPromotePermission,
  gitopsCancelPermission,
  gitopsApprovePermission,
  gitopsOverridePermission,
  gitopsSkipPermission,
  gitopsRollbackPermission,
  gitopsMergePermission,
  gitopsFreezePermission,
  gitopsHoldPermission,
  gitopsVetoPermission,
  gitopsSyncPermission,
  gitopsRefreshPermission,
  gitopsSuspendPermission,
  gitopsLogsPermission,
  gitopsAdoptPermission,
  ...Object.values(gitopsRolloutPermissions),
];

/** All permissions of Fairlead. @public */
export const gitopsPermissions = [
  gitopsReadPermission,
  ...gitopsLanePermissions,
  gitopsFreezeAllPermission,
  gitopsChangePermission,
];

/** The resource ref of a service in an environment. No environment name and no entity ref has a space. @public */
export function laneResourceRef(lane: {
  entityRef: string;
  environment: string;
}): string {
  return `${lane.entityRef} ${lane.environment}`;
}

/** Undefined for what is none. @public */
export function parseLaneResourceRef(
  ref: string,
): { entityRef: string; environment: string } | undefined {
  const [entityRef, environment, ...rest] = ref.split(' ');
  return entityRef && environment && rest.length === 0
    ? { entityRef, environment }
    : undefined;
}

function lanePermission(
  name: string,
  action: 'create' | 'read' | 'update',
): LanePermission {
  return createPermission({
    name,
    attributes: { action },
    resourceType: gitopsLaneResourceType,
  });
}
