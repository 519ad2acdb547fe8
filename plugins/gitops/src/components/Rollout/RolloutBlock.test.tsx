import {
  GitopsApi,
  RolloutStatus,
  ServiceEnvironment,
} from '@fairlead/backstage-plugin-gitops-common';
import { screen, waitFor, within } from '@testing-library/react';
import axe from 'axe-core';
import { aPlan, aPlanResponse } from '../../__testUtils__/aPromotion';
import {
  aRevision,
  aRollout,
  offers,
  someSteps,
} from '../../__testUtils__/aRollout';
import { allAllowed } from '../../__testUtils__/aService';
import { refusal } from '../../__testUtils__/refusal';
import {
  ordersInProduction,
  renderTarget,
} from '../../__testUtils__/renderTarget';

const service = 'orders';
const steps = ['Send 20 % of the traffic', 'Pause', 'Send 50 % of the traffic'];

const paused = aRollout({
  service,
  state: 'paused',
  phase: 'Paused',
  ...someSteps(steps, 1),
  weight: { desired: 20, actual: 18 },
  pause: {
    reason: 'CanaryPauseStep',
    message: 'It waits for an hour.',
    since: new Date(Date.now() - 60_000).toISOString(),
    until: new Date(Date.now() + 3_000_000).toISOString(),
  },
  candidate: aRevision({ service, version: '1.5.0', ready: 1, desired: 2 }),
  services: { stable: 'orders-stable', canary: 'orders-canary' },
  trafficRouter: 'istio',
  analyses: [
    {
      name: 'orders-6-background',
      type: 'background',
      templates: ['success-rate'],
      phase: 'Running',
      metrics: [
        {
          name: 'success-rate',
          phase: 'Running',
          successful: 1,
          failed: 1,
          inconclusive: 0,
          errors: 0,
          failureLimit: 2,
          condition: 'result[0] >= 0.95',
          measurements: [
            { phase: 'Failed', value: '[0.9]' },
            { phase: 'Successful', value: '[0.98]' },
          ],
        },
      ],
    },
  ],
  actions: offers(['promote', 'promote-full', 'pause', 'resume', 'abort'], {
    resume: 'Nobody has paused it.',
  }),
});

function render(
  rollout: RolloutStatus,
  options: {
    parts?: Partial<GitopsApi>;
    allowances?: ServiceEnvironment['allowances'];
    engine?: string;
  } = {},
) {
  const { engine = 'argocd', ...rest } = options;
  const of = (rollouts: RolloutStatus[]) =>
    ordersInProduction({ rollouts, status: { engine } });
  const page = renderTarget({ target: of([rollout]), ...rest });
  return {
    ...page,
    target: of([rollout]),
    changeTo: (next: RolloutStatus) => page.change(of([next])),
  };
}

const block = async () =>
  within(await screen.findByRole('region', { name: 'Rollout orders' }));

describe('RolloutBlock', () => {
  it('shows how far a canary is, why it stands, and how it is measured', async () => {
    const { container, user } = render(paused);
    const shown = await block();
    expect(shown.getByText('Paused')).toBeVisible();
    expect(
      shown.getByRole('img', {
        name: '18 % of the traffic goes to 1.5.0, 20 % is wanted, the rest goes to 1.4.2',
      }),
    ).toBeVisible();
    const [stable, candidate] = within(
      shown.getByRole('list', { name: 'Versions' }),
    ).getAllByRole('listitem');
    expect(stable).toHaveTextContent(
      '1.4.2stable82 %3/3 ready · service orders-stable',
    );
    expect(candidate).toHaveTextContent(
      '1.5.0new18 %1/2 ready · service orders-canary',
    );
    expect(shown.getByRole('timer')).toHaveTextContent(/^(49:\d\d|50:00)$/);
    expect(shown.getByText('It waits for an hour.')).toBeVisible();

    await user.click(shown.getByRole('button', { name: /^Step 2 of 3/ }));
    const listed = within(
      shown.getByRole('list', { name: 'Steps of the rollout' }),
    ).getAllByRole('listitem');
    expect(listed.map(item => item.textContent)).toEqual([
      'Send 20 % of the traffic, done',
      '2Pause, now',
      '3Send 50 % of the traffic, still to come',
    ]);
    expect(listed[1]).toHaveAttribute('aria-current', 'step');

    expect(
      shown.getByRole('img', {
        name: 'Values of success-rate, oldest first: 0.98, 0.9 (failed)',
      }),
    ).toBeVisible();
    expect(
      shown.getByRole('group', {
        name: 'Analysis in the background orders-6-background',
      }),
    ).toHaveTextContent(
      'has to be result[0] >= 0.95[0.9]1 passed, 1 failed (2 may)',
    );
    const { violations } = await axe.run(container, {
      rules: { 'color-contrast': { enabled: false } },
    });
    expect(violations).toEqual([]);
  });

  it('says what will happen, asks for it, and what came of it until it is seen', async () => {
    const runRolloutAction = jest.fn(async () => ({
      message: 'Argo Rollouts was asked to go on.',
    }));
    const { user, target, changeTo } = render(paused, {
      parts: { runRolloutAction },
    });
    const shown = await block();
    await user.click(shown.getByRole('button', { name: 'Promote one step' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText(/the next one begins/)).toHaveTextContent(
      'The current step ends and the next one begins: Send 50 % of the traffic.',
    );
    expect(runRolloutAction).not.toHaveBeenCalled();
    await user.click(dialog.getByRole('button', { name: 'Promote one step' }));
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    expect(runRolloutAction.mock.calls).toEqual([
      [
        {
          targetId: target.id,
          action: 'promote',
          kind: 'Rollout',
          namespace: 'orders',
          name: 'orders',
        },
      ],
    ]);
    expect(shown.getByText('Argo Rollouts was asked to go on.')).toBeVisible();

    changeTo({
      ...paused,
      state: 'progressing',
      phase: 'Progressing',
      pause: undefined,
      ...someSteps(steps, 2),
    });
    expect(
      await shown.findByRole('button', { name: /^Step 3 of 3/ }),
    ).toBeVisible();
    expect(
      shown.queryByText('Argo Rollouts was asked to go on.'),
    ).not.toBeInTheDocument();
    expect(
      screen.getByText(/rollout progressing at step 3 of 3/),
    ).toBeInTheDocument();
  });

  it('stays open when it is refused, with the reason', async () => {
    const { user } = render(paused, {
      parts: {
        runRolloutAction: async () => {
          throw await refusal(409, 'The rollout is no longer paused');
        },
      },
    });
    const shown = await block();
    await user.click(shown.getByRole('button', { name: 'Abort' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(
      dialog.getByText('All traffic goes back to 1.4.2 at once.'),
    ).toBeVisible();
    await user.click(dialog.getByRole('button', { name: 'Abort' }));
    expect(await dialog.findByRole('alert')).toHaveTextContent(
      'The rollout is no longer paused.',
    );
  });

  it('says why something can’t be asked for: its state, or who may', async () => {
    const { user } = render(paused, {
      allowances: {
        ...allAllowed,
        rollout: {
          ...allAllowed.rollout,
          'promote-full': { allowed: false, why: 'Only owners may.' },
          resume: { allowed: false, why: 'Only owners may.' },
        },
      },
    });
    const shown = await block();
    const full = shown.getByRole('button', { name: 'Promote fully' });
    expect(full).toHaveAttribute('aria-disabled', 'true');
    expect(full).toHaveAccessibleDescription('Only owners may.');
    await user.click(full);
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();

    expect(
      shown.queryByRole('button', { name: 'Resume' }),
    ).not.toBeInTheDocument();
    await user.click(shown.getByRole('button', { name: /Not possible now/ }));
    expect(screen.getByRole('menuitem')).toHaveTextContent(
      'ResumeNobody has paused it.',
    );
  });

  it('warns that the engine may put back what is set in the spec', async () => {
    const { user } = render(paused, { engine: 'flux' });
    await user.click((await block()).getByRole('button', { name: 'Pause' }));
    expect(await screen.findByRole('dialog')).toHaveTextContent(
      'It stops where it is: 1.5.0 keeps 18 % of the traffic until somebody resumes it.This sets a field of the Rollout in the cluster, not in Git. If Git declares that field, Flux puts it back',
    );
  });

  it('explains an abort that Git does not know of, and rolls back', async () => {
    const planRollback = jest.fn(async () =>
      aPlanResponse(
        aPlan({
          service,
          from: 'prod-eu',
          to: 'prod-eu',
          fromVersion: '1.5.0',
          toVersion: '1.4.2',
        }),
      ),
    );
    const { user } = render(
      aRollout({
        service,
        state: 'aborted',
        phase: 'Degraded',
        message: 'success-rate failed.',
        aborted: { message: 'success-rate failed.' },
        unknownToGit: 'Git declares 1.5.0, and 1.4.2 serves.',
        candidate: aRevision({ service, version: '1.5.0', ready: 0 }),
        actions: offers(['retry']),
      }),
      { parts: { planRollback } },
    );
    const shown = await block();
    expect(shown.getByText('Argo Rollouts says Degraded')).toBeVisible();
    expect(shown.getAllByText('success-rate failed.')).toHaveLength(1);
    expect(
      shown.getByText('Git declares 1.5.0, and 1.4.2 serves.'),
    ).toBeVisible();
    expect(shown.getByRole('button', { name: 'Retry' })).toBeVisible();
    await user.click(shown.getByRole('button', { name: 'Roll back' }));
    await screen.findByRole('dialog');
    await waitFor(() =>
      expect(planRollback.mock.calls).toEqual([
        [{ entityRef: 'component:default/orders', environment: 'prod-eu' }],
      ]),
    );
  });

  it('waits for a person in front of a blue-green switch', async () => {
    const { user } = render(
      aRollout({
        service,
        strategy: 'blue-green',
        state: 'waiting',
        phase: 'Paused',
        pause: { reason: 'BlueGreenPause', message: 'The preview is ready.' },
        candidate: aRevision({ service, version: '1.5.0' }),
        services: { active: 'orders', preview: 'orders-preview' },
        actions: offers(['promote']),
      }),
    );
    const shown = await block();
    expect(shown.getByText('Waiting for a person')).toBeVisible();
    expect(shown.getByText('The preview is ready.')).toBeVisible();
    expect(
      within(shown.getByRole('list', { name: 'Versions' }))
        .getAllByRole('listitem')
        .map(item => item.textContent),
    ).toEqual([
      '1.4.2active3/3 ready · service orders',
      '1.5.0preview3/3 ready · service orders-preview',
    ]);
    await user.click(shown.getByRole('button', { name: 'Promote one step' }));
    expect(await screen.findByRole('dialog')).toHaveTextContent(
      '1.5.0 becomes the active version: Service orders leads to it.',
    );
  });

  it('counts the rounds and the failed checks of Flagger', async () => {
    const { user } = render(
      aRollout({
        service,
        controller: 'flagger',
        state: 'progressing',
        phase: 'Progressing',
        iterations: { done: 3, total: 10 },
        failedChecks: { count: 1, limit: 5 },
        weight: { desired: 30, actual: 30, max: 50 },
        workload: { kind: 'Deployment', name: 'orders' },
        unknownToGit: 'What serves is a copy.',
        stale: 'Flagger has not looked for an hour.',
      }),
    );
    const shown = await block();
    expect(shown.getByText('3 of 10')).toBeVisible();
    expect(shown.getByText('1 (limit 5)')).toBeVisible();
    expect(shown.getByText('50 %')).toBeVisible();
    expect(
      shown.getByText('Flagger has not looked for an hour.'),
    ).toBeVisible();
    await user.click(
      shown.getByRole('button', { name: 'Details of the rollout' }),
    );
    expect(shown.getByText('Deployment orders')).toBeVisible();
    expect(shown.getByText('What serves is a copy.')).toBeVisible();
  });

  it('says little of one at rest, and the rest on request', async () => {
    const { user } = render(
      aRollout({ service, actions: offers(['restart']) }),
    );
    const shown = await block();
    expect(shown.getByText('Stable')).toBeVisible();
    expect(
      shown.queryByRole('button', { name: 'Restart' }),
    ).not.toBeInTheDocument();
    await user.click(
      shown.getByRole('button', { name: 'Details of the rollout' }),
    );
    expect(shown.getByRole('button', { name: 'Restart' })).toBeVisible();
    expect(shown.getByText('1.4.2')).toBeVisible();
  });
});
