import { EntityProvider } from '@backstage/plugin-catalog-react';
import {
  GitopsApi,
  ServiceEnvironment,
  Target,
} from '@fairlead/backstage-plugin-gitops-common';
import { screen, within } from '@testing-library/react';
import { DeploymentsTab } from '../components/DeploymentsTab/DeploymentsTab';
import { aService, inEnvironment } from './aService';
import { aTarget } from './aTarget';
import { renderPage } from './renderPage';

const entityRef = 'component:default/orders';

/** A target of `orders` in production, on cluster `eu`. */
export function ordersInProduction(
  rest: Partial<Parameters<typeof aTarget>[0]> = {},
): Target {
  return aTarget({
    service: 'orders',
    environment: 'prod-eu',
    cluster: 'eu',
    version: '1.5.0',
    sha: '8d3f0c1b5a2e4d6f7081929394a5b6c7d8e9f0a1',
    deployedAt: '2025-03-04T10:00:00.000Z',
    ...rest,
  });
}

/** The tab of a service that has one target, which a test may change while the page is open. */
export function renderTarget(options: {
  target: Target;
  parts?: Partial<GitopsApi>;
  allowances?: ServiceEnvironment['allowances'];
}) {
  const { parts, allowances } = options;
  const world = { target: options.target };
  const page = renderPage(
    <EntityProvider
      entity={{
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'Component',
        metadata: { name: 'orders', namespace: 'default' },
      }}
    >
      <DeploymentsTab />
    </EntityProvider>,
    {
      getService: async () =>
        aService({
          entityRef,
          environments: [
            inEnvironment('prod-eu', {
              targets: [world.target],
              ...(allowances && { allowances }),
            }),
          ],
        }),
      ...parts,
    },
  );
  const { user } = page;
  return {
    ...page,
    /** The cluster has told of something new. */
    change(target: Target) {
      world.target = target;
      page.signal({ type: 'targets', targetIds: [target.id], added: false });
    },
    /** Chooses something from the menu of the target, and answers what opens. */
    async choose(item: string) {
      const { name } = world.target.status.object;
      await user.click(
        await screen.findByRole('button', { name: `Actions for ${name}` }),
      );
      await user.click(
        screen.getByRole('menuitem', { name: new RegExp(`^${item}`) }),
      );
      return within(await screen.findByRole('dialog'));
    },
  };
}
