import { screen, waitFor } from '@testing-library/react';
import { allAllowed } from '../../__testUtils__/aService';
import {
  ordersInProduction,
  renderTarget,
} from '../../__testUtils__/renderTarget';

const flux = {
  engine: 'flux',
  object: {
    cluster: 'eu',
    apiVersion: 'helm.toolkit.fluxcd.io/v2',
    kind: 'HelmRelease',
    namespace: 'orders',
    name: 'orders',
  },
} as const;

describe('TargetMenu', () => {
  it('suspends and resumes, and shows that it is suspended', async () => {
    const running = ordersInProduction({
      status: { ...flux, actions: ['sync', 'suspend'] },
    });
    const suspendTarget = jest.fn(async () => ({ message: 'Flux stops.' }));
    const resumeTarget = jest.fn(async () => ({ message: 'Flux goes on.' }));
    const { user, choose, change } = renderTarget({
      target: running,
      parts: { suspendTarget, resumeTarget },
    });
    const dialog = await choose('Suspend');
    expect(
      dialog.getByText(/Flux leaves this alone until somebody resumes it/),
    ).toBeVisible();
    await user.click(dialog.getByRole('button', { name: 'Suspend' }));
    expect(await dialog.findByText('Flux stops.')).toBeVisible();
    expect(suspendTarget.mock.calls).toEqual([[running.id]]);
    await user.click(dialog.getAllByRole('button', { name: 'Close' })[0]);

    change(
      ordersInProduction({
        status: { ...flux, actions: ['resume'], suspended: true },
      }),
    );
    expect(await screen.findByText('Flux suspended')).toBeVisible();
    const again = await choose('Resume');
    await user.click(again.getByRole('button', { name: 'Resume' }));
    await waitFor(() =>
      expect(resumeTarget.mock.calls).toEqual([[running.id]]),
    );
  });

  it('offers what the engine can, and says who may', async () => {
    const { user } = renderTarget({
      target: ordersInProduction({
        status: { ...flux, actions: ['refresh', 'suspend'] },
      }),
      allowances: {
        ...allAllowed,
        suspend: { allowed: false, why: 'Only owners may suspend it.' },
      },
    });
    await user.click(
      await screen.findByRole('button', { name: 'Actions for orders' }),
    );
    expect(
      screen.getAllByRole('menuitem').map(item => item.textContent),
    ).toEqual([
      'Resources',
      'Drift',
      'Refresh',
      'SuspendOnly owners may suspend it.',
      'Source in Git: apps/orders/overlays/prod-eu',
      'Open in Argo CD',
    ]);
  });

  it('says of what a pipeline pushed that nothing compares it with Git', async () => {
    const { user } = renderTarget({
      target: ordersInProduction({
        status: {
          ...flux,
          engine: 'kubernetes',
          sync: { status: 'Unknown' },
          actions: [],
        },
      }),
    });
    expect(await screen.findByText('Pushed')).toBeVisible();
    expect(screen.queryByText('Sync unknown')).not.toBeInTheDocument();
    expect(screen.getByText(/no engine compares it with Git/)).toBeVisible();
    await user.click(
      screen.getByRole('button', { name: 'Actions for orders' }),
    );
    expect(
      screen.queryByRole('menuitem', { name: 'Sync' }),
    ).not.toBeInTheDocument();
  });
});
