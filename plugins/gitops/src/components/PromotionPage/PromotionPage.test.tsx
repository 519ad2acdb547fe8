import {
  GitopsApi,
  Promotion,
  PromotionDetail,
  PromotionState,
} from '@fairlead/backstage-plugin-gitops-common';
import { screen, within } from '@testing-library/react';
import {
  aPlan,
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
