import { createRouteRef } from '@backstage/core-plugin-api';

/** The page over all services. */
export const legacyRootRouteRef = createRouteRef({ id: 'gitops' });

/** The page of one promotion. */
export const legacyPromotionRouteRef = createRouteRef({
  id: 'gitops.promotion',
  params: ['id'],
});

/** The tab of an entity. */
export const legacyDeploymentsRouteRef = createRouteRef({
  id: 'gitops.deployments',
});
