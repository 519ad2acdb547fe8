import { mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { laneResourceRef } from '@fairlead/backstage-plugin-gitops-common';
import { component } from './__testUtils__/portal/services';
import { laneResources } from './laneResources';

const environment = (name: string, tier: 'development' | 'production') => ({
  name,
  title: name,
  tier,
  after: [],
});

describe('laneResources', () => {
  it('knows service and tier, and takes what it does not know for production', async () => {
    const entities = [component('orders'), component('carts')];
    const catalog = catalogServiceMock({ entities });
    const read = jest.spyOn(catalog, 'getEntitiesByRefs');
    const { getResources } = laneResources({
      auth: mockServices.auth(),
      catalog,
      environments: [
        environment('dev', 'development'),
        environment('prod', 'production'),
      ],
    });
    const lanes = [
      ['Component:default/Orders', 'dev'],
      ['component:default/orders', 'prod'],
      ['component:default/carts', 'unassigned'],
      ['component:default/carts', 'DEV'],
      ['component:default/gone', 'dev'],
    ].map(([entityRef, name]) =>
      laneResourceRef({ entityRef, environment: name }),
    );
    const [orders, carts] = entities;
    expect(
      await getResources([...lanes, 'nonsense', 'not entity-ref dev']),
    ).toEqual([
      {
        entityRef: 'component:default/orders',
        entity: orders,
        environment: 'dev',
        tier: 'development',
      },
      expect.objectContaining({ environment: 'prod', tier: 'production' }),
      expect.objectContaining({ entity: carts, tier: 'production' }),
      expect.objectContaining({ environment: 'DEV', tier: 'production' }),
      undefined,
      undefined,
      undefined,
    ]);
    expect(read).toHaveBeenCalledTimes(1);
    expect(await getResources(['nonsense'])).toEqual([undefined]);
    expect(read).toHaveBeenCalledTimes(1);
  });
});
