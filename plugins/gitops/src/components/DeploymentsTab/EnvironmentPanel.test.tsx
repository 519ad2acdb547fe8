import { EntityProvider } from '@backstage/plugin-catalog-react';
import {
  Deployment,
  GitopsApi,
  Promotion,
  Restriction,
  RestrictionRequest,
  ServiceEnvironment,
} from '@fairlead/backstage-plugin-gitops-common';
import { screen, waitFor, within } from '@testing-library/react';
import {
  aPlan,
  aPlanResponse,
  aPromotion,
} from '../../__testUtils__/aPromotion';
import {
  aService,
  allAllowed,
  inEnvironment,
} from '../../__testUtils__/aService';
import { aTarget } from '../../__testUtils__/aTarget';
import { renderPage } from '../../__testUtils__/renderPage';
import { DeploymentsTab } from './DeploymentsTab';

const entityRef = 'component:default/payments';
const sha = '8d3f0c1b5a2e4d6f7081929394a5b6c7d8e9f0a1';
const at = '2025-03-04T10:00:00.000Z';
const image = (tag: string) => ({
  images: [{ name: 'ghcr.io/acme/payments', tag }],
});

const runs = (environment: string, version: string) =>
  aTarget({
    service: 'payments',
    environment,
    cluster: environment,
    version,
    sha,
    deployedAt: at,
  });

const plan = (from: string, to: string) =>
  aPlan({
    service: 'payments',
    from,
    to,
    fromVersion: '3.1.4',
    toVersion: '3.2.0',
  });

const promotion = (overrides: Partial<Promotion> = {}) =>
  aPromotion({
    id: 'p1',
    plan: plan('staging', 'prod-eu'),
    state: 'open',
    message: 'Waits for a review.',
    createdAt: at,
    overrides,
  });

const veto: Restriction = {
  id: 'r1',
  kind: 'veto',
  scope: { entityRef, environment: 'prod-eu' },
  version: image('3.2.0'),
  reason: 'It crashed.',
  createdBy: 'fairlead',
  createdAt: at,
  promotionId: 'p9',
};

const freeze: Restriction = {
  id: 'r2',
  kind: 'freeze',
  scope: { environment: 'prod-eu' },
  reason: 'The sale is on.',
  createdBy: 'user:default/ines.roth',
  createdAt: at,
  endsAt: new Date(Date.now() + 2 * 3600_000).toISOString(),
};

function render(options: {
  production?: Partial<ServiceEnvironment>;
  parts?: Partial<GitopsApi>;
  denies?: (permission: string) => boolean;
}) {
  const { production, parts, denies } = options;
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
    {
      getService: async () =>
        aService({
          entityRef,
          environments: [
            inEnvironment('dev', { targets: [runs('dev', '3.3.0')] }),
            inEnvironment('staging', { targets: [runs('staging', '3.2.0')] }),
            inEnvironment('prod-eu', {
              targets: [runs('prod-eu', '3.1.4')],
              ...production,
            }),
          ],
          pipelineProblems: [
            {
              message: 'soak has to be a duration.',
              file: 'apps/payments/fairlead.yaml',
              line: 14,
              column: 11,
              url: 'https://github.com/acme/gitops/blob/main/fairlead.yaml#L14',
            },
          ],
        }),
      ...parts,
    },
    { denies },
  );
}

const panel = async () =>
  within(await screen.findByRole('region', { name: 'Production EU' }));

async function openMenu(user: ReturnType<typeof render>['user']) {
  await user.click(
    await screen.findByRole('button', { name: 'Actions for Production EU' }),
  );
}

async function choose(user: ReturnType<typeof render>['user'], item: RegExp) {
  await openMenu(user);
  await user.click(screen.getByRole('menuitem', { name: item }));
  return within(await screen.findByRole('dialog'));
}

const isGone = () =>
  waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());

describe('EnvironmentPanel', () => {
  it('says what is forbidden, what waits, what is lacking and by which rules', async () => {
    const { user } = render({
      production: {
        restrictions: [veto, freeze],
        queuedPromotions: [promotion({ id: 'p2', state: 'queued' })],
        lacks: [
          {
            promotionId: 'p7',
            environment: 'staging',
            version: '3.1.5',
            reason: 'Nobody could pay.',
          },
        ],
      },
      denies: permission => permission === 'gitops.freeze.all',
    });

    const shown = await panel();
    const [vetoed, frozen] = within(
      shown.getByRole('list', { name: 'In force here' }),
    ).getAllByRole('listitem');
    expect(vetoed).toHaveTextContent(
      /^Vetoed: 3.2.0It crashed.Fairlead .* ago/,
    );
    expect(within(vetoed).getByRole('link')).toHaveAttribute(
      'href',
      '/gitops/promotions/p9',
    );
    expect(frozen).toHaveTextContent(
      /^Frozen: Production EUThe sale is on.ines.roth .*until .*\(in 2h\)/,
    );
    const lift = within(frozen).getByRole('button', {
      name: 'Lift the freeze',
    });
    await waitFor(() =>
      expect(lift).toHaveAccessibleDescription(
        /You may not lift what covers more than one service/,
      ),
    );
    expect(
      shown.getByRole('link', { name: '3.2.0 from Staging' }),
    ).toHaveAttribute('href', '/gitops/promotions/p2');
    expect(shown.getByText('Lacks hotfix 3.1.5')).toBeVisible();
    expect(shown.getByText(/Nobody could pay/)).toHaveTextContent(
      'It went to Staging directly',
    );
    const rules = shown.getByRole('button', {
      name: 'Rules: By hand · people merge',
    });
    expect(rules).toHaveAttribute('aria-expanded', 'false');
    await user.click(rules);
    expect(shown.getByText('People merge the pull request')).toBeVisible();

    expect(
      screen.getByRole('link', {
        name: 'apps/payments/fairlead.yaml, line 14, column 11',
      }),
    ).toHaveAttribute(
      'href',
      'https://github.com/acme/gitops/blob/main/fairlead.yaml#L14',
    );
    expect(screen.getByText(/soak has to be a duration/)).toBeVisible();
  });

  it('lifts with a reason', async () => {
    let restrictions = [veto];
    const liftRestriction = jest.fn(async () => {
      restrictions = [];
      return veto;
    });
    const { user } = render({
      parts: {
        liftRestriction,
        getService: async () =>
          aService({
            entityRef,
            environments: [
              inEnvironment('prod-eu', {
                targets: [runs('prod-eu', '3.1.4')],
                restrictions,
              }),
            ],
          }),
      },
    });

    await user.click(
      (await panel()).getByRole('button', { name: 'Lift the veto' }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    await user.type(dialog.getByLabelText(/Reason/), 'fixed elsewhere');
    await user.click(dialog.getByRole('button', { name: 'Lift the veto' }));
    await isGone();
    expect(liftRestriction).toHaveBeenCalledWith({
      id: 'r1',
      reason: 'fixed elsewhere',
    });
    expect(screen.queryByText('Vetoed: 3.2.0')).not.toBeInTheDocument();
  });

  it('freezes until a time, which has to be right', async () => {
    const createRestriction = jest.fn(
      async (_: RestrictionRequest): Promise<Restriction> => freeze,
    );
    const { user } = render({ parts: { createRestriction } });

    const dialog = await choose(user, /^Freeze/);
    await user.type(dialog.getByLabelText(/Reason/), 'an audit');
    await user.click(dialog.getByRole('button', { name: /Ends/ }));
    await user.click(
      await screen.findByRole('option', { name: 'At a time of your own' }),
    );
    const confirm = await screen.findByRole('button', { name: 'Freeze' });
    await user.click(confirm);
    expect(await screen.findByText('Say when it ends.')).toBeVisible();
    expect(createRestriction).not.toHaveBeenCalled();
    await user.type(screen.getByLabelText(/Ends at/), '2099-12-24T18:00');
    await user.click(confirm);
    await isGone();
    expect(createRestriction).toHaveBeenCalledWith({
      kind: 'freeze',
      scope: { entityRef, environment: 'prod-eu' },
      reason: 'an audit',
      endsAt: new Date('2099-12-24T18:00').toISOString(),
    });
  });

  it('vetoes a version that is chosen', async () => {
    const createRestriction = jest.fn(
      async (_: RestrictionRequest): Promise<Restriction> => veto,
    );
    const { user } = render({ parts: { createRestriction } });

    const dialog = await choose(user, /^Veto/);
    await user.click(dialog.getByRole('button', { name: /Version/ }));
    await user.click(
      await screen.findByRole('option', { name: '3.2.0, in Staging' }),
    );
    await user.type(screen.getByLabelText(/Reason/), 'it leaks');
    await user.click(screen.getByRole('button', { name: 'Veto a version' }));
    await isGone();
    expect(createRestriction).toHaveBeenCalledWith({
      kind: 'veto',
      scope: { entityRef, environment: 'prod-eu' },
      version: image('3.2.0'),
      reason: 'it leaks',
    });
  });

  it('shows the history, and rolls back to what a person chooses', async () => {
    const live: Deployment = {
      id: 'd2',
      entityRef,
      environment: 'prod-eu',
      version: image('3.1.4'),
      versionKey: 'k2',
      revisions: [sha],
      startedAt: at,
    };
    const planRollback = jest.fn(async () =>
      aPlanResponse(plan('prod-eu', 'prod-eu')),
    );
    const createRollback = jest.fn(async () => promotion({ kind: 'rollback' }));
    const { user } = render({
      parts: {
        listDeployments: async () => ({
          deployments: [
            live,
            {
              ...live,
              id: 'd1',
              version: image('3.1.3'),
              startedAt: '2025-03-01T10:00:00.000Z',
              endedAt: at,
              failure: 'OOMKilled',
              promotionId: 'p3',
            },
          ],
        }),
        planRollback,
        createRollback,
      },
    });

    const history = await choose(user, /^History/);
    const rows = await history.findAllByRole('row');
    expect(rows[1]).toHaveTextContent(/^3.1.4Not verified.*Runs now$/);
    expect(rows[2]).toHaveTextContent(/^3.1.3FailedOOMKilled.*3 days/);
    expect(within(rows[2]).getByRole('link')).toHaveAttribute(
      'href',
      '/gitops/promotions/p3',
    );
    expect(within(rows[1]).queryByRole('button')).not.toBeInTheDocument();

    await user.click(
      history.getByRole('button', { name: 'Roll back to this version, 3.1.3' }),
    );
    expect(
      await screen.findByText('Roll Production EU back to 3.1.3'),
    ).toBeVisible();
    expect(
      await screen.findByText('This version was never verified here'),
    ).toBeVisible();
    expect(screen.getByRole('region', { name: /^Changes in/ })).toBeVisible();
    await user.type(screen.getByLabelText(/Reason/), 'worse now');
    await user.click(
      screen.getByRole('button', { name: 'Open rollback pull request' }),
    );
    await screen.findByText(/The promotion is under way/);
    const request = { entityRef, environment: 'prod-eu', deploymentId: 'd1' };
    expect(planRollback).toHaveBeenCalledWith(request);
    expect(createRollback).toHaveBeenCalledWith({
      ...request,
      reason: 'worse now',
      fingerprint: 'f1',
    });
  });

  it('brings a hotfix past what it names, and back-fills what lacks it', async () => {
    const planPromotion = jest.fn<
      ReturnType<GitopsApi['planPromotion']>,
      Parameters<GitopsApi['planPromotion']>
    >(async ({ from, to }) => aPlanResponse(plan(from, to)));
    const { user } = render({
      production: {
        lacks: [
          {
            promotionId: 'p7',
            environment: 'dev',
            version: '3.3.0',
            reason: 'Nobody could pay.',
          },
        ],
      },
      parts: { planPromotion },
    });

    const dialog = await choose(user, /^Hotfix/);
    const next = dialog.getByRole('button', { name: 'Show the diff' });
    expect(next).toHaveAccessibleDescription('Choose where the version is.');
    await user.click(dialog.getByRole('radio', { name: 'Development: 3.3.0' }));
    expect(dialog.getByText('Skips Staging.')).toBeVisible();
    await user.click(next);
    expect(
      await screen.findByText('Hotfix from Development to Production EU'),
    ).toBeVisible();
    await user.click(await screen.findByRole('button', { name: 'Cancel' }));

    await user.click(
      (await panel()).getByRole('button', { name: 'Back-fill 3.3.0' }),
    );
    expect(
      await screen.findByText('Back-fill 3.3.0 to Production EU'),
    ).toBeVisible();
    const request = { entityRef, from: 'dev', to: 'prod-eu', skip: true };
    expect(planPromotion.mock.calls).toEqual([[request], [request]]);
  });

  it('says in the menu why something can’t be done', async () => {
    const { user } = render({
      production: {
        allowances: {
          ...allAllowed,
          skip: { allowed: false, why: 'Only the owners may skip.' },
        },
      },
    });

    await openMenu(user);
    const item = screen.getByRole('menuitem', { name: /^Hotfix/ });
    expect(item).toHaveTextContent('Only the owners may skip.');
    await user.click(item);
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });
});
