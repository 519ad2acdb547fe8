import {
  AuthorizeResult,
  isPermission,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import {
  gitopsFreezeAllPermission,
  gitopsFreezePermission,
  gitopsOverridePermission,
} from '@fairlead/backstage-plugin-gitops-common';

const forSre = [
  gitopsFreezePermission,
  gitopsFreezeAllPermission,
  gitopsOverridePermission,
];

/** Only SRE stops the line, starts it again, and lets promotions pass gates. */
export class OnlySreFreezes implements PermissionPolicy {
  async handle(
    { permission }: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    const isSre = user?.info.ownershipEntityRefs.includes('group:default/sre');
    return forSre.some(each => isPermission(permission, each)) && !isSre
      ? { result: AuthorizeResult.DENY }
      : { result: AuthorizeResult.ALLOW };
  }
}
