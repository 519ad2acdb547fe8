import {
  AuthorizeResult,
  isResourcePermission,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import {
  createGitopsLaneConditionalDecision,
  gitopsLaneConditions,
} from '@fairlead/backstage-plugin-gitops-node';

/** Who owns a service does everything with it up to staging. Production is for the release managers. */
export class OwnersUpToStaging implements PermissionPolicy {
  async handle(
    { permission }: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    if (!isResourcePermission(permission, 'gitops-lane')) {
      return { result: AuthorizeResult.ALLOW };
    }
    const claims = user?.info.ownershipEntityRefs ?? [];
    if (claims.includes('group:default/release-managers')) {
      return { result: AuthorizeResult.ALLOW };
    }
    return createGitopsLaneConditionalDecision(permission, {
      allOf: [
        gitopsLaneConditions.isOwner({ claims }),
        gitopsLaneConditions.inTier({ tiers: ['development', 'staging'] }),
      ],
    });
  }
}
