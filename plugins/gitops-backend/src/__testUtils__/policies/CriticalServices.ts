import {
  AuthorizeResult,
  isPermission,
  isResourcePermission,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import {
  gitopsCancelPermission,
  gitopsRefreshPermission,
} from '@fairlead/backstage-plugin-gitops-common';
import {
  createGitopsLaneConditionalDecision,
  gitopsLaneConditions,
} from '@fairlead/backstage-plugin-gitops-node';

const { hasLabel, inEnvironment, isOwner } = gitopsLaneConditions;

/** Everybody may cancel and refresh; the rest is for owners, and in prod not for services that are labelled critical. */
export class CriticalServices implements PermissionPolicy {
  async handle(
    { permission }: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    if (
      !isResourcePermission(permission, 'gitops-lane') ||
      isPermission(permission, gitopsCancelPermission) ||
      isPermission(permission, gitopsRefreshPermission)
    ) {
      return { result: AuthorizeResult.ALLOW };
    }
    const claims = user?.info.ownershipEntityRefs ?? [];
    return createGitopsLaneConditionalDecision(permission, {
      allOf: [
        isOwner({ claims }),
        {
          not: {
            allOf: [
              hasLabel({ label: 'critical', value: 'yes' }),
              inEnvironment({ environments: ['prod'] }),
            ],
          },
        },
      ],
    });
  }
}
