import {
  DriftDetail,
  GitopsApi,
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

const detail: DriftDetail = {
  outlook: 'Nothing will change that until somebody syncs.',
  since: new Date(Date.now() - 5.5 * 3600_000).toISOString(),
  readAt: new Date().toISOString(),
  resources: [
    {
      group: 'apps',
      kind: 'Deployment',
      namespace: 'orders',
      name: 'orders',
      difference: 'changed',
      fields: [
        {
          path: 'spec.replicas',
          git: '13',
          live: '16',
          changedBy: { manager: 'kubectl-scale' },
          adoptable: { allowed: true },
        },
        {
          path: 'spec.paused',
          live: 'true',
          adoptable: { allowed: false, why: 'No file in Git has this field.' },
        },
      ],
    },
    {
      group: '',
      kind: 'Secret',
      namespace: 'orders',
      name: 'orders-db',
      difference: 'changed',
      fields: [
        {
          path: 'data.password',
          masked: true,
          adoptable: { allowed: false, why: 'It is secret.' },
        },
      ],
    },
    {
      group: '',
      kind: 'ConfigMap',
      namespace: 'orders',
      name: 'debug',
      difference: 'extra',
      fields: [],
      note: 'A sync that prunes removes it.',
    },
  ],
};

async function open(
  parts: Partial<GitopsApi>,
  allowances?: ServiceEnvironment['allowances'],
) {
  const target = ordersInProduction({
    status: {
      sync: { status: 'OutOfSync' },
      drift: [
        {
          group: 'apps',
          kind: 'Deployment',
          name: 'orders',
          difference: 'changed',
        },
      ],
    },
  });
  const page = renderTarget({
    target,
    parts: { getDrift: async () => detail, ...parts },
    allowances,
  });
  const dialog = await page.choose('Drift');
  return { ...page, target, dialog };
}

describe('DriftDialog', () => {
  it('shows field by field what Git says and what is live, and what will happen', async () => {
    const { dialog } = await open({});
    const deployment = within(
      await dialog.findByRole('region', { name: 'Deployment orders' }),
    );
    expect(
      dialog.getByText('Nothing will change that until somebody syncs.'),
    ).toBeVisible();
    expect(dialog.getByText(/first seen/)).toHaveTextContent('5h ago');
    const [replicas, halted] = deployment.getAllByRole('listitem');
    expect(replicas).toHaveTextContent(
      'spec.replicaschanged by kubectl-scaleGit13Live16',
    );
    expect(
      [...replicas.querySelectorAll('mark')].map(mark => mark.textContent),
    ).toEqual(['3', '6']);
    expect(halted).toHaveTextContent(
      'spec.pausedGitGit says nothingLivetrueCan’t be written into Git from here: No file in Git has this field.',
    );
    const secret = within(
      dialog.getByRole('region', { name: 'Secret orders-db' }),
    );
    expect(secret.getAllByText(/not shown/)).toHaveLength(2);
    expect(
      secret.queryByRole('button', { name: /into Git/ }),
    ).not.toBeInTheDocument();
    expect(
      dialog.getByRole('region', { name: 'ConfigMap debug' }),
    ).toHaveTextContent(
      'in the cluster, but no longer in Git · ordersA sync that prunes removes it.',
    );
    const { violations } = await axe.run(screen.getByRole('dialog'), {
      rules: { 'color-contrast': { enabled: false } },
    });
    expect(violations).toEqual([]);
  });

  it('writes chosen live values into Git by pull request, with a reason', async () => {
    const adoptDrift = jest
      .fn<Promise<{ url: string; number: number }>, unknown[]>()
      .mockImplementationOnce(async () => {
        throw await refusal(409, 'The file has changed');
      })
      .mockResolvedValueOnce({
        url: 'https://forge.example/pull/7',
        number: 7,
      });
    const { dialog, user, target } = await open({ adoptDrift });
    const write = await dialog.findByRole('button', {
      name: 'Write live value into Git',
    });
    expect(write).toHaveAccessibleDescription(
      'Choose which fields Git should have.',
    );
    await user.click(
      dialog.getByRole('checkbox', { name: 'Choose spec.replicas for Git' }),
    );
    await user.click(write);
    expect(dialog.getByRole('alert')).toHaveTextContent('Say why');
    expect(adoptDrift).not.toHaveBeenCalled();

    await user.type(dialog.getByRole('textbox', { name: /Reason/ }), 'Load');
    await user.click(write);
    expect(await dialog.findByText(/The file has changed/)).toBeVisible();
    await user.click(write);
    expect(
      await dialog.findByRole('link', { name: /Pull request #7/ }),
    ).toHaveAttribute('href', 'https://forge.example/pull/7');
    expect(adoptDrift).toHaveBeenLastCalledWith({
      targetId: target.id,
      resource: {
        group: 'apps',
        kind: 'Deployment',
        namespace: 'orders',
        name: 'orders',
      },
      paths: ['spec.replicas'],
      reason: 'Load',
    });
  });

  it('goes on to a sync, which is asked for separately', async () => {
    const syncTarget = jest.fn(async () => ({ message: 'It syncs.' }));
    const { dialog, user, target } = await open({ syncTarget });
    await user.click(await dialog.findByRole('button', { name: 'Sync' }));
    const sync = within(
      await screen.findByRole('dialog', { name: 'Sync orders-prod-eu' }),
    );
    expect(syncTarget).not.toHaveBeenCalled();
    await user.click(sync.getByRole('button', { name: 'Sync' }));
    await waitFor(() => expect(syncTarget.mock.calls).toEqual([[target.id]]));
  });

  it('says who may', async () => {
    const { dialog, user } = await open(
      {},
      {
        ...allAllowed,
        sync: { allowed: false, why: 'Only owners may sync.' },
        adopt: { allowed: false, why: 'Only owners may adopt.' },
      },
    );
    expect(
      await dialog.findByRole('button', { name: 'Sync' }),
    ).toHaveAccessibleDescription('Only owners may sync.');
    await user.click(dialog.getByRole('checkbox'));
    expect(
      dialog.getByRole('button', { name: 'Write live value into Git' }),
    ).toHaveAccessibleDescription('Only owners may adopt.');
    expect(dialog.queryByRole('textbox')).not.toBeInTheDocument();
  });

  it('opens from the list of what drifted, says why it can’t be read, and compares again', async () => {
    const getDrift = jest.fn(async (): Promise<DriftDetail> => {
      throw await refusal(503, 'Cluster eu does not answer');
    });
    const page = renderTarget({
      target: ordersInProduction({
        status: {
          drift: [
            { group: '', kind: 'Secret', name: 's', difference: 'missing' },
          ],
        },
      }),
      parts: { getDrift },
    });
    await page.user.click(
      await screen.findByRole('button', { name: '1 drifted' }),
    );
    await page.user.click(
      screen.getByRole('button', { name: 'Show the differences' }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    expect(await dialog.findByRole('alert')).toHaveTextContent(
      'Cluster eu does not answer.',
    );
    getDrift.mockResolvedValue({
      ...detail,
      resources: [],
      outlook: 'It stays so.',
    });
    await page.user.click(dialog.getByRole('button', { name: 'Reload' }));
    expect(await dialog.findByText(/No differences were found/)).toBeVisible();
    expect(
      dialog.queryByRole('button', { name: 'Sync' }),
    ).not.toBeInTheDocument();
  });
});
