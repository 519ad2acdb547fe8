import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import {
  gitopsRefreshPermission,
  gitopsSuspendPermission,
  gitopsSyncPermission,
  LanePermission,
} from '@fairlead/backstage-plugin-gitops-common';
import {
  EngineActionId,
  GitOpsEngine,
  ObjectPatch,
} from '@fairlead/backstage-plugin-gitops-node';
import { TargetAccess } from './TargetAccess';

/** Reads one object of a cluster and patches it. */
export interface ClusterObjects {
  get(options: {
    cluster: string;
    apiVersion: string;
    plural: string;
    namespace: string;
    name: string;
  }): Promise<unknown>;
  patch(options: { cluster: string; patch: ObjectPatch }): Promise<void>;
}

const permissions: Record<EngineActionId, LanePermission> = {
  sync: gitopsSyncPermission,
  refresh: gitopsRefreshPermission,
  suspend: gitopsSuspendPermission,
  resume: gitopsSuspendPermission,
};

/** What the engine was asked to do with an object of this name. */
const requests: Record<EngineActionId, (name: string) => string> = {
  sync: name => `sync ${name}`,
  refresh: name => `compare ${name} with Git again`,
  suspend: name => `leave ${name} alone`,
  resume: name => `look at ${name} again`,
};

/** The controller verbs that Git can't express, each behind its own permission on the service in the environment. */
export class TargetActions {
  readonly #options: TargetActionsOptions;

  static create(options: TargetActionsOptions): TargetActions {
    return new TargetActions(options);
  }

  private constructor(options: TargetActionsOptions) {
    this.#options = options;
  }

  /** Resolves when the engine's object is patched; what the engine then does shows in the target's status. */
  async run(options: {
    targetId: string;
    action: EngineActionId;
    user: string;
    credentials: BackstageCredentials;
  }): Promise<string> {
    const { access, engines, objects } = this.#options;
    const { action, user } = options;
    const target = await access.permitted({
      ...options,
      permission: permissions[action],
      to: `${action} it`,
    });
    const { object } = target.status;
    const engine = engines.find(({ id }) => id === target.status.engine);
    const kind = engine?.kinds.find(each => each.kind === object.kind);
    if (!engine || !kind) {
      throw new NotFoundError(
        `The engine "${target.status.engine}" is not installed in this portal`,
      );
    }
    const current = await objects.get({ ...object, plural: kind.plural });
    for (const patch of engine.prepareAction(action, {
      object: current,
      user,
      now: new Date(),
    })) {
      await objects.patch({ cluster: object.cluster, patch });
    }
    return `${engine.title} was asked to ${requests[action](object.name)}.`;
  }
}

/** What the actions need. */
export interface TargetActionsOptions {
  access: TargetAccess;
  engines: readonly GitOpsEngine[];
  objects: ClusterObjects;
}
