import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import {
  gitopsApprovePermission,
  gitopsPromotePermission,
  StageActionRequest,
} from '@fairlead/backstage-plugin-gitops-common';
import {
  ObjectCreation,
  PromotionPipeline,
} from '@fairlead/backstage-plugin-gitops-node';
import { Authorizer } from '../authorize';
import { ServiceTargetsQuery } from '../services/ServiceTargetsQuery';
import { ClusterObjects } from '../services/TargetActions';
import { LinkedStage, Stages } from './Stages';

/** Creates objects in clusters, where that is how a system is asked. */
export interface ClusterCreator {
  create(options: { cluster: string; object: ObjectCreation }): Promise<void>;
}

const permissions = {
  promote: gitopsPromotePermission,
  approve: gitopsApprovePermission,
};

/** Asks other promotion systems to promote, with the permissions that promotions of Fairlead need. */
export class StageActions {
  readonly #options: StageActionsOptions;

  static create(options: StageActionsOptions): StageActions {
    return new StageActions(options);
  }

  private constructor(options: StageActionsOptions) {
    this.#options = options;
  }

  /**
   * Resolves when the system has been asked; what it then does shows in the stage. Throws NotFoundError when no target
   * of the service in the environment belongs to such a stage, ConflictError when the system would refuse.
   */
  async run(options: {
    objectId: string;
    action: 'promote' | 'approve';
    request: StageActionRequest;
    user: string;
    credentials: BackstageCredentials;
  }): Promise<string> {
    const { authorizer, objects, systems } = this.#options;
    const { action, request, user, credentials } = options;
    const { linked, entityRef } = await this.#find(options);
    await authorizer.require({
      credentials,
      entityRef,
      environment: request.environment,
      permission: permissions[action],
    });
    const { object } = linked.object;
    const system = systems.find(({ id }) => id === linked.object.system);
    const kind = system?.kinds.find(each => each.kind === object.kind);
    if (!system || !kind) {
      throw new NotFoundError(
        `The promotion system "${linked.object.system}" is not installed in this portal`,
      );
    }
    const { cluster } = object;
    const { create = [], patch = [] } = system.prepare(action, {
      object: await objects.get({ ...object, plural: kind.plural }),
      stage: request.stage,
      freight: request.freight,
      user,
      now: new Date(),
    });
    for (const each of create) await objects.create({ cluster, object: each });
    for (const each of patch) await objects.patch({ cluster, patch: each });
    return action === 'promote'
      ? `${system.title} was asked to promote to ${request.stage}.`
      : `${system.title} was told that this may go to ${request.stage}.`;
  }

  async #find(options: {
    objectId: string;
    request: StageActionRequest;
    credentials: BackstageCredentials;
  }): Promise<{ linked: LinkedStage; entityRef: string }> {
    const { services, stages } = this.#options;
    const { objectId, request, credentials } = options;
    const { entityRef, targets } = await services.targetsOf({
      entityRef: request.entityRef,
      credentials,
    });
    const here = targets.filter(
      ({ environment }) => environment === request.environment,
    );
    const linked = await stages.of(here.map(({ id }) => id));
    const found = linked.find(
      each => each.objectId === objectId && each.stage.name === request.stage,
    );
    if (!found) {
      throw new NotFoundError(
        `${entityRef} has no stage ${request.stage} in ${request.environment}`,
      );
    }
    return { linked: found, entityRef };
  }
}

/** What the actions need. */
export interface StageActionsOptions {
  authorizer: Authorizer;
  objects: ClusterObjects & ClusterCreator;
  services: Pick<ServiceTargetsQuery, 'targetsOf'>;
  stages: Stages;
  systems: readonly PromotionPipeline[];
}
