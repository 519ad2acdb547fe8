import { GithubWorld } from './__testUtils__/GithubWorld';

describe('the budget of requests to GitHub', () => {
  let world: GithubWorld;

  beforeEach(async () => {
    world = await GithubWorld.start({
      budget: { spacingMs: 0, writesPerMinute: 3, patienceMs: 1_000 },
    });
  });
  afterEach(async () => world.close());

  const budgets = () =>
    new Map(
      world.budgets
        .budgets()
        .map(({ resource, ...budget }) => [resource, budget]),
    );
  const read = async () =>
    world.forge.readTree({
      repoUrl: world.repoUrl,
      ref: 'main',
      files: ['deploy/shop/values.yaml'],
      directories: [],
    });

  it('counts REST and GraphQL, tells reads from writes, and hears what GitHub says', async () => {
    const requests = await world.requestsDuring(read);
    expect(requests.map(({ method }) => method)).toEqual(['POST']);
    expect(budgets().get('writes per hour')?.remaining).toBe(500);
    expect(budgets().get('graphql')).toMatchObject({
      credential: world.host,
      limit: 5_000,
      remaining: 4_999,
    });
    await world.forge.isAncestor({
      repoUrl: world.repoUrl,
      ancestor: 'main',
      descendant: 'main',
    });
    expect(budgets().get('writes per hour')?.remaining).toBe(500);
    expect(budgets().get('core')).toMatchObject({ limit: 5_000 });
  });

  it('holds back what GitHub asks not to be sent, before it has to refuse it', async () => {
    const open = async () =>
      world.forge.openPullRequest(await world.promotion());
    const requests = await world.requestsDuring(async () => {
      await expect(open()).rejects.toMatchObject({
        name: 'ServiceUnavailableError',
        message: expect.stringMatching(
          /^The portal holds back its requests to .* for acme\/gitops until \d{4}-.*: could not /,
        ),
        cause: { name: 'ForgeAnswer', retryAt: expect.any(Date) },
      });
    });
    const writes = requests.filter(
      ({ path, body }) =>
        !path.endsWith('/graphql') || body.includes('mutation'),
    );
    expect(writes).toHaveLength(3);
    expect(await world.pullRequests()).toEqual([]);
    expect(budgets().get('writes per minute')).toMatchObject({ remaining: 0 });
    // Nothing is paused: reads go on.
    expect((await read()).files).toHaveLength(1);
  });

  it('shows when GitHub wants to be left alone, and by whom', async () => {
    world.faults.add({
      surface: 'forge',
      times: 1,
      fault: { type: 'rate-limit', limit: 'secondary', seconds: 60 },
    });
    await expect(read()).rejects.toThrow(/limits the portal's requests/);
    const paused = budgets().get('writes per hour')?.pausedUntil;
    expect(Date.parse(paused ?? '')).toBeGreaterThan(Date.now() + 50_000);
  });
});
