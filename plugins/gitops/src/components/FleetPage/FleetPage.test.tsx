import {
  Fleet,
  FleetCell,
  FleetRow,
} from '@fairlead/backstage-plugin-gitops-common';
import { screen, within } from '@testing-library/react';
import { environments } from '../../__testUtils__/aService';
import { renderPage } from '../../__testUtils__/renderPage';
import { FleetPage } from './FleetPage';

const cell = (
  environment: string,
  rest: Partial<FleetCell> = {},
): FleetCell => ({
  environment,
  targetCount: 1,
  versions: ['1.0.0'],
  sync: 'Synced',
  health: 'Healthy',
  unreachable: false,
  behind: false,
  ...rest,
});

const row = (name: string, rest: Partial<FleetRow> = {}): FleetRow => ({
  entityRef: `component:default/${name}`,
  title: name,
  owner: 'group:default/shop',
  system: 'system:default/store',
  cells: [cell('dev'), cell('prod-eu')],
  ...rest,
});

const quiet = Array.from({ length: 52 }, (_, index) =>
  row(`quiet-${String(index).padStart(3, '0')}`),
);

const fleet: Fleet = {
  environments,
  rows: [
    ...quiet,
    row('billing', {
      owner: 'group:default/finance',
      system: undefined,
      cells: [
        cell('dev', { health: 'Degraded', versions: ['7.1.0'] }),
        cell('prod-eu', { behind: true, activePromotionId: 'p1' }),
      ],
    }),
    row('basket', {
      cells: [
        cell('dev'),
        cell('prod-eu', {
          unreachable: true,
          targetCount: 2,
          versions: ['1.0.0', '1.1.0'],
        }),
      ],
    }),
  ],
  unassigned: [],
  problems: [],
};

const render = () => renderPage(<FleetPage />, { getFleet: async () => fleet });

const shown = async () =>
  (await screen.findAllByRole('rowheader')).map(
    header => within(header).getByRole('link').textContent,
  );

async function choose(
  user: ReturnType<typeof render>['user'],
  filter: string,
  option: string,
) {
  await user.click(screen.getByRole('button', { name: new RegExp(filter) }));
  await user.click(await screen.findByRole('option', { name: option }));
}

describe('FleetPage', () => {
  afterEach(() => window.history.replaceState(null, '', '/'));

  it('shows the urgent first, a page at a time, with links', async () => {
    const { user } = render();

    const names = await shown();
    expect(names).toHaveLength(50);
    expect(names.slice(0, 3)).toEqual(['billing', 'basket', 'quiet-000']);
    expect(screen.getByText('54 services')).toBeVisible();
    expect(screen.getByRole('link', { name: 'billing' })).toHaveAttribute(
      'href',
      '/catalog/component/default/billing/deployments',
    );
    expect(screen.getByRole('link', { name: 'Promotion' })).toHaveAttribute(
      'href',
      '/gitops/promotions/p1',
    );
    const basket = within(screen.getByRole('row', { name: /basket/ }));
    expect(basket.getByText('Unreachable')).toBeVisible();
    expect(basket.getByText(/on 2 targets/)).toBeVisible();

    await user.click(screen.getByRole('button', { name: /next/i }));
    expect((await shown())[0]).toBe('quiet-048');
    expect(window.location.search).toBe('?page=1');
  });

  it('filters, and keeps the filters in the address', async () => {
    const { user } = render();
    await shown();

    await user.type(screen.getByRole('searchbox'), 'finance');
    expect(await shown()).toEqual(['billing']);
    expect(window.location.search).toBe('?q=finance');
    await user.click(screen.getByRole('button', { name: 'Clear filters' }));
    expect(window.location.search).toBe('');

    await user.click(
      screen.getByRole('switch', { name: 'Only with problems' }),
    );
    expect(await shown()).toEqual(['billing', 'basket']);

    // Both have problems, but only one has them in this environment.
    await choose(user, 'Environment', 'Production EU');
    expect(await shown()).toEqual(['basket']);
    expect(screen.getByText('1 of 54 services')).toBeVisible();
    expect(
      screen.queryByRole('columnheader', { name: 'Development' }),
    ).not.toBeInTheDocument();

    await choose(user, 'Health', 'Missing');
    expect(
      await screen.findByText('No service matches these filters'),
    ).toBeVisible();
  }, 30_000);

  it('opens with the filters of the address', async () => {
    window.history.replaceState(null, '', '/?owner=group:default/finance');
    render();

    expect(await shown()).toEqual(['billing']);
  });

  it('takes in what changed', async () => {
    let answer = fleet;
    const { signal } = renderPage(<FleetPage />, {
      getFleet: async () => answer,
    });
    await shown();

    answer = { ...fleet, rows: [row('brand-new')] };
    signal({ type: 'targets', targetIds: ['any'], added: true });
    expect(
      await screen.findByRole('link', { name: 'brand-new' }),
    ).toBeVisible();
  });
});
