/**
 * The same pages for apps on the old frontend system.
 *
 * @packageDocumentation
 */
import {
  createApiFactory,
  createComponentExtension,
  createPlugin,
  createRoutableExtension,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import { createGitopsApi } from './api/createGitopsApi';
import { gitopsApiRef } from './api/gitopsApiRef';
import {
  legacyDeploymentsRouteRef,
  legacyPromotionRouteRef,
  legacyRootRouteRef,
} from './legacy/routes';

/** The plugin. @public */
export const gitopsPlugin = createPlugin({
  id: 'gitops',
  apis: [
    createApiFactory({
      api: gitopsApiRef,
      deps: { fetchApi: fetchApiRef },
      factory: ({ fetchApi }) => createGitopsApi({ fetchApi }),
    }),
  ],
  routes: { root: legacyRootRouteRef, promotion: legacyPromotionRouteRef },
});

/** For `<Route path="/gitops" element={<GitopsPage />} />`. @public */
export const GitopsPage = gitopsPlugin.provide(
  createRoutableExtension({
    name: 'GitopsPage',
    component: () => import('./legacy/GitopsPage').then(m => m.GitopsPage),
    mountPoint: legacyRootRouteRef,
  }),
);

/** For `<Route path="/gitops/promotions/:id" element={<GitopsPromotionPage />} />`. @public */
export const GitopsPromotionPage = gitopsPlugin.provide(
  createRoutableExtension({
    name: 'GitopsPromotionPage',
    component: () =>
      import('./legacy/GitopsPromotionPage').then(m => m.GitopsPromotionPage),
    mountPoint: legacyPromotionRouteRef,
  }),
);

/** For `<EntityLayout.Route path="/deployments" title="Deployments">`. @public */
export const EntityDeploymentsContent = gitopsPlugin.provide(
  createRoutableExtension({
    name: 'EntityDeploymentsContent',
    component: () =>
      import('./legacy/EntityDeployments').then(
        m => m.EntityDeploymentsContent,
      ),
    mountPoint: legacyDeploymentsRouteRef,
  }),
);

/** For the overview of an entity. @public */
export const EntityDeploymentsCard = gitopsPlugin.provide(
  createComponentExtension({
    name: 'EntityDeploymentsCard',
    component: {
      lazy: () =>
        import('./legacy/EntityDeployments').then(m => m.EntityDeploymentsCard),
    },
  }),
);

export { gitopsApiRef };
