import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import { LanePermission } from '@fairlead/backstage-plugin-gitops-common';
import { Authorizer, unassignedEnvironment } from '../authorize';
import { StoredTarget, TargetsReader } from '../targets/StoredTarget';
import { ServiceDirectory } from './ServiceDirectory';

/** Finds a target for somebody, if they may see it, and may do with it what they want. */
export class TargetAccess {
  readonly #options: TargetAccessOptions;

  static create(options: TargetAccessOptions): TargetAccess {
    return new TargetAccess(options);
  }

  private constructor(options: TargetAccessOptions) {
    this.#options = options;
  }

  /**
   * Throws NotFoundError when it is not there for these credentials, NotAllowedError when they lack the permission on
   * all of its services in its environment. `to`: what they want, for the message: `sync it`.
   */
  async permitted(options: {
    targetId: string;
    permission: LanePermission;
    to: string;
    credentials: BackstageCredentials;
  }): Promise<StoredTarget> {
    const { authorizer } = this.#options;
    const { permission, to, credentials } = options;
    const { target, owners } = await this.#visible(options);
    const environment = target.environment ?? unassignedEnvironment;
    const granted = await authorizer.filterLanes({
      credentials,
      lanes: owners.map(entityRef => ({ entityRef, environment })),
      permission,
    });
    if (granted.length === 0) {
      throw new NotAllowedError(
        owners.length === 0
          ? `${target.status.object.name} belongs to no service, so nobody can be allowed to ${to} here`
          : `You lack the permission ${permission.name} on ${owners.join(', ')} in ${environment}`,
      );
    }
    return target;
  }

  /** Throws NotFoundError when it is not there for these credentials: it belongs to services, and they may read none. */
  async readable(options: {
    targetId: string;
    credentials: BackstageCredentials;
  }): Promise<StoredTarget> {
    const { target } = await this.#visible(options);
    return target;
  }

  async #visible(options: {
    targetId: string;
    credentials: BackstageCredentials;
  }): Promise<{ target: StoredTarget; owners: string[] }> {
    const { directory, targets } = this.#options;
    const { targetId, credentials } = options;
    const [target] = await targets.find([{ id: targetId }]);
    const all = target ? await directory.ownersOf(targetId) : [];
    const owners = [...(await directory.visible(all, credentials))];
    if (!target || (all.length > 0 && owners.length === 0)) {
      throw new NotFoundError(
        `There is no target ${targetId}, or you may not see it`,
      );
    }
    return { target, owners };
  }
}

/** What it looks things up in. */
export interface TargetAccessOptions {
  authorizer: Authorizer;
  directory: ServiceDirectory;
  targets: TargetsReader;
}
