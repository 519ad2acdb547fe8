import {
  Allowance,
  GitopsApi,
  Promotion,
  PromotionDetail,
  PromotionState,
} from '@fairlead/backstage-plugin-gitops-common';
import { screen, waitFor, within } from '@testing-library/react';
import {
  aGate,
  aPlan,
  aPlanResponse,
  aPromotion,
  aPromotionDetail,
} from '../../__testUtils__/aPromotion';
import { refusal } from '../../__testUtils__/refusal';
import { renderPage } from '../../__testUtils__/renderPage';
import { PromotionPage } from './PromotionPage';

const at = '2025-03-04T10:00:00.000Z';

function detail(
  state: PromotionState,
  overrides: Partial<Promotion> = {},
): PromotionDetail {
  return aPromotionDetail(
    aPromotion({
      id: 'p1',
      plan: aPlan({
        service: 'orders',
        from: 'staging',
        to: 'prod-eu',
        fromVersion: '1.4.2',
        toVersion: '1.5.0',
      }),
      state,
      message: `Message of ${state}.`,
      createdAt: at,
      overrides,
    }),
    {
      events: [
        {
          id: '1',
          at,
          type: 'open',
          message: 'Opened pull request #318',
          actor: 'user:default/mara.olsen',
          link: 'https://github.com/acme/gitops/pull/318',
        },
      ],
    },
  );
}

const render = (parts: Partial<GitopsApi>) =>
  renderPage(<PromotionPage id="p1" />, parts);

async function steps() {
  const track = await screen.findByRole('list', {
    name: 'Steps of the promotion',
  });
  return within(track)
    .getAllByRole('listitem')
    .map(item => item.textContent?.replace(/^\d/, ''));
}

const done = (title: string) => `${title}, done`;
const ahead = (title: string) => `${title}, still to come`;
const now = (title: string) => `${title}, waited for now`;

describe('PromotionPage', () => {
  it.each<[PromotionState, string[]]>([
    [
      'opening',
      [
        now('Pull request open'),
        ...['Merged', 'Synced', 'Settled', 'Succeeded'].map(ahead),
      ],
    ],
    [
      'open',
      [
        done('Pull request open'),
        now('Merged'),
        ...['Synced', 'Settled', 'Succeeded'].map(ahead),
      ],
    ],
    [
      'merged',
      [
        ...['Pull request open', 'Merged'].map(done),
        now('Synced'),
        ...['Settled', 'Succeeded'].map(ahead),
      ],
    ],
    [
      'synced',
      [
        ...['Pull request open', 'Merged', 'Synced'].map(done),
        now('Settled'),
        ahead('Succeeded'),
      ],
    ],
    [
      'settling',
      [
        ...['Pull request open', 'Merged', 'Synced', 'Settled'].map(done),
        now('Succeeded'),
      ],
    ],
    [
      'succeeded',
      ['Pull request open', 'Merged', 'Synced', 'Settled', 'Succeeded'].map(
        done,
      ),
    ],
    ['closed', [done('Pull request open'), 'Closed, ended here']],
    ['cancelled', [done('Pull request open'), 'Cancelled, ended here']],
    ['superseded', [done('Pull request open'), 'Superseded, ended here']],
    [
      'failed',
      [...['Pull request open', 'Merged'].map(done), 'Failed, ended here'],
    ],
    ['noop', ['Nothing to do, ended here']],
    ['errored', ['Errored, ended here']],
  ])('shows how far a promotion came that is %s', async (state, expected) => {
    const withoutPullRequest = state === 'noop' || state === 'errored';
    render({
      getPromotion: async () =>
        detail(state, withoutPullRequest ? { pullRequest: undefined } : {}),
    });

    expect(await steps()).toEqual(expected);
    expect(screen.getAllByText(`Message of ${state}.`)[0]).toBeVisible();
  });

  it('shows all there is to know', async () => {
    render({
      getPromotion: async () =>
        detail('settling', {
          progress: [
            {
              targetId: 'prod-eu:argoproj.io:application:argocd:orders-prod-eu',
              synced: true,
              healthySince: at,
              message: 'Healthy, settling for 3 more minutes',
            },
          ],
        }),
    });

    expect(
      await screen.findByRole('heading', { level: 2, name: 'orders 1.5.0' }),
    ).toBeVisible();
    expect(screen.getByRole('link', { name: 'orders' })).toHaveAttribute(
      'href',
      '/catalog/component/default/orders/deployments',
    );
    expect(screen.getByText('1.4.2 → 1.5.0')).toBeVisible();
    expect(
      screen.getByText(/Customers wait for the new checkout/),
    ).toBeVisible();
    expect(
      screen.getByRole('link', { name: /Pull request 318: Promote orders/ }),
    ).toHaveAttribute('href', 'https://github.com/acme/gitops/pull/318');
    expect(screen.getByText('Approved')).toBeVisible();
    expect(screen.getByText('orders-prod-eu on prod-eu')).toBeVisible();
    const timeline = within(screen.getByRole('region', { name: 'Timeline' }));
    expect(timeline.getByText('Opened pull request #318')).toBeVisible();
    expect(timeline.getByText(/mara.olsen/)).toBeVisible();
    expect(screen.getByRole('row', { name: /\+ newTag: 1.5.0/ })).toBeVisible();
  });

  it('cancels with a reason, which a refusal does not lose', async () => {
    const cancelPromotion = jest
      .fn<
        ReturnType<GitopsApi['cancelPromotion']>,
        [{ id: string; reason: string }]
      >()
      .mockRejectedValueOnce(await refusal(409, 'It is merged by now.'))
      .mockResolvedValue(detail('cancelled').promotion);
    let state: PromotionState = 'open';
    const { user } = render({
      getPromotion: async () => detail(state),
      cancelPromotion,
    });

    await user.click(
      await screen.findByRole('button', { name: 'Cancel promotion' }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    const confirm = dialog.getByRole('button', { name: 'Cancel promotion' });
    await user.click(confirm);
    expect(cancelPromotion).not.toHaveBeenCalled();
    await user.type(dialog.getByLabelText(/Reason/), 'superfluous');
    await user.click(confirm);
    expect(await dialog.findByText(/It is merged by now/)).toBeVisible();
    expect(dialog.getByLabelText(/Reason/)).toHaveValue('superfluous');

    state = 'cancelled';
    await user.click(confirm);
    expect((await screen.findAllByText('Cancelled'))[0]).toBeVisible();
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Cancel promotion' }),
    ).not.toBeInTheDocument();
  });

  it('says why it can’t be cancelled', async () => {
    render({
      getPromotion: async () => ({
        ...detail('merged'),
        allowances: {
          ...detail('merged').allowances,
          cancel: { allowed: false, why: 'It is merged already.' },
        },
      }),
    });

    expect(
      await screen.findByRole('button', { name: 'Cancel promotion' }),
    ).toHaveAccessibleDescription('It is merged already.');
  });

  it('shows who let it pass a gate for ever, and lets others through with a reason', async () => {
    const overrideGate = jest.fn(async () => detail('open').promotion);
    const passed = {
      by: 'user:default/ines.roth',
      reason: 'The checkout is down.',
      at,
    };
    const slo = aGate({
      gate: 'http:slo',
      title: 'Error budget',
      phases: ['merge'],
      status: 'failed',
      message: 'It is used up.',
    });
    let gates = [
      aGate(),
      aGate({
        gate: 'windows',
        title: 'Change window',
        status: 'waiting',
        overridden: passed,
      }),
      slo,
    ];
    const { user } = render({
      getPromotion: async () => detail('open', { gates }),
      overrideGate,
    });

    const section = within(
      await screen.findByRole('region', { name: 'Gates' }),
    );
    expect(section.getByText('Overridden')).toBeVisible();
    expect(section.getByText(/ines.roth let it pass/)).toHaveTextContent(
      'The checkout is down.',
    );
    // What has passed, by itself or by a person, needs no way past it.
    expect(section.getAllByRole('button')).toHaveLength(1);

    await user.click(
      section.getByRole('button', { name: 'Override Error budget' }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    const confirm = dialog.getByRole('button', { name: 'Override gate' });
    await user.click(confirm);
    expect(overrideGate).not.toHaveBeenCalled();
    await user.type(dialog.getByLabelText(/Reason/), 'we know');
    gates = [
      ...gates.slice(0, 2),
      { ...slo, overridden: { ...passed, reason: 'we know' } },
    ];
    await user.click(confirm);
    expect(await section.findByText(/we know/)).toBeVisible();
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
    expect(overrideGate).toHaveBeenCalledWith({
      id: 'p1',
      gate: 'http:slo',
      reason: 'we know',
    });
  });

  it('collects approvals, and says which do not count', async () => {
    const approvePromotion = jest.fn(async () => detail('open').promotion);
    const { user } = render({
      getPromotion: async () => ({
        ...detail('open', {
          gates: [
            aGate({
              gate: 'approvals',
              title: 'Approvals',
              phases: ['merge'],
              status: 'waiting',
              message: '1 of 2 approvals.',
            }),
          ],
        }),
        approvals: [
          {
            by: 'user:default/jo',
            at,
            counts: true,
            comment: 'Ran it by hand.',
          },
          {
            by: 'user:default/lena',
            at,
            counts: false,
            why: 'The change is another one by now.',
          },
        ],
      }),
      approvePromotion,
    });

    const [jo, lena] = within(
      await screen.findByRole('list', { name: 'Approvals' }),
    ).getAllByRole('listitem');
    expect(jo).toHaveTextContent(/^joApproved.*Ran it by hand.$/);
    expect(lena).toHaveTextContent(
      /^lenaDoes not count.*The change is another one by now.$/,
    );
    await user.click(screen.getByRole('button', { name: 'Approve' }));
    const dialog = within(await screen.findByRole('dialog'));
    await user.type(dialog.getByLabelText(/Comment/), 'fine');
    await user.click(dialog.getByRole('button', { name: 'Approve' }));
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    expect(approvePromotion).toHaveBeenCalledWith({
      id: 'p1',
      comment: 'fine',
    });
  });

  it('merges after a last look, and says why it can’t', async () => {
    const mergePromotion = jest
      .fn<ReturnType<GitopsApi['mergePromotion']>, []>()
      .mockRejectedValueOnce(await refusal(409, 'The head has moved.'))
      .mockResolvedValue(detail('merged').promotion);
    let merge: Allowance = {
      allowed: false,
      why: 'Two approvals are missing.',
    };
    const { user, signal } = render({
      getPromotion: async () => ({
        ...detail('open'),
        allowances: { ...detail('open').allowances, merge },
      }),
      mergePromotion,
    });

    const button = await screen.findByRole('button', { name: 'Merge' });
    expect(button).toHaveAccessibleDescription('Two approvals are missing.');
    await user.click(button);
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();

    merge = { allowed: true };
    signal({
      type: 'promotion',
      promotionId: 'p1',
      entityRef: 'component:default/orders',
    });
    await waitFor(() =>
      expect(button).not.toHaveAttribute('aria-disabled', 'true'),
    );
    await user.click(button);
    const dialog = within(await screen.findByRole('dialog'));
    await user.click(dialog.getByRole('button', { name: 'Merge' }));
    expect(await dialog.findByText(/The head has moved/)).toBeVisible();
    await user.click(dialog.getByRole('button', { name: 'Merge' }));
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    expect(mergePromotion).toHaveBeenCalledTimes(2);
  });

  it('shows the waves around it, and follows them', async () => {
    const wave = (index: number, state: PromotionState): Promotion => ({
      ...detail(state).promotion,
      id: `p${index}`,
      wave: { group: 'g', index, count: 4 },
    });
    let third: PromotionState = 'queued';
    const getPromotion = jest.fn(async () =>
      aPromotionDetail(wave(1, 'settling'), {
        waves: [wave(1, 'settling'), wave(2, 'open'), wave(3, third)],
      }),
    );
    const { signal } = render({ getPromotion });

    const list = within(await screen.findByRole('list', { name: 'Waves' }));
    expect(
      list
        .getAllByRole('listitem')
        .map(item => item.getAttribute('aria-current')),
    ).toEqual(['page', null, null]);
    expect(
      list.getByRole('link', { name: 'Wave 2: 1 target' }),
    ).toHaveAttribute('href', '/gitops/promotions/p2');
    expect(list.getByText('Queued')).toBeVisible();
    expect(screen.getByText('Wave 1 of 4')).toBeVisible();
    expect(screen.getByText('One more wave comes after these.')).toBeVisible();

    third = 'failed';
    signal({
      type: 'promotion',
      promotionId: 'p3',
      entityRef: 'component:default/orders',
    });
    expect(await list.findByText('Failed')).toBeVisible();
  });

  it('says what is in conflict and what to do, and what it has to do with others', async () => {
    render({
      getPromotion: async () =>
        detail('open', {
          kind: 'hotfix',
          automatic: true,
          skips: ['qa', 'staging'],
          conflicts: [
            {
              file: 'apps/orders/k.yaml',
              pointer: 'images[0].newTag',
              from: '1.4.2',
              to: '1.5.0',
              now: '1.4.3',
            },
          ],
          links: { supersedes: 'p0', rollsBack: 'p9' },
        }),
    });

    const conflict = within(
      await screen.findByRole('list', { name: 'Conflicts' }),
    ).getByRole('listitem');
    expect(conflict).toHaveTextContent(
      'apps/orders/k.yaml · images[0].newTagIt was1.4.2This promotion writes1.5.0It is now1.4.3',
    );
    expect(screen.getByText(/set the value back on/)).toHaveTextContent('main');
    expect(screen.getByText('Hotfix')).toBeVisible();
    expect(screen.getByText('Automatic')).toBeVisible();
    expect(screen.getByText(/Skips qa and staging/)).toBeVisible();
    expect(screen.getByText('From Staging to Production EU')).toBeVisible();
    expect(
      screen.getByRole('link', { name: /Took the place of/ }),
    ).toHaveAttribute('href', '/gitops/promotions/p0');
    expect(screen.getByRole('link', { name: /Rolls back/ })).toHaveAttribute(
      'href',
      '/gitops/promotions/p9',
    );
  });

  it('rolls back what went wrong, unless that is done already', async () => {
    const rolledBack = detail('open', { kind: 'rollback' }).promotion;
    const createRollback = jest.fn(async () => rolledBack);
    let links: Promotion['links'] = {};
    const { user, signal } = render({
      getPromotion: async () => detail('failed', { links }),
      planRollback: async () =>
        aPlanResponse(
          aPlan({
            service: 'orders',
            from: 'prod-eu',
            to: 'prod-eu',
            fromVersion: '1.5.0',
            toVersion: '1.4.2',
          }),
        ),
      createRollback,
    });

    await user.click(await screen.findByRole('button', { name: 'Roll back' }));
    const dialog = within(await screen.findByRole('dialog'));
    const submit = await dialog.findByRole('button', {
      name: 'Open rollback pull request',
    });
    expect(dialog.getByText('Production EU now').nextSibling).toHaveTextContent(
      '1.5.0',
    );
    await user.type(dialog.getByLabelText(/Reason/), 'it crashes');
    await user.click(submit);
    await dialog.findByText(/The promotion is under way/);
    expect(createRollback).toHaveBeenCalledWith({
      entityRef: 'component:default/orders',
      environment: 'prod-eu',
      deploymentId: undefined,
      reason: 'it crashes',
      fingerprint: 'f1',
    });

    links = { rolledBackBy: 'p2' };
    signal({
      type: 'promotion',
      promotionId: 'p1',
      entityRef: 'component:default/orders',
    });
    expect(
      await screen.findByText('Rolled back by another promotion'),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Roll back', hidden: true }),
    ).not.toBeInTheDocument();
  });

  it('follows signals about this promotion alone', async () => {
    let state: PromotionState = 'open';
    const getPromotion = jest.fn(async () => detail(state));
    const { signal } = render({ getPromotion });
    await steps();

    state = 'merged';
    const entityRef = 'component:default/orders';
    signal({ type: 'promotion', promotionId: 'p2', entityRef });
    signal({ type: 'targets', targetIds: ['x'], added: true });
    signal({ type: 'promotion', promotionId: 'p1', entityRef });
    expect((await screen.findAllByText('Message of merged.'))[0]).toBeVisible();
    expect(getPromotion).toHaveBeenCalledTimes(2);
  });

  it('says that there is no such promotion', async () => {
    const missing = await refusal(404, 'There is no promotion p1.');
    render({
      getPromotion: async () => {
        throw missing;
      },
    });

    expect(await screen.findByRole('alert')).toHaveTextContent(
      'There is no promotion p1.',
    );
  });
});
