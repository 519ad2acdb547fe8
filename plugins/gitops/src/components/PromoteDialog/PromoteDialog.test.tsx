import {
  defaultPolicy,
  GitopsApi,
  PlanResponse,
  PromotionRequest,
} from '@fairlead/backstage-plugin-gitops-common';
import { screen, within } from '@testing-library/react';
import {
  aGate,
  aPlan,
  aPlanResponse,
  aPromotion,
} from '../../__testUtils__/aPromotion';
import { refusal } from '../../__testUtils__/refusal';
import { renderPage } from '../../__testUtils__/renderPage';
import { PromoteDialog } from './PromoteDialog';

const titles: Record<string, string> = {
  staging: 'Staging',
  'prod-eu': 'Production EU',
};

const plan = (overrides?: PlanResponse['plan'] | object) =>
  aPlan({
    service: 'orders',
    from: 'staging',
    to: 'prod-eu',
    fromVersion: '1.4.2',
    toVersion: '1.5.0',
    overrides,
  });

const opened = aPromotion({
  id: 'p1',
  plan: plan(),
  state: 'open',
  message: 'Waits for a review.',
  createdAt: new Date().toISOString(),
});

function render(parts: Partial<GitopsApi>) {
  return renderPage(
    <PromoteDialog
      entityRef="component:default/orders"
      from="staging"
      to="prod-eu"
      titleOf={name => titles[name]}
      onClose={() => {}}
    />,
    parts,
  );
}

const submitButton = () =>
  screen.findByRole('button', { name: 'Open pull request' });

describe('PromoteDialog', () => {
  it('shows the exact diff, insists on a reason, and opens the promotion', async () => {
    const createPromotion = jest.fn(async (_: PromotionRequest) => opened);
    const { user } = render({
      planPromotion: async () => aPlanResponse(plan()),
      createPromotion,
    });

    const submit = await submitButton();
    expect(screen.getByText('Production EU now').nextSibling).toHaveTextContent(
      '1.4.2',
    );
    const diff = within(
      screen.getByRole('region', {
        name: 'Changes in apps/orders/overlays/prod-eu/kustomization.yaml',
      }),
    );
    expect(
      diff.getByRole('row', { name: /9 − newTag: 1.4.2 # set by/ }),
    ).toBeVisible();
    expect(diff.getByRole('row', { name: /9 \+ newTag: 1.5.0/ })).toBeVisible();
    expect(
      screen.getByText(/Tag of image ghcr.io\/acme\/orders/),
    ).toBeVisible();

    await user.click(submit);
    expect(screen.getByRole('alert')).toHaveTextContent('Say why');
    expect(createPromotion).not.toHaveBeenCalled();

    await user.type(screen.getByLabelText(/Reason/), ' the new checkout ');
    await user.click(submit);
    expect(
      await screen.findByRole('link', { name: 'Follow it on its page' }),
    ).toHaveAttribute('href', '/gitops/promotions/p1');
    expect(createPromotion).toHaveBeenCalledTimes(1);
    expect(createPromotion.mock.calls[0][0]).toEqual({
      entityRef: 'component:default/orders',
      from: 'staging',
      to: 'prod-eu',
      reason: 'the new checkout',
      fingerprint: 'f1',
    });
  });

  it('names file and line of what blocks it', async () => {
    const { user } = render({
      planPromotion: async () =>
        aPlanResponse(
          plan({
            edits: [],
            files: [],
            blockers: [
              {
                code: 'anchor',
                message: 'The tag is a YAML alias that staging uses too.',
                file: 'apps/orders/images.yaml',
                line: 4,
              },
            ],
          }),
        ),
    });

    const submit = await submitButton();
    expect(screen.getByText('apps/orders/images.yaml:4')).toBeVisible();
    expect(screen.getByText(/a YAML alias that staging uses/)).toBeVisible();
    expect(submit).toHaveAccessibleDescription(/has to be resolved in Git/);
    await user.type(screen.getByLabelText(/Reason/), 'x');
    await user.click(submit); // createPromotion would fail the test
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('shows the promotion that is under way instead of a second one', async () => {
    render({
      planPromotion: async () =>
        aPlanResponse(plan(), { active: opened, lane: 'same' }),
    });

    expect(await submitButton()).toHaveAccessibleDescription(
      'There is nothing to ask for; follow it instead.',
    );
    expect(
      screen.getByRole('link', { name: 'Promotion of 1.5.0 from Staging' }),
    ).toHaveAttribute('href', '/gitops/promotions/p1');
  });

  it('says how the gates stand, and waits for them instead of the person', async () => {
    const until = new Date(Date.now() + 50 * 60_000).toISOString();
    const createPromotion = jest.fn(async (_: PromotionRequest) => opened);
    const { user } = render({
      planPromotion: async () =>
        aPlanResponse(plan(), {
          active: opened,
          lane: 'supersede',
          waves: [{ targets: 50 }, { targets: 1500 }],
          policy: { ...defaultPolicy('prod-eu'), merge: 'automatic' },
          gates: [
            aGate(),
            aGate({
              gate: 'soak-time',
              title: 'Soak time',
              phases: ['open', 'merge'],
              status: 'waiting',
              message: 'Has to run in Staging for 6 hours.',
              until,
            }),
            aGate({
              gate: 'http:slo',
              title: 'Error budget',
              phases: ['merge'],
              status: 'failed',
              message: 'It is used up.',
              link: 'https://slo.example',
            }),
          ],
        }),
      createPromotion,
    });

    const before = within(
      await screen.findByRole('list', {
        name: 'Before the pull request opens',
      }),
    );
    const [verified, soak] = before.getAllByRole('listitem');
    expect(verified).toHaveTextContent('PassedVerified in Staging');
    expect(soak).toHaveTextContent(/^WaitingSoak time/);
    expect(soak).toHaveTextContent(/Passes at .*\(in 50m\)/);
    expect(soak).toHaveTextContent('Asked again before the merge.');
    const merging = screen.getByRole('list', { name: 'Before it is merged' });
    expect(merging).toHaveTextContent('FailedError budgetIt is used up.');
    expect(
      within(merging).getByRole('link', { name: /Error budget/ }),
    ).toHaveAttribute('href', 'https://slo.example');

    expect(
      screen.getByText('It takes the place of the promotion under way'),
    ).toBeVisible();
    expect(
      screen.getByText(
        '2 pull requests, one after the other: 50, 1,500 targets',
      ),
    ).toBeVisible();
    expect(
      screen.getByText('Fairlead merges the pull request when all gates pass.'),
    ).toBeVisible();

    await user.type(screen.getByLabelText(/Reason/), 'the new checkout');
    await user.click(
      screen.getByRole('button', { name: 'Promote when gates pass' }),
    );
    await screen.findByRole('link', { name: 'Follow it on its page' });
    expect(createPromotion).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['queue', 'Join the queue', true],
    ['reject', 'Open pull request', false],
  ] as const)(
    'knows a lane that %ss what comes second',
    async (lane, word, isPossible) => {
      render({
        planPromotion: async () =>
          aPlanResponse(plan(), { active: opened, lane }),
      });

      const button = await screen.findByRole('button', { name: word });
      expect(button.getAttribute('aria-disabled')).toBe(
        isPossible ? null : 'true',
      );
      expect(
        screen.getByRole('link', { name: 'Promotion of 1.5.0 from Staging' }),
      ).toBeVisible();
    },
  );

  it('says that there is nothing to change', async () => {
    render({
      planPromotion: async () => aPlanResponse(plan({ edits: [], files: [] })),
    });

    expect(
      await screen.findByText(/Nothing to change: Git already/),
    ).toBeVisible();
    expect(await submitButton()).toHaveAccessibleDescription(
      'There is nothing to change.',
    );
  });

  it('shows the new diff when Git has moved, and keeps the reason through every refusal', async () => {
    const answers = [
      plan(),
      plan({
        fingerprint: 'f2',
        toVersion: { images: [{ name: 'o', tag: '1.5.1' }] },
      }),
    ];
    const createPromotion = jest
      .fn<ReturnType<GitopsApi['createPromotion']>, [PromotionRequest]>()
      .mockRejectedValueOnce(await refusal(409, 'main has a newer commit.'))
      .mockRejectedValueOnce(await refusal(503, 'GitHub does not answer.'))
      .mockResolvedValue(opened);
    const { user } = render({
      planPromotion: async () => aPlanResponse(answers.shift() ?? plan()),
      createPromotion,
    });

    await user.click(await submitButton());
    await user.type(screen.getByLabelText(/Reason/), 'the new checkout');
    await user.click(await submitButton());
    expect(await screen.findByText(/main has a newer commit/)).toBeVisible();

    await user.click(screen.getByRole('button', { name: 'Show the new diff' }));
    expect(await screen.findByText('1.5.1')).toBeVisible();
    expect(
      screen.queryByText(/main has a newer commit/),
    ).not.toBeInTheDocument();
    expect(screen.getByLabelText(/Reason/)).toHaveValue('the new checkout');

    await user.click(await submitButton());
    expect(await screen.findByRole('alert')).toHaveTextContent(
      /This can’t be done at the moment.*GitHub does not answer/,
    );
    expect(screen.getByLabelText(/Reason/)).toHaveValue('the new checkout');

    await user.click(await submitButton());
    await screen.findByRole('link', { name: 'Follow it on its page' });
    expect(
      createPromotion.mock.calls.map(([{ fingerprint }]) => fingerprint),
    ).toEqual(['f1', 'f2', 'f2']);
  });

  it('says why there is no plan, and makes it again', async () => {
    const planPromotion = jest
      .fn<Promise<PlanResponse>, []>()
      .mockRejectedValueOnce(await refusal(502, 'GitHub answered with 500.'))
      .mockResolvedValue(aPlanResponse(plan()));
    const { user } = render({ planPromotion });

    expect(await screen.findByRole('alert')).toHaveTextContent(
      'GitHub answered with 500.',
    );
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await submitButton()).toBeEnabled();
  });
});
