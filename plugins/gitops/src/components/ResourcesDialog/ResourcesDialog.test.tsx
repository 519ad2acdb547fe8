import {
  GitopsApi,
  ResourceNode,
  ResourceTree,
  ServiceEnvironment,
} from '@fairlead/backstage-plugin-gitops-common';
import { screen, waitFor, within } from '@testing-library/react';
import axe from 'axe-core';
import { allAllowed } from '../../__testUtils__/aService';
import { refusal } from '../../__testUtils__/refusal';
import {
  ordersInProduction,
  renderTarget,
} from '../../__testUtils__/renderTarget';

const node = (
  rest: Partial<ResourceNode> & { id: string; kind: string },
): ResourceNode => ({
  group: '',
  namespace: 'orders',
  name: `orders-${rest.id}`,
  health: { status: 'Healthy' },
  ...rest,
});

const tree: ResourceTree = {
  nodes: [
    node({
      id: 'd',
      kind: 'Deployment',
      health: { status: 'Degraded', message: 'Out of time' },
      ready: { ready: 1, desired: 2 },
    }),
    node({ id: 's', kind: 'Service' }),
    node({ id: 'r', kind: 'ReplicaSet', parent: 'd' }),
    node({
      id: 'p',
      kind: 'Pod',
      parent: 'r',
      health: { status: 'Degraded' },
      ready: { ready: 0, desired: 1 },
      restarts: 7,
      images: ['ghcr.io/acme/orders:1.5.0'],
      containers: [
        { name: 'proxy', state: 'running', failing: false, hasPrevious: false },
        {
          name: 'app',
          state: 'waiting',
          reason: 'CrashLoopBackOff',
          failing: true,
          hasPrevious: true,
        },
      ],
    }),
    node({ id: 'q', kind: 'Pod', parent: 'r' }),
  ],
  events: [
    {
      node: 'p',
      type: 'Warning',
      reason: 'BackOff',
      message: 'Back-off restarting',
      count: 94,
    },
  ],
  findings: [],
  problems: [],
  truncated: false,
  readAt: new Date().toISOString(),
};

async function open(
  parts: Partial<GitopsApi>,
  allowances?: ServiceEnvironment['allowances'],
) {
  const target = ordersInProduction();
  const page = renderTarget({ target, parts, allowances });
  const dialog = await page.choose('Resources');
  return { ...page, target, dialog };
}

const rows = () =>
  screen.getAllByRole('row').map(row => row.getAttribute('aria-label'));

describe('ResourcesDialog', () => {
  it('shows resources by owner, and what is wrong deepest down at once', async () => {
    const { dialog, user } = await open({ getResources: async () => tree });
    await dialog.findByRole('treegrid', {
      name: 'Resources of orders-prod-eu',
    });
    expect(rows()).toEqual([
      'Deployment orders-d, Degraded, 1 of 2 ready',
      'ReplicaSet orders-r, Healthy',
      'Pod orders-p, Degraded, 0 of 1 ready, 7 restarts',
      'Pod orders-q, Healthy',
      'Service orders-s, Healthy',
    ]);
    const details = within(
      dialog.getByRole('region', { name: 'Pod orders-p' }),
    );
    expect(details.getByText('ghcr.io/acme/orders:1.5.0')).toBeVisible();
    expect(details.getByText('CrashLoopBackOff')).toBeVisible();
    expect(details.getByRole('list', { name: /^Events/ })).toHaveTextContent(
      'BackOff 94 timesBack-off restarting',
    );
    const { violations } = await axe.run(screen.getByRole('dialog'), {
      rules: { 'color-contrast': { enabled: false } },
    });
    expect(violations).toEqual([]);

    await user.click(screen.getAllByRole('row')[0]);
    expect(
      dialog.getByRole('region', { name: 'Deployment orders-d' }),
    ).toHaveTextContent('Out of time');
    await user.keyboard('{ArrowLeft}');
    expect(rows()).toEqual([
      'Deployment orders-d, Degraded, 1 of 2 ready',
      'Service orders-s, Healthy',
    ]);
    await user.keyboard('{ArrowRight}{ArrowDown}{ArrowDown}');
    await waitFor(() =>
      expect(
        dialog.getByRole('region', { name: 'Pod orders-p' }),
      ).toBeVisible(),
    );
  });

  it('leaves out what is well', async () => {
    const { dialog, user } = await open({ getResources: async () => tree });
    await user.click(
      await dialog.findByRole('switch', { name: 'Only what is not well' }),
    );
    expect(rows()).toEqual([
      'Deployment orders-d, Degraded, 1 of 2 ready',
      'ReplicaSet orders-r, Healthy',
      'Pod orders-p, Degraded, 0 of 1 ready, 7 restarts',
    ]);
  });

  it('reads the end of logs, also of the run before', async () => {
    const getLog = jest.fn(async ({ previous }: { previous?: boolean }) => ({
      lines: previous ? ['FATAL no table'] : [],
      truncated: true,
    }));
    const { dialog, user, target } = await open({
      getResources: async () => tree,
      getLog,
    });
    const ask = await dialog.findByRole('button', {
      name: 'Last lines of app',
    });
    await user.click(dialog.getByRole('button', { name: 'Of the run before' }));
    expect(
      await dialog.findByRole('region', { name: 'Log of app, the run before' }),
    ).toHaveTextContent('FATAL no table');
    expect(getLog).toHaveBeenCalledWith({
      targetId: target.id,
      namespace: 'orders',
      pod: 'orders-p',
      container: 'app',
      previous: true,
      signal: expect.any(AbortSignal),
    });
    await user.click(ask);
    expect(
      await dialog.findByRole('region', { name: 'Log of app' }),
    ).toHaveTextContent('The log is empty.');
  });

  it('says who may see logs', async () => {
    const { dialog } = await open(
      { getResources: async () => tree },
      { ...allAllowed, logs: { allowed: false, why: 'Only owners may.' } },
    );
    expect(
      await dialog.findByRole('button', { name: 'Last lines of app' }),
    ).toHaveAccessibleDescription('Only owners may.');
    expect(
      dialog.queryByRole('button', { name: 'Of the run before' }),
    ).not.toBeInTheDocument();
  });

  it('says what could not be read, and reads again when asked', async () => {
    const getResources = jest.fn(async (): Promise<ResourceTree> => ({
      ...tree,
      nodes: [],
      problems: ['Pods may not be listed in orders.'],
      truncated: true,
    }));
    const { dialog, user } = await open({ getResources });
    expect(
      await dialog.findByText('Pods may not be listed in orders.'),
    ).toBeVisible();
    expect(
      dialog.getByText('There are more resources than are shown'),
    ).toBeVisible();
    expect(
      dialog.getByText('There are no resources in the cluster.'),
    ).toBeVisible();
    getResources.mockResolvedValue(tree);
    await user.click(dialog.getByRole('button', { name: 'Reload' }));
    expect(await dialog.findByRole('treegrid')).toBeVisible();
    expect(getResources).toHaveBeenCalledTimes(2);
  });

  it('says why nothing can be read', async () => {
    const getResources = jest.fn(async (): Promise<ResourceTree> => {
      throw await refusal(503, 'Cluster eu does not answer');
    });
    const { dialog, user } = await open({ getResources });
    expect(await dialog.findByRole('alert')).toHaveTextContent(
      'Cluster eu does not answer.',
    );
    getResources.mockResolvedValue(tree);
    await user.click(dialog.getByRole('button', { name: 'Try again' }));
    expect(await dialog.findByRole('treegrid')).toBeVisible();
  });

  it('cancels what it asked for when it is closed', async () => {
    let asked: AbortSignal | undefined;
    const { dialog, user } = await open({
      getResources: ({ signal }) => {
        asked = signal;
        return new Promise(() => {});
      },
    });
    expect(
      dialog.getByText('Reading them from cluster eu…'),
    ).toBeInTheDocument();
    expect(asked?.aborted).toBe(false);
    await user.keyboard('{Escape}');
    await waitFor(() => expect(asked?.aborted).toBe(true));
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });
});
