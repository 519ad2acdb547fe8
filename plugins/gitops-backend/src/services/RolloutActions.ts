import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import {
  gitopsRolloutPermissions,
  RolloutActionId,
  RolloutActionRequest,
} from '@fairlead/backstage-plugin-gitops-common';
import { RolloutController } from '@fairlead/backstage-plugin-gitops-node';
import { TargetAccess } from './TargetAccess';
import { ClusterObjects } from './TargetActions';

/** What the controller was asked to do with a rollout of this name. */
const requests: Record<RolloutActionId, (name: string) => string> = {
  promote: name => `go on with ${name}`,
  'promote-full': name => `promote ${name} to the end`,
  pause: name => `pause ${name}`,
  resume: name => `resume ${name}`,
  abort: name => `abort ${name}`,
  retry: name => `try ${name} again`,
  restart: name => `restart the pods of ${name}`,
};

/** The verbs of rollout controllers, each behind its own permission on the service in the environment. */
export class RolloutActions {
  readonly #options: RolloutActionsOptions;

  static create(options: RolloutActionsOptions): RolloutActions {
    return new RolloutActions(options);
  }

  private constructor(options: RolloutActionsOptions) {
    this.#options = options;
  }

  /**
   * Resolves when the controller's object is patched; what it then does shows in the rollout's status. Throws
   * NotFoundError when the target has no such rollout, ConflictError when its state forbids the action.
   */
  async run(options: {
    targetId: string;
    action: RolloutActionId;
    rollout: RolloutActionRequest;
    user: string;
    credentials: BackstageCredentials;
  }): Promise<string> {
    const { access, controllers, objects } = this.#options;
    const { action, rollout, user } = options;
    const target = await access.permitted({
      ...options,
      permission: gitopsRolloutPermissions[action],
      to: `${action} its rollouts`,
    });
    const found = target.rollouts?.find(
      ({ object }) =>
        object.kind === rollout.kind &&
        object.namespace === rollout.namespace &&
        object.name === rollout.name,
    );
    if (!found) {
      throw new NotFoundError(
        `${target.status.object.name} has no ${rollout.kind} ${rollout.namespace}/${rollout.name}`,
      );
    }
    const { object } = found;
    const controller = controllers.find(({ id }) => id === found.controller);
    const kind = controller?.kinds.find(each => each.kind === object.kind);
    if (!controller || !kind) {
      throw new NotFoundError(
        `The rollout controller "${found.controller}" is not installed in this portal`,
      );
    }
    const current = await objects.get({ ...object, plural: kind.plural });
    for (const patch of controller.prepareAction(action, {
      object: current,
      user,
      now: new Date(),
    })) {
      await objects.patch({ cluster: object.cluster, patch });
    }
    return `${controller.title} was asked to ${requests[action](object.name)}.`;
  }
}

/** What the actions need. */
export interface RolloutActionsOptions {
  access: TargetAccess;
  controllers: readonly RolloutController[];
  objects: ClusterObjects;
}
