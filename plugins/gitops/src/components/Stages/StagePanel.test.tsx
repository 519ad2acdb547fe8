import { GitopsApi } from '@fairlead/backstage-plugin-gitops-common';
import { screen, within } from '@testing-library/react';
import { allAllowed } from '../../__testUtils__/aService';
import { aCandidate, aStage } from '../../__testUtils__/aStage';
import { renderPage } from '../../__testUtils__/renderPage';
import { StagePanel } from './StagePanel';

const entityRef = 'component:default/payments';

function show(
  stage: Parameters<typeof aStage>[0],
  options: {
    allowances?: Partial<typeof allAllowed>;
    api?: Partial<GitopsApi>;
  } = {},
) {
  return renderPage(
    <StagePanel
      entityRef={entityRef}
      environment="staging"
      stage={aStage(stage)}
      allowances={{ ...allAllowed, ...options.allowances }}
    />,
    options.api ?? {},
  );
}

describe('a stage of another promotion system', () => {
  it('says who promotes, what is there, and what it waits for', async () => {
    show({
      current: {
        id: 'a',
        title: 'calm-otter',
        version: { images: [{ name: 'ghcr.io/acme/payments', tag: '1.4.2' }] },
        commits: [],
      },
      verification: { phase: 'Running', state: 'running' },
      holds: [{ reason: 'Kept at calm-otter.', by: 'email:eve@example.com' }],
      message: 'Waiting for verification',
      gates: [
        { name: 'security-scan', state: 'waiting', message: 'Scan running' },
      ],
    });
    const stage = await screen.findByRole('region', {
      name: 'Stage staging of Kargo',
    });
    expect(stage).toHaveTextContent('Kargo promotes here');
    expect(stage).toHaveTextContent('Has 1.4.2 (calm-otter)');
    expect(stage).toHaveTextContent('Comes after dev.');
    expect(stage).toHaveTextContent('Takes nothing by itself.');
    expect(stage).toHaveTextContent('Verification running');
    expect(stage).toHaveTextContent('Waiting for verification');
    expect(stage).toHaveTextContent('Kept at calm-otter. By eve@example.com.');
    expect(
      within(stage).getByRole('list', { name: 'Gates' }),
    ).toHaveTextContent('waitingsecurity-scan: Scan running');
  });

  it('follows a promotion with its steps and its pull request', async () => {
    show({
      promotion: {
        name: 'staging.01k0.brave',
        phase: 'Running',
        state: 'running',
        requestedBy: 'user:default/ada',
        pullRequest: {
          url: 'https://github.com/acme/gitops/pull/41',
          number: 41,
          state: 'open',
        },
        steps: [
          { name: 'git-clone', state: 'succeeded' },
          { name: 'wait', state: 'running', message: 'Not merged yet' },
        ],
      },
    });
    const stage = await screen.findByRole('region', { name: /^Stage / });
    expect(stage).toHaveTextContent('Promotion running');
    expect(stage).toHaveTextContent('At step 2 of 2: wait.');
    expect(stage).toHaveTextContent('Asked for by ada.');
    expect(
      within(stage).getByRole('link', { name: /Pull request 41/ }),
    ).toHaveAttribute('href', 'https://github.com/acme/gitops/pull/41');
    expect(stage).toHaveTextContent('wait: Not merged yet');
  });

  it('promotes what is available, after asking', async () => {
    const runStageAction = jest.fn(async () => ({
      message: 'Kargo was asked to promote to staging.',
    }));
    const { user } = show(
      {
        candidates: [
          aCandidate({ title: 'brave-lynx', tag: '1.5.0' }),
          aCandidate({
            title: 'wise-owl',
            tag: '1.6.0',
            available: false,
            why: 'It is not verified in dev yet.',
          }),
        ],
      },
      { api: { runStageAction } },
    );
    const list = await screen.findByRole('list', {
      name: 'Freight for staging',
    });
    expect(list).toHaveTextContent('It is not verified in dev yet.');
    expect(
      within(list).queryByRole('button', { name: 'Promote wise-owl' }),
    ).toBeNull();
    await user.click(
      within(list).getByRole('button', { name: 'Promote brave-lynx' }),
    );
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent('Promote 1.5.0 (brave-lynx)');
    await user.click(within(dialog).getByRole('button', { name: 'Promote' }));
    expect(
      await within(dialog).findByText('Kargo was asked to promote to staging.'),
    ).toBeInTheDocument();
    expect(runStageAction).toHaveBeenCalledWith({
      objectId: 'hub:kargo.akuity.io:stage:shop:staging',
      action: 'promote',
      entityRef,
      environment: 'staging',
      stage: 'staging',
      freight: 'brave-lynx',
    });
  });

  it('lets pass what is not available, and says what that means', async () => {
    const runStageAction = jest.fn(async () => {
      throw new Error('The cluster hub refused to change freights');
    });
    const { user } = show(
      {
        candidates: [
          aCandidate({
            title: 'wise-owl',
            tag: '1.6.0',
            available: false,
            why: 'It is not verified in dev yet.',
          }),
        ],
      },
      { api: { runStageAction } },
    );
    await user.click(
      await screen.findByRole('button', { name: 'Approve wise-owl' }),
    );
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent(
      'although this holds: It is not verified in dev yet.',
    );
    await user.click(within(dialog).getByRole('button', { name: 'Approve' }));
    expect(
      await within(dialog).findByText(/refused to change freights/),
    ).toBeInTheDocument();
  });

  it('counts the time that freight waits for, and shows a few of many', async () => {
    const { user } = show({
      candidates: [
        aCandidate({
          title: 'soaked',
          tag: '1',
          available: false,
          why: 'It has to be in dev for 1h.',
          until: new Date(Date.now() - 1000).toISOString(),
        }),
        ...['a', 'b', 'c', 'd'].map(title => aCandidate({ title, tag: title })),
      ],
    });
    expect(
      await screen.findByRole('button', { name: 'Promote soaked' }),
    ).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Promote d' })).toBeNull();
    await user.click(screen.getByRole('button', { name: '2 more' }));
    expect(
      screen.getByRole('button', { name: 'Promote d' }),
    ).toBeInTheDocument();
  });

  it('says why somebody may not promote', async () => {
    show(
      { candidates: [aCandidate({ title: 'brave-lynx', tag: '1.5.0' })] },
      { allowances: { promote: { allowed: false, why: 'You lack it.' } } },
    );
    const button = await screen.findByRole('button', {
      name: 'Promote brave-lynx',
    });
    expect(button).toHaveAttribute('aria-disabled', 'true');
    expect(button).toHaveAccessibleDescription('You lack it.');
  });
});
