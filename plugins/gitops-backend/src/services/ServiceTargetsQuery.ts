import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { InputError, NotFoundError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { gitopsReadPermission } from '@fairlead/backstage-plugin-gitops-common';
import { Authorizer } from '../authorize';
import { StoredTarget, TargetsReader } from '../targets/StoredTarget';
import { entityTargets } from './entityTargets';
import { systemOf } from './systemOf';
import { isSelected } from './TargetIndex';

/** Finds the targets of one service, for someone. */
export class ServiceTargetsQuery {
  readonly #options: ServiceTargetsQueryOptions;

  static create(options: ServiceTargetsQueryOptions): ServiceTargetsQuery {
    return new ServiceTargetsQuery(options);
  }

  private constructor(options: ServiceTargetsQueryOptions) {
    this.#options = options;
  }

  /**
   * The targets of a service that these credentials may read. Throws InputError for what is no entity ref,
   * NotFoundError when the entity is not there for them, NotAllowedError without `gitops.read`.
   */
  async targetsOf(options: {
    entityRef: string;
    credentials: BackstageCredentials;
  }): Promise<{
    entityRef: string;
    /** Entity ref of the system that the service is part of. */
    system?: string;
    targets: StoredTarget[];
    problems: string[];
    annotated: boolean;
  }> {
    const { authorizer, catalog, clusters, targets } = this.#options;
    const { credentials } = options;
    requireEntityRef(options.entityRef);
    const entity = await catalog.getEntityByRef(options.entityRef, {
      credentials,
    });
    if (!entity) {
      throw new NotFoundError(
        `There is no entity ${options.entityRef} in the catalog, or you may not see it`,
      );
    }
    const entityRef = stringifyEntityRef(entity);
    await authorizer.require({
      credentials,
      entityRef,
      permission: gitopsReadPermission,
    });
    const selection = entityTargets(entity, { clusters });
    const found = await targets.find(selection.conditions);
    const system = systemOf(entity);
    return {
      entityRef,
      ...(system && { system }),
      targets: found.filter(target => isSelected(selection, target)),
      problems: selection.problems,
      annotated: selection.annotated,
    };
  }
}

function requireEntityRef(entityRef: string): void {
  try {
    parseEntityRef(entityRef);
  } catch (error) {
    throw new InputError(
      `"${entityRef}" is no entity ref: write kind:namespace/name, such as component:default/orders`,
      error,
    );
  }
}

/** What the query reads from. */
export interface ServiceTargetsQueryOptions {
  authorizer: Authorizer;
  catalog: CatalogService;
  /** Names of the clusters in the portal's config. */
  clusters: readonly string[];
  targets: TargetsReader;
}
