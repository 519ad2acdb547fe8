import { AuthService } from '@backstage/backend-plugin-api';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  Environment,
  gitopsLanePermissions,
  parseLaneResourceRef,
} from '@fairlead/backstage-plugin-gitops-common';
import {
  gitopsLaneResourceRef,
  gitopsLaneRules,
  LaneResource,
} from '@fairlead/backstage-plugin-gitops-node';

const pageSize = 500;

/**
 * What the permissions registry needs to decide conditions about services in environments.
 *
 * @remarks
 * Entities are read as the plugin, because a policy's rule must not depend on what the one who asks may see. A lane
 * whose entity is not in the catalog is denied by every condition.
 */
export function laneResources(options: {
  auth: AuthService;
  catalog: CatalogService;
  environments: readonly Environment[];
}) {
  const { auth, catalog } = options;
  const tiers = new Map(
    options.environments.map(({ name, tier }) => [name, tier]),
  );

  async function getResources(
    resourceRefs: string[],
  ): Promise<Array<LaneResource | undefined>> {
    const lanes = resourceRefs.map(parseLaneResourceRef);
    const entities = await entitiesOf(
      lanes.flatMap(lane => (lane ? [lane.entityRef] : [])),
    );
    return lanes.map(lane => {
      const entity = lane && entities.get(lane.entityRef.toLowerCase());
      if (!entity) return undefined;
      const { environment } = lane;
      return {
        entityRef: stringifyEntityRef(entity),
        entity,
        environment,
        // Nobody can tell that it is not production.
        tier: tiers.get(environment) ?? 'production',
      };
    });
  }

  async function entitiesOf(refs: string[]): Promise<Map<string, Entity>> {
    const entityRefs = [...new Set(refs)];
    const found = new Map<string, Entity>();
    if (entityRefs.length === 0) return found;
    const credentials = await auth.getOwnServiceCredentials();
    for (let start = 0; start < entityRefs.length; start += pageSize) {
      const { items } = await catalog.getEntitiesByRefs(
        { entityRefs: entityRefs.slice(start, start + pageSize) },
        { credentials },
      );
      for (const entity of items) {
        if (entity) found.set(stringifyEntityRef(entity), entity);
      }
    }
    return found;
  }

  return {
    resourceRef: gitopsLaneResourceRef,
    permissions: gitopsLanePermissions,
    rules: Object.values(gitopsLaneRules),
    getResources,
  };
}
