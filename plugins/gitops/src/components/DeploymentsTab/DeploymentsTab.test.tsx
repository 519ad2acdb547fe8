import { EntityProvider } from '@backstage/plugin-catalog-react';
import {
  GitopsApi,
  ServiceDeployments,
} from '@fairlead/backstage-plugin-gitops-common';
import { screen, waitFor, within } from '@testing-library/react';
import axe from 'axe-core';
import { aPlan, aPromotion } from '../../__testUtils__/aPromotion';
import {
  aService,
  allAllowed,
  inEnvironment,
} from '../../__testUtils__/aService';
import { aTarget } from '../../__testUtils__/aTarget';
import { refusal } from '../../__testUtils__/refusal';
import { renderPage } from '../../__testUtils__/renderPage';
import { DeploymentsTab } from './DeploymentsTab';

const entityRef = 'component:default/payments';
const sha = '8d3f0c1b5a2e4d6f7081929394a5b6c7d8e9f0a1';
const older = '2b7e151628aed2a6abf7158809cf4f3c762e7160';
const minutesAgo = (minutes: number) =>
  new Date(Date.now() - minutes * 60_000).toISOString();

const inDev = aTarget({
  service: 'payments',
  environment: 'dev',
  cluster: 'platform',
  version: '3.2.0',
  sha,
  deployedAt: minutesAgo(300),
  status: {
    sync: { status: 'OutOfSync' },
    autoSync: { enabled: false, prune: false, selfHeal: false },
    drift: [
      {
        group: '',
        kind: 'ConfigMap',
        name: 'payments-debug',
        difference: 'extra',
      },
    ],
  },
});

const inStaging = aTarget({
  service: 'payments',
  environment: 'staging',
  cluster: 'platform',
  version: '3.2.0',
  sha,
  deployedAt: minutesAgo(30),
  status: {
    health: { status: 'Degraded', message: 'CrashLoopBackOff, 7 restarts' },
    operation: {
      phase: 'Failed',
      message: 'one or more tasks failed',
      failures: ['Job payments-migrate: BackoffLimitExceeded'],
      finishedAt: minutesAgo(22),
    },
  },
});

const inProduction = aTarget({
  service: 'payments',
  environment: 'prod-us',
  cluster: 'prod-us',
  version: '3.1.4',
  sha: older,
  deployedAt: minutesAgo(60 * 24 * 30),
  unreachable: {
    since: minutesAgo(14),
    message: 'no answer within 10 s',
    fault: 'network',
  },
});

const payments: ServiceDeployments = aService({
  entityRef,
  environments: [
    inEnvironment('dev', {
      targets: [inDev],
      allowances: {
        ...allAllowed,
        sync: { allowed: false, why: 'Only the owners may sync it.' },
      },
    }),
    inEnvironment('staging', {
      targets: [inStaging],
      comparisons: [{ from: 'dev', relation: 'same', summary: '3.2.0' }],
    }),
    inEnvironment('prod-eu', {
      targets: [
        aTarget({
          service: 'payments',
          environment: 'prod-eu',
          cluster: 'prod-eu',
          version: '3.1.4',
          sha: older,
          deployedAt: minutesAgo(900),
        }),
        aTarget({
          service: 'payments-batch',
          environment: 'prod-eu',
          cluster: 'prod-eu',
          version: '3.1.4',
          sha: older,
          deployedAt: minutesAgo(900),
        }),
      ],
      comparisons: [
        { from: 'staging', relation: 'behind', summary: '3.1.4 → 3.2.0' },
      ],
      promotions: [
        {
          from: 'staging',
          allowance: {
            allowed: false,
            why: 'Staging is Degraded, not Healthy.',
          },
        },
      ],
      activePromotion: aPromotion({
        id: 'p1',
        plan: aPlan({
          service: 'payments',
          from: 'staging',
          to: 'prod-eu',
          fromVersion: '3.1.4',
          toVersion: '3.2.0',
        }),
        state: 'open',
        message: 'Waits for a review.',
        createdAt: minutesAgo(40),
      }),
    }),
    inEnvironment('prod-us', {
      targets: [inProduction],
      comparisons: [
        { from: 'staging', relation: 'behind', summary: '3.1.4 → 3.2.0' },
      ],
      promotions: [{ from: 'staging', allowance: { allowed: true } }],
    }),
  ],
  unassigned: [
    aTarget({
      service: 'payments-preview',
      cluster: 'platform',
      version: 'pr-412',
      sha,
      deployedAt: minutesAgo(5),
    }),
  ],
  problems: [
    {
      cluster: 'prod-us',
      since: minutesAgo(14),
      message: 'no answer within 10 s.',
      fault: 'network',
    },
  ],
  annotationProblems: ['argocd/app-selector holds a space.'],
});

function render(parts: Partial<GitopsApi>) {
  return renderPage(
    <EntityProvider
      entity={{
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'Component',
        metadata: { name: 'payments', namespace: 'default' },
      }}
    >
      <DeploymentsTab />
    </EntityProvider>,
    parts,
  );
}

const panel = (name: string) => screen.findByRole('region', { name });

describe('DeploymentsTab', () => {
  it('shows every situation a target can be in', async () => {
    const getCommits = jest.fn<
      ReturnType<GitopsApi['getCommits']>,
      Parameters<GitopsApi['getCommits']>
    >(async ({ commits }) =>
      commits.map(commit => ({
        ...commit,
        url: `https://github.com/acme/gitops/commit/${commit.sha}`,
        author: 'Mara Olsen',
        message: `Bring ${commit.sha.slice(0, 4)}`,
        date: minutesAgo(300),
      })),
    );
    const { user, container } = render({
      getService: async () => payments,
      getCommits,
    });

    const dev = within(await panel('Development'));
    expect(dev.getByRole('link', { name: /Image 3.2.0/ })).toHaveAttribute(
      'href',
      'https://ghcr.io/acme/payments',
    );
    expect(dev.getByText('OutOfSync')).toBeVisible();
    expect(dev.getByText('Automatic sync is off')).toBeVisible();
    await user.click(dev.getByRole('button', { name: '1 drifted' }));
    expect(dev.getByText(/no longer in Git/)).toBeVisible();
    expect(await dev.findByText('Bring 8d3f')).toBeVisible();
    expect(dev.getByText('5h ago')).toHaveAttribute('title');
    expect(dev.getByRole('link', { name: /Commit 8d3f0c1/ })).toHaveAttribute(
      'href',
      `https://github.com/acme/gitops/commit/${sha}`,
    );

    const staging = within(await panel('Staging'));
    expect(staging.getByText('Same version as Development')).toBeVisible();
    expect(staging.getAllByText('Degraded')).not.toHaveLength(0);
    expect(staging.getByText(/BackoffLimitExceeded/)).toBeVisible();

    const eu = within(await panel('Production EU'));
    expect(eu.getAllByRole('article')).toHaveLength(2);
    expect(eu.getByText('3.1.4 → 3.2.0')).toBeVisible();
    expect(
      eu.getByRole('link', { name: 'Promotion of 3.2.0 from Staging' }),
    ).toHaveAttribute('href', '/gitops/promotions/p1');
    expect(eu.getByRole('link', { name: /Pull request 318/ })).toBeVisible();

    const us = within(await panel('Production US'));
    expect(us.getByText('Healthy')).toBeVisible();
    expect(us.getByText(/Unreachable/)).toHaveTextContent('14m ago');
    expect(us.getByText(/no answer within 10 s/)).toBeVisible();
    expect(us.getByText(/Whose fault: The network/)).toBeVisible();

    expect(screen.getByText('Cluster prod-us can’t be read')).toBeVisible();
    expect(
      screen.getByText('argocd/app-selector holds a space.'),
    ).toBeVisible();
    expect(
      within(await panel('Without an environment')).getByText(/pr-412/),
    ).toBeVisible();

    // All that is in the lane in one request, and nothing twice.
    const asked = getCommits.mock.calls.map(([{ commits }]) =>
      commits.map(commit => commit.sha).sort(),
    );
    expect(asked[0]).toEqual([older, sha].sort());

    const { violations } = await axe.run(container, {
      // Colours are not computed here.
      rules: {
        'color-contrast': { enabled: false },
        region: { enabled: false },
      },
    });
    expect(violations.map(({ id, nodes }) => [id, nodes[0].html])).toEqual([]);
  });

  it('says on a promote button why it can’t be used', async () => {
    const { user } = render({ getService: async () => payments });

    const button = within(await panel('Production EU')).getByRole('button', {
      name: 'Promote from Staging',
    });
    expect(button).toHaveAttribute('aria-disabled', 'true');
    expect(button).toHaveAccessibleDescription(
      'Staging is Degraded, not Healthy.',
    );
    expect(button).toBeEnabled(); // so that the keyboard gets to the reason
    await user.click(button);
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });

  it('asks the engine to refresh, and says who may sync', async () => {
    const refreshTarget = jest.fn(async () => ({ message: 'Argo CD looks.' }));
    const { user } = render({
      getService: async () => payments,
      refreshTarget,
    });

    await user.click(
      await screen.findByRole('button', { name: 'Actions for payments-dev' }),
    );
    await user.click(screen.getByRole('menuitem', { name: /Sync/ }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(
      dialog.getByRole('button', { name: 'Sync' }),
    ).toHaveAccessibleDescription('Only the owners may sync it.');
    await user.click(dialog.getByRole('button', { name: 'Cancel' }));

    await user.click(
      await screen.findByRole('button', { name: 'Actions for payments-dev' }),
    );
    await user.click(screen.getByRole('menuitem', { name: /Refresh/ }));
    expect(await screen.findByText('Argo CD looks.')).toBeVisible();
    expect(refreshTarget).toHaveBeenCalledTimes(1);
    expect(refreshTarget).toHaveBeenCalledWith(inDev.id);
  });

  it('tells how to connect a service that is not connected', async () => {
    render({
      getService: async () => aService({ entityRef, annotated: false }),
    });

    expect(
      await screen.findByText(
        'This service is not connected to its deployments yet',
      ),
    ).toBeVisible();
    expect(screen.getByText(/argocd\/app-selector: /)).toBeVisible();
    expect(
      screen.getByText(/fairlead\/entity-ref: component:default\/payments/),
    ).toBeVisible();
  });

  it('says what went wrong when nothing is there yet, and tries again', async () => {
    const getService = jest
      .fn<Promise<ServiceDeployments>, []>()
      .mockRejectedValueOnce(await refusal(403, 'You may not see payments.'))
      .mockResolvedValue(payments);
    const { user } = render({ getService });

    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The portal does not allow you this',
    );
    expect(screen.getByText(/You may not see payments/)).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await panel('Development')).toBeVisible();
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('follows signals about what it shows, and keeps it when a request fails', async () => {
    let answer = async () => payments;
    const getService = jest.fn(() => answer());
    const { signal } = render({ getService });
    await panel('Development');
    expect(getService).toHaveBeenCalledTimes(1);

    signal({ type: 'targets', targetIds: ['another'], added: false });
    signal({
      type: 'promotion',
      promotionId: 'p9',
      entityRef: 'component:default/other',
    });
    answer = async () => ({
      ...payments,
      environments: payments.environments.map(item =>
        item.environment.name === 'dev'
          ? {
              ...item,
              targets: [
                {
                  ...inDev,
                  status: { ...inDev.status, sync: { status: 'Synced' } },
                },
              ],
            }
          : item,
      ),
    });
    signal({ type: 'targets', targetIds: [inDev.id], added: false });
    const dev = within(await panel('Development'));
    expect(await dev.findByText('Synced')).toBeVisible();
    // Heard too, by who does not see it.
    expect(
      await screen.findByText('Development: 3.2.0 Healthy, Synced.'),
    ).toBeInTheDocument();
    expect(getService).toHaveBeenCalledTimes(2);

    const refused = await refusal(400, 'The store is being migrated.');
    answer = async () => {
      throw refused;
    };
    signal({ type: 'promotion', promotionId: 'p1', entityRef });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      /could not be brought up to date.*The store is being migrated/,
    );
    await waitFor(() => expect(dev.getByText('Synced')).toBeVisible());
  });
});
