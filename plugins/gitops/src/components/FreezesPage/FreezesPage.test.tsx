import {
  ForgeBudget,
  GitopsApi,
  Restriction,
  RestrictionRequest,
} from '@fairlead/backstage-plugin-gitops-common';
import { screen, waitFor, within } from '@testing-library/react';
import axe from 'axe-core';
import { environments } from '../../__testUtils__/aService';
import { refusal } from '../../__testUtils__/refusal';
import { renderPage } from '../../__testUtils__/renderPage';
import { FreezesPage } from './FreezesPage';

const hour = 3600_000;
const ahead = (ms: number) => new Date(Date.now() + ms).toISOString();

const freeze: Restriction = {
  id: 'r1',
  kind: 'freeze',
  scope: { system: 'system:default/shop', environment: 'prod-eu' },
  reason: 'The sale is on.',
  createdBy: 'user:default/ines.roth',
  createdAt: ahead(-hour),
  endsAt: ahead(3 * hour),
};

const hold: Restriction = {
  id: 'r2',
  kind: 'hold',
  scope: { entityRef: 'component:default/payments', environment: 'staging' },
  reason: 'Rolled back.',
  createdBy: 'fairlead',
  createdAt: ahead(-2 * hour),
};

const over: Restriction = {
  id: 'r3',
  kind: 'freeze',
  scope: {},
  reason: 'Network maintenance.',
  createdBy: 'user:default/jo',
  createdAt: ahead(-90 * hour),
  liftedAt: ahead(-80 * hour),
  liftedBy: 'user:default/jo',
  liftReason: 'Done early.',
};

const budget: ForgeBudget = {
  credential: 'github.com (acme)',
  resource: 'core',
  limit: 15_000,
  remaining: 900,
  resetsAt: ahead(hour / 2),
  pausedUntil: ahead(5 * 60_000),
  waiting: 7,
};

const render = (
  parts: Partial<GitopsApi>,
  denies?: (permission: string) => boolean,
) =>
  renderPage(
    <FreezesPage />,
    {
      listRestrictions: async () => ({ restrictions: [over, freeze, hold] }),
      listForges: async () => ({ budgets: [budget] }),
      getFleet: async () => ({
        environments,
        rows: [
          {
            entityRef: 'component:default/payments',
            title: 'payments',
            system: 'system:default/shop',
            cells: [],
          },
        ],
        unassigned: [],
        problems: [],
      }),
      ...parts,
    },
    { denies },
  );

const rowsOf = async (name: string) =>
  within(await screen.findByRole('region', { name }))
    .getAllByRole('row')
    .slice(1);

describe('FreezesPage', () => {
  it('shows what is in force, what was, and what the forges allow', async () => {
    const { container } = render({});

    const [frozen, held] = await rowsOf('In force now');
    await waitFor(() =>
      expect(frozen).toHaveTextContent(
        /^Frozensystem shop in Production EUThe sale is on.ines.roth 1h ago.*\(in 3h\)Lift the freeze$/,
      ),
    );
    expect(held).toHaveTextContent(
      /^Heldpayments in StagingRolled back.Fairlead 2h ago.*it is lifted/,
    );
    expect(within(held).getByRole('link')).toHaveAttribute(
      'href',
      '/catalog/component/default/payments/deployments',
    );
    const [past] = await rowsOf('History of restrictions');
    expect(past).toHaveTextContent(
      /^FrozeneverythingNetwork maintenance..*Lifted 3d agojo: Done early.$/,
    );
    const [forge] = await rowsOf('Rate limits of the forges');
    expect(forge).toHaveTextContent(
      /^github.com \(acme\)core900 of 15,000Paused by the forgeuntil .*\(in 5m\).*7 requests$/,
    );

    const { violations } = await axe.run(container, {
      rules: {
        'color-contrast': { enabled: false },
        region: { enabled: false },
        'heading-order': { enabled: false },
      },
    });
    expect(violations.map(({ id, nodes }) => [id, nodes[0].html])).toEqual([]);
  });

  it('stops the line for what is chosen', async () => {
    let restrictions: Restriction[] = [];
    const createRestriction = jest.fn(async (_: RestrictionRequest) => {
      restrictions = [freeze];
      return freeze;
    });
    const { user } = render({
      listRestrictions: async () => ({ restrictions }),
      createRestriction,
    });

    await screen.findByText('Nothing is frozen, held, pinned or vetoed');
    const stop = screen.getByRole('button', { name: 'Stop the line…' });
    await waitFor(() => expect(stop).not.toHaveAttribute('aria-disabled'));
    await user.click(stop);
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText('Freezes everything')).toBeVisible();
    await user.click(dialog.getByRole('button', { name: /System/ }));
    await user.click(await screen.findByRole('option', { name: 'shop' }));
    await user.click(screen.getByRole('button', { name: /Environment/ }));
    await user.click(
      await screen.findByRole('option', { name: 'Production EU' }),
    );
    expect(
      await screen.findByText('Freezes system shop in Production EU'),
    ).toBeVisible();
    await user.type(screen.getByLabelText(/Reason/), 'The sale is on.');
    await user.click(screen.getByRole('button', { name: 'Stop the line' }));

    expect(await rowsOf('In force now')).toHaveLength(1);
    expect(createRestriction).toHaveBeenCalledWith({
      kind: 'freeze',
      scope: { system: 'system:default/shop', environment: 'prod-eu' },
      reason: 'The sale is on.',
    });
  });

  it('says who may not, and lets lift what one may', async () => {
    const liftRestriction = jest.fn(async () => hold);
    const { user } = render(
      { liftRestriction },
      permission => permission === 'gitops.freeze.all',
    );

    const [frozen, held] = await rowsOf('In force now');
    await waitFor(() =>
      expect(
        screen.getByRole('button', { name: 'Stop the line…' }),
      ).toHaveAccessibleDescription(/may not freeze more than a service/),
    );
    expect(
      within(frozen).getByRole('button', { name: 'Lift the freeze' }),
    ).toHaveAccessibleDescription(/covers more than one service/);

    await user.click(
      within(held).getByRole('button', { name: 'Lift the hold' }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    await user.type(dialog.getByLabelText(/Reason/), 'fixed');
    await user.click(dialog.getByRole('button', { name: 'Lift the hold' }));
    await waitFor(() =>
      expect(liftRestriction).toHaveBeenCalledWith({
        id: 'r2',
        reason: 'fixed',
      }),
    );
  });

  it('says what can’t be read, and shows the rest', async () => {
    const refused = await refusal(400, 'The store is being migrated.');
    render({
      listRestrictions: async () => {
        throw refused;
      },
    });

    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The store is being migrated.',
    );
    expect(await rowsOf('Rate limits of the forges')).toHaveLength(1);
  });
});
