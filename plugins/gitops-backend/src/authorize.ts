import {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  AuthorizePermissionRequest,
  AuthorizeResult,
  BasicPermission,
  ResourcePermission,
} from '@backstage/plugin-permission-common';
import {
  Allowance,
  LanePermission,
  laneResourceRef,
} from '@fairlead/backstage-plugin-gitops-common';

/** A service in an environment, as permissions on promotions are asked about. */
export interface PermissionLane {
  entityRef: string;
  environment: string;
}

/** A permission, and what it is about. */
export type PermissionQuestion =
  | ({ permission: LanePermission } & PermissionLane)
  | { permission: ResourcePermission<'catalog-entity'>; entityRef: string }
  | { permission: BasicPermission };

/** Stands for the environment of a target that belongs to none. */
export const unassignedEnvironment = 'unassigned';

/** Every authorization of the plugin, written once: a permission on what it is about, for whoever calls. */
export class Authorizer {
  readonly #permissions: PermissionsService;

  static create(options: { permissions: PermissionsService }): Authorizer {
    return new Authorizer(options.permissions);
  }

  private constructor(permissions: PermissionsService) {
    this.#permissions = permissions;
  }

  /** Throws NotAllowedError, naming the permission, the service and the environment. */
  async require(
    options: { credentials: BackstageCredentials } & PermissionQuestion,
  ): Promise<void> {
    const { credentials, ...question } = options;
    const [allowed] = await this.#ask([requestOf(question)], credentials);
    if (!allowed) {
      const about = subjectOf(question);
      throw new NotAllowedError(
        `You lack the permission ${question.permission.name}${about && ` on ${about}`}`,
      );
    }
  }

  /** One answer for each permission on a lane, in order, with the sentence that a disabled control shows. */
  async allowances(
    options: {
      credentials: BackstageCredentials;
      permissions: readonly LanePermission[];
    } & PermissionLane,
  ): Promise<Allowance[]> {
    const [allowances] = await this.laneAllowances({
      ...options,
      lanes: [options],
    });
    return allowances;
  }

  /** The same for many lanes in one question: one row for each lane, one column for each permission. */
  async laneAllowances(options: {
    credentials: BackstageCredentials;
    lanes: readonly PermissionLane[];
    permissions: readonly LanePermission[];
  }): Promise<Allowance[][]> {
    const { credentials, lanes, permissions } = options;
    const allowed = await this.#ask(
      lanes.flatMap(lane =>
        permissions.map(permission => requestOf({ ...lane, permission })),
      ),
      credentials,
    );
    return lanes.map(({ environment }, row) =>
      permissions.map(({ name }, column) =>
        allowed[row * permissions.length + column]
          ? { allowed: true }
          : {
              allowed: false,
              why: `You lack the permission ${name} on this service in ${environment}.`,
            },
      ),
    );
  }

  /** Those of the lanes on which the permission is granted. */
  async filterLanes<T extends PermissionLane>(options: {
    credentials: BackstageCredentials;
    lanes: readonly T[];
    permission: LanePermission;
  }): Promise<T[]> {
    const { credentials, lanes, permission } = options;
    const allowed = await this.#ask(
      lanes.map(lane => requestOf({ ...lane, permission })),
      credentials,
    );
    return lanes.filter((_, index) => allowed[index]);
  }

  /** The entity refs on which the permission is granted. */
  async filter(options: {
    credentials: BackstageCredentials;
    entityRefs: string[];
    permission: ResourcePermission<'catalog-entity'>;
  }): Promise<Set<string>> {
    const { credentials, permission } = options;
    const entityRefs = [...new Set(options.entityRefs)];
    const allowed = await this.#ask(
      entityRefs.map(entityRef => requestOf({ entityRef, permission })),
      credentials,
    );
    return new Set(entityRefs.filter((_, index) => allowed[index]));
  }

  async #ask(
    requests: AuthorizePermissionRequest[],
    credentials: BackstageCredentials,
  ): Promise<boolean[]> {
    if (requests.length === 0) return [];
    const decisions = await this.#permissions.authorize(requests, {
      credentials,
    });
    return decisions.map(({ result }) => result === AuthorizeResult.ALLOW);
  }
}

function requestOf(question: PermissionQuestion): AuthorizePermissionRequest {
  if ('environment' in question) {
    const { permission } = question;
    return { permission, resourceRef: laneResourceRef(question) };
  }
  if ('entityRef' in question) {
    const { permission, entityRef } = question;
    return { permission, resourceRef: entityRef };
  }
  return { permission: question.permission };
}

function subjectOf(question: PermissionQuestion): string {
  if ('environment' in question) {
    return `${question.entityRef} in ${question.environment}`;
  }
  return 'entityRef' in question ? question.entityRef : '';
}
