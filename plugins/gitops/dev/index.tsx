// `yarn start` in this package shows the pages with made-up data, without a backend:
//   /gitops, /gitops/promotions, /gitops/freezes
//   /catalog/default/component/orders/deployments     behind, with a promotion under way
//   /catalog/default/component/payments/deployments   drifted, degraded, unreachable
//   /catalog/default/component/inventory/deployments  not connected yet
//   /catalog/default/component/checkout/deployments   Argo Rollouts: at rest, paused, aborted, blue-green
//   /catalog/default/component/search/deployments     Flux, Flagger, Kargo: suspended, pushed, progressing, waiting, failed
import { Entity } from '@backstage/catalog-model';
import { InMemoryCatalogClient } from '@backstage/catalog-client/testUtils';
import { createDevApp } from '@backstage/frontend-dev-utils';
import {
  ApiBlueprint,
  createFrontendModule,
} from '@backstage/frontend-plugin-api';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import gitopsPlugin, { gitopsApiRef } from '../src';
import { FakeGitops } from './FakeGitops';

const entities: Entity[] = [
  'orders',
  'payments',
  'inventory',
  'checkout',
  'search',
].map(name => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name, namespace: 'default' },
  spec: { type: 'service', lifecycle: 'production', owner: 'team-a' },
}));

const fakeGitops = createFrontendModule({
  pluginId: 'gitops',
  extensions: [
    ApiBlueprint.make({
      params: defineParams =>
        defineParams({
          api: gitopsApiRef,
          deps: {},
          factory: () => new FakeGitops(),
        }),
    }),
  ],
});

const fakeCatalog = createFrontendModule({
  pluginId: 'catalog',
  extensions: [
    ApiBlueprint.make({
      params: defineParams =>
        defineParams({
          api: catalogApiRef,
          deps: {},
          factory: () => new InMemoryCatalogClient({ entities }),
        }),
    }),
  ],
});

createDevApp({
  features: [gitopsPlugin, fakeGitops, catalogPlugin, fakeCatalog],
});
