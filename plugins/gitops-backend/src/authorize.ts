import {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  AuthorizeResult,
  ResourcePermission,
} from '@backstage/plugin-permission-common';
import { Allowance } from '@fairlead/backstage-plugin-gitops-common';

type GitopsPermission = ResourcePermission<'catalog-entity'>;

/** Every authorization of the plugin, written once: a permission on a service, for whoever calls. */
export class Authorizer {
  readonly #permissions: PermissionsService;

  static create(options: { permissions: PermissionsService }): Authorizer {
    return new Authorizer(options.permissions);
  }

  private constructor(permissions: PermissionsService) {
    this.#permissions = permissions;
  }

  /** One answer for each permission, in order, with the sentence that a disabled control shows. */
  async allowances(options: {
    credentials: BackstageCredentials;
    entityRef: string;
    permissions: GitopsPermission[];
  }): Promise<Allowance[]> {
    const { credentials, entityRef, permissions } = options;
    const decisions = await this.#permissions.authorize(
      permissions.map(permission => ({ permission, resourceRef: entityRef })),
      { credentials },
    );
    return decisions.map(({ result }, index) =>
      result === AuthorizeResult.ALLOW
        ? { allowed: true }
        : {
            allowed: false,
            why: `You lack the permission ${permissions[index].name} on this service.`,
          },
    );
  }

  /** Throws NotAllowedError, naming the permission and the service. */
  async require(options: {
    credentials: BackstageCredentials;
    entityRef: string;
    permission: GitopsPermission;
  }): Promise<void> {
    const { credentials, entityRef, permission } = options;
    const [allowance] = await this.allowances({
      credentials,
      entityRef,
      permissions: [permission],
    });
    if (!allowance.allowed) {
      throw new NotAllowedError(
        `You lack the permission ${permission.name} on ${entityRef}`,
      );
    }
  }

  /** The entity refs on which the permission is granted. */
  async filter(options: {
    credentials: BackstageCredentials;
    entityRefs: string[];
    permission: GitopsPermission;
  }): Promise<Set<string>> {
    const { credentials, permission } = options;
    const entityRefs = [...new Set(options.entityRefs)];
    if (entityRefs.length === 0) return new Set();
    const decisions = await this.#permissions.authorize(
      entityRefs.map(resourceRef => ({ permission, resourceRef })),
      { credentials },
    );
    return new Set(
      entityRefs.filter(
        (_, index) => decisions[index].result === AuthorizeResult.ALLOW,
      ),
    );
  }
}
