import { NotFoundError } from '@backstage/errors';
import {
  GitOpsEngine,
  ManagedResource,
} from '@fairlead/backstage-plugin-gitops-node';
import { destinationCluster } from '../targets/placesOf';
import { StoredTarget } from '../targets/StoredTarget';
import { ClusterResources, RequestLimits } from './ClusterResources';
import { groupOf } from './liveObject';

/** What an engine has applied for a target, and where. */
export interface ManagedHere {
  /** Undefined when the engine's object does not tell. */
  managed: ManagedResource[] | undefined;
  /** Name of the cluster in the config; undefined when it is none of those. */
  cluster: string | undefined;
}

/** Asks the engine's own object, freshly read, what was applied for a target. */
export class ManagedResources {
  readonly #options: ManagedResourcesOptions;

  static create(options: ManagedResourcesOptions): ManagedResources {
    return new ManagedResources(options);
  }

  private constructor(options: ManagedResourcesOptions) {
    this.#options = options;
  }

  /** Throws what the cluster said, and NotFoundError when the engine is not installed. */
  async of(
    { status }: Pick<StoredTarget, 'status'>,
    limits: RequestLimits,
  ): Promise<ManagedHere> {
    const { clusters, engines, objects } = this.#options;
    const { object } = status;
    const engine = engines.find(({ id }) => id === status.engine);
    const kind = engine?.kinds.find(each => each.kind === object.kind);
    if (!engine || !kind) {
      throw new NotFoundError(
        `The engine "${status.engine}" is not installed in this portal`,
      );
    }
    // Without an engine that applies things, the object itself is what is deployed.
    if (!engine.resourcesOf) {
      const { apiVersion, kind: name, namespace } = object;
      return {
        managed: [
          {
            group: groupOf(apiVersion),
            version: apiVersion.slice(apiVersion.indexOf('/') + 1),
            kind: name,
            ...(namespace && { namespace }),
            name: object.name,
          },
        ],
        cluster: object.cluster,
      };
    }
    const raw = await objects.get({
      ...object,
      plural: kind.plural,
      ...limits,
    });
    return {
      managed: engine.resourcesOf(raw),
      cluster: destinationCluster(status, clusters),
    };
  }
}

/** What it looks things up in. */
export interface ManagedResourcesOptions {
  /** Of the config. */
  clusters: ReadonlyArray<{ name: string; url?: string }>;
  engines: readonly GitOpsEngine[];
  objects: ClusterResources;
}
