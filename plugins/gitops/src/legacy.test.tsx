import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import {
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { screen } from '@testing-library/react';
import { ReactElement } from 'react';
import { aService, environments } from './__testUtils__/aService';
import { anApi } from './__testUtils__/renderPage';
import { EntityDeploymentsCard, gitopsApiRef } from './legacy';
import { EntityDeploymentsContent } from './legacy/EntityDeployments';
import { GitopsPage } from './legacy/GitopsPage';
import { legacyPromotionRouteRef, legacyRootRouteRef } from './legacy/routes';

const entityRef = 'component:default/orders';

const render = (element: ReactElement) =>
  renderInTestApp(
    <TestApiProvider
      apis={[
        [
          gitopsApiRef,
          anApi({
            getFleet: async () => ({
              environments,
              rows: [{ entityRef, title: 'orders', cells: [] }],
              unassigned: [],
              problems: [],
            }),
            getService: async () => aService({ entityRef, annotated: false }),
          }),
        ],
      ]}
    >
      <EntityProvider
        entity={{
          apiVersion: 'backstage.io/v1alpha1',
          kind: 'Component',
          metadata: { name: 'orders', namespace: 'default' },
        }}
      >
        {element}
      </EntityProvider>
    </TestApiProvider>,
    {
      mountedRoutes: {
        '/gitops': legacyRootRouteRef,
        '/gitops/promotions/:id': legacyPromotionRouteRef,
        '/catalog/:namespace/:kind/:name': entityRouteRef,
      },
    },
  );

describe('legacy', () => {
  it('has the fleet', async () => {
    await render(<GitopsPage />);

    expect(await screen.findByRole('link', { name: 'orders' })).toHaveAttribute(
      'href',
      '/catalog/default/component/orders/deployments',
    );
    expect(screen.getByRole('tab', { name: 'Freezes' })).toBeVisible();
  });

  it('has the tab and the card of a service', async () => {
    await render(
      <>
        <EntityDeploymentsContent />
        <EntityDeploymentsCard />
      </>,
    );

    expect(
      await screen.findByRole('heading', {
        name: 'This service is not connected to its deployments yet',
      }),
    ).toBeVisible();
    expect(
      await screen.findByText(/The Deployments tab says which annotation/),
    ).toBeVisible();
  });
});
