import { renderTestApp } from '@backstage/frontend-test-utils';
import { createTestEntityPage } from '@backstage/plugin-catalog-react/testUtils';
import { screen } from '@testing-library/react';
import {
  aPlan,
  aPromotion,
  aPromotionDetail,
} from './__testUtils__/aPromotion';
import {
  aService,
  environments,
  inEnvironment,
} from './__testUtils__/aService';
import { aTarget } from './__testUtils__/aTarget';
import { anApi } from './__testUtils__/renderPage';
import gitopsPlugin, { gitopsApiRef } from '.';

const entityRef = 'component:default/orders';

const api = anApi({
  getFleet: async () => ({
    environments,
    rows: [{ entityRef, title: 'orders', cells: [] }],
    unassigned: [],
    problems: [],
  }),
  getPromotion: async id =>
    aPromotionDetail(
      aPromotion({
        id,
        plan: aPlan({
          service: 'orders',
          from: 'staging',
          to: 'prod-eu',
          fromVersion: '1.4.2',
          toVersion: '1.5.0',
        }),
        state: 'open',
        message: `This is ${id}.`,
        createdAt: '2025-03-04T10:00:00.000Z',
      }),
    ),
  getService: async () =>
    aService({
      entityRef,
      environments: [
        inEnvironment('dev', {
          targets: [
            aTarget({
              service: 'orders',
              environment: 'dev',
              cluster: 'platform',
              version: '1.5.0',
              sha: '8d3f0c1b5a2e4d6f7081929394a5b6c7d8e9f0a1',
              deployedAt: '2025-03-04T10:00:00.000Z',
            }),
          ],
        }),
      ],
    }),
});

const apis: [[typeof gitopsApiRef, typeof api]] = [[gitopsApiRef, api]];

describe('gitops plugin', () => {
  it('opens the fleet at /gitops', async () => {
    renderTestApp({
      features: [gitopsPlugin],
      apis,
      initialRouteEntries: ['/gitops'],
    });

    expect(await screen.findByText('1 service')).toBeVisible();
    expect(screen.getByRole('tab', { name: 'Promotions' })).toBeVisible();
    expect(screen.getByRole('tab', { name: 'Freezes' })).toBeVisible();
  });

  it('opens a promotion below its list', async () => {
    renderTestApp({
      features: [gitopsPlugin],
      apis,
      initialRouteEntries: ['/gitops/promotions/p7'],
    });

    expect((await screen.findAllByText('This is p7.'))[0]).toBeVisible();
  });

  it.each([
    ['card', 'entity-card:gitops/deployments', 'Deployments'] as const,
    [
      'tab',
      'entity-content:gitops/deployments',
      'orders-dev · platform / orders',
    ] as const,
  ])('puts its %s on a component', async (_what, id, text) => {
    renderTestApp({
      extensions: [
        createTestEntityPage({
          entity: {
            apiVersion: 'backstage.io/v1alpha1',
            kind: 'Component',
            metadata: { name: 'orders', namespace: 'default' },
            spec: { type: 'service' },
          },
        }),
        gitopsPlugin.getExtension(id),
      ],
      apis,
    });

    expect(await screen.findByText(text)).toBeVisible();
    expect(await screen.findByText('1.5.0')).toBeVisible();
  });
});
