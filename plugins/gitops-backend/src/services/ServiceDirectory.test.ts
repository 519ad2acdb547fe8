import { mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { component, deployedComponent } from '../__testUtils__/portal/services';
import { StoredTarget } from '../targets/StoredTarget';
import { storedTarget } from './__testUtils__/storedTarget';
import { ServiceDirectory } from './ServiceDirectory';

function openDirectory() {
  const catalog = catalogServiceMock({
    entities: [deployedComponent('orders'), component('emails')],
  });
  const query = jest.spyOn(catalog, 'queryEntities');
  const byRefs = jest.spyOn(catalog, 'getEntitiesByRefs');
  const targets: StoredTarget[] = [storedTarget({ name: 'orders-dev' })];
  const directory = ServiceDirectory.create({
    auth: mockServices.auth(),
    catalog,
    clusters: [],
    targets: {
      all: async () => targets,
      find: async () => [],
      problems: async () => [],
      onChange: () => () => {},
    },
  });
  const owners = async () => {
    const { services } = await directory.all();
    return services.map(each => [
      each.entityRef,
      each.targets.map(({ status }) => status.object.name),
    ]);
  };
  return { byRefs, owners, query, targets };
}

const emails = storedTarget({
  name: 'emails-misc',
  annotations: { 'fairlead/entity-ref': 'Component:default/Emails' },
});

describe('ServiceDirectory', () => {
  it('knows at once whose a new target is, and asks the catalog once for each', async () => {
    const { byRefs, owners, query, targets } = openDirectory();
    const orders = ['component:default/orders', ['orders-dev']];
    expect(await owners()).toEqual([orders]);
    targets.push(emails);
    const both = [orders, ['component:default/emails', ['emails-misc']]];
    expect(await Promise.all([owners(), owners()])).toEqual([both, both]);
    targets.push(
      storedTarget({
        name: 'lost',
        annotations: { 'fairlead/entity-ref': 'component:default/lost' },
      }),
    );
    expect(await owners()).toEqual(both);
    expect(await owners()).toEqual(both);
    expect(query).toHaveBeenCalledTimes(1);
    expect(byRefs).toHaveBeenCalledTimes(2);
  });

  it('asks again after the catalog has failed', async () => {
    const { byRefs, owners, query, targets } = openDirectory();
    targets.push(emails);
    query.mockRejectedValueOnce(new Error('The catalog is away'));
    await expect(owners()).rejects.toThrow('The catalog is away');
    byRefs.mockRejectedValueOnce(new Error('It is away again'));
    await expect(owners()).rejects.toThrow('It is away again');
    expect(await owners()).toHaveLength(2);
  });
});
