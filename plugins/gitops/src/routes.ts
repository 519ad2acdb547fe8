import {
  createExternalRouteRef,
  createRouteRef,
} from '@backstage/frontend-plugin-api';

/** The page over all services. */
export const rootRouteRef = createRouteRef();

/** The page of one promotion. */
export const promotionRouteRef = createRouteRef({ params: ['id'] });

/** The page of an entity, which belongs to the catalog. */
export const entityRouteRef = createExternalRouteRef({
  params: ['kind', 'namespace', 'name'],
  defaultTarget: 'catalog.catalogEntity',
});
