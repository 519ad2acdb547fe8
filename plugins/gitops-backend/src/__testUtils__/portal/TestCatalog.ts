import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { TestPolicy } from './TestPolicy';

/** A catalog that shows to each only what the policy lets them read, and nothing to those who don't say who they are. */
export function testCatalog(options: {
  entities: Entity[];
  policy: TestPolicy;
}) {
  const visibleTo = (asking: object | undefined = {}) =>
    catalogServiceMock({
      entities: options.entities.filter(
        entity =>
          hasCredentials(asking) &&
          options.policy.allows({
            permission: 'catalog.entity.read',
            entityRef: stringifyEntityRef(entity),
            credentials: asking.credentials,
          }),
      ),
    });
  return catalogServiceMock.mock({
    getEntityByRef: async (ref, as) => visibleTo(as).getEntityByRef(ref),
    getEntitiesByRefs: async (refs, as) =>
      visibleTo(as).getEntitiesByRefs(refs),
    queryEntities: async (query, as) => visibleTo(as).queryEntities(query),
  });
}

function hasCredentials(
  asking: object,
): asking is { credentials: BackstageCredentials } {
  return 'credentials' in asking;
}
