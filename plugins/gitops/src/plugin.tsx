import { createFrontendPlugin } from '@backstage/frontend-plugin-api';
import { RiShipLine } from '@remixicon/react';
import { gitopsApi } from './extensions/api';
import { deploymentsCard, deploymentsContent } from './extensions/entity';
import {
  fleetPage,
  freezesPage,
  gitopsPage,
  promotionPage,
  promotionsPage,
  unassignedPage,
} from './extensions/pages';
import { entityRouteRef, promotionRouteRef, rootRouteRef } from './routes';

/**
 * The pages of Fairlead: what is deployed of a service, promotions, and the fleet.
 *
 * @public
 */
export const gitopsPlugin = createFrontendPlugin({
  pluginId: 'gitops',
  title: 'GitOps',
  icon: <RiShipLine />,
  info: { packageJson: () => import('../package.json') },
  routes: { root: rootRouteRef, promotion: promotionRouteRef },
  externalRoutes: { entity: entityRouteRef },
  extensions: [
    gitopsApi,
    gitopsPage,
    fleetPage,
    promotionsPage,
    freezesPage,
    unassignedPage,
    promotionPage,
    deploymentsContent,
    deploymentsCard,
  ],
});
