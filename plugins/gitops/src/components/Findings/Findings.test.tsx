import { EntityProvider } from '@backstage/plugin-catalog-react';
import { Finding } from '@fairlead/backstage-plugin-gitops-common';
import { screen, within } from '@testing-library/react';
import { aRollout } from '../../__testUtils__/aRollout';
import { aService, inEnvironment } from '../../__testUtils__/aService';
import { renderPage } from '../../__testUtils__/renderPage';
import {
  ordersInProduction,
  renderTarget,
} from '../../__testUtils__/renderTarget';
import { OverviewCard } from '../OverviewCard/OverviewCard';

const aFinding = (rest: Partial<Finding> & { rule: string }): Finding => ({
  severity: 'warning',
  title: `Title of ${rest.rule}`,
  explanation: `Explanation of ${rest.rule}.`,
  remedy: `Remedy of ${rest.rule}.`,
  ...rest,
});

const crashes = aFinding({
  rule: 'crash-loop',
  severity: 'error',
  explanation: 'Container orders was restarted 7 times.',
  resource: { group: '', kind: 'Pod', namespace: 'orders', name: 'orders-1' },
  link: { title: 'Its dashboard', url: 'https://grafana.example/d/orders' },
});
const probe = aFinding({ rule: 'probe-failing' });
const quota = aFinding({ rule: 'quota-exceeded' });

describe('Findings', () => {
  it('shows the worst in full, and the others on request', async () => {
    const { user } = renderTarget({
      target: ordersInProduction({ findings: [crashes, probe, quota] }),
      parts: { getResources: () => new Promise(() => {}) },
    });
    const list = within(
      await screen.findByRole('list', { name: 'Findings of orders-prod-eu' }),
    );
    const [worst] = list.getAllByRole('listitem');
    expect(worst).toHaveTextContent(
      'Title of crash-loopContainer orders was restarted 7 times.What to do: Remedy of crash-loop.',
    );
    expect(within(worst).getByLabelText('Error:')).toBeInTheDocument();
    expect(
      within(worst).getByRole('link', { name: 'Its dashboard' }),
    ).toHaveAttribute('href', 'https://grafana.example/d/orders');
    expect(
      screen.queryByText('Title of probe-failing'),
    ).not.toBeInTheDocument();

    await user.click(screen.getByRole('button', { name: '2 more' }));
    expect(list.getAllByRole('listitem')).toHaveLength(3);
    expect(screen.getByText('Explanation of quota-exceeded.')).toBeVisible();

    await user.click(
      screen.getByRole('button', { name: 'Look at Pod orders-1' }),
    );
    expect(
      await screen.findByRole('dialog', {
        name: 'Resources of orders-prod-eu',
      }),
    ).toBeVisible();
  });

  it('says nothing twice', async () => {
    renderTarget({
      target: ordersInProduction({
        findings: [
          crashes,
          aFinding({ rule: 'sync-failed', explanation: 'The hook timed out.' }),
          aFinding({ rule: 'unreachable' }),
          aFinding({ rule: 'rollout-waiting', severity: 'info' }),
        ],
        status: {
          health: { status: 'Degraded', message: '7 restarts' },
          operation: { phase: 'Failed', message: 'one task failed' },
          conditions: [
            {
              type: 'SyncError',
              severity: 'error',
              message: 'The hook timed out.',
            },
            {
              type: 'OrphanedResourceWarning',
              severity: 'warning',
              message: 'Two are orphaned.',
            },
          ],
        },
        rollouts: [aRollout({ service: 'orders', state: 'waiting' })],
        unreachable: {
          since: '2025-03-04T10:00:00.000Z',
          message: 'no answer',
          fault: 'network',
        },
      }),
    });
    expect(await screen.findByRole('button', { name: '1 more' })).toBeVisible();
    expect(screen.queryByText('7 restarts')).not.toBeInTheDocument();
    expect(screen.queryByText('one task failed')).not.toBeInTheDocument();
    expect(screen.queryByText('The hook timed out.')).not.toBeInTheDocument();
    expect(screen.getByText('Two are orphaned.')).toBeVisible();
  });

  it('tells on the overview the worst of an environment in a line', async () => {
    renderPage(
      <EntityProvider
        entity={{
          apiVersion: 'backstage.io/v1alpha1',
          kind: 'Component',
          metadata: { name: 'orders', namespace: 'default' },
        }}
      >
        <OverviewCard />
      </EntityProvider>,
      {
        getService: async () =>
          aService({
            entityRef: 'component:default/orders',
            environments: [
              inEnvironment('staging', {
                targets: [
                  ordersInProduction({
                    findings: [
                      aFinding({ rule: 'suspended', severity: 'info' }),
                    ],
                  }),
                ],
              }),
              inEnvironment('prod-eu', {
                targets: [
                  ordersInProduction({ findings: [probe] }),
                  ordersInProduction({
                    findings: [crashes],
                    rollouts: [
                      aRollout({ service: 'orders', state: 'aborted' }),
                    ],
                  }),
                ],
              }),
            ],
          }),
      },
    );
    const line = await screen.findByText(/Title of crash-loop/);
    expect(line).toHaveTextContent('Title of crash-loop · 1 more');
    expect(screen.getByText('Rollout aborted')).toBeVisible();
    expect(screen.queryByText('Title of suspended')).not.toBeInTheDocument();
  });
});
