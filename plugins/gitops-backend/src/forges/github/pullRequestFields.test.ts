import { GithubWorld } from './__testUtils__/GithubWorld';
import { githubPullRequestSchema, toPullRequest } from './pullRequestFields';

describe('pull requests of GitHub', () => {
  let world: GithubWorld;

  beforeEach(async () => {
    world = await GithubWorld.start();
  });
  afterEach(async () => world.close());

  const see = async (number: number) => {
    const { repoUrl, forge } = world;
    const [seen] = await forge.readPullRequests([{ repoUrl, number }]);
    return seen;
  };

  it('have the checks of others, whatever Fairlead says of its gates', async () => {
    const { number, headSha: sha } = await world.forge.openPullRequest(
      await world.promotion(),
    );
    const gates = async (state: 'pending' | 'failure' | 'success') =>
      world.setStatus({ sha, context: 'fairlead/gates', state });
    const seen = [];
    for (const [state, ours] of [
      ['pending', 'success'],
      ['success', 'pending'],
      ['failure', 'success'],
      ['success', 'failure'],
    ] as const) {
      await world.setStatus({ sha, context: 'ci', state });
      await gates(ours);
      seen.push((await see(number))?.checks);
    }
    expect(seen).toEqual(['pending', 'passing', 'failing', 'passing']);

    const runs = [];
    for (const conclusion of [
      undefined,
      'cancelled',
      'neutral',
      'skipped',
      'timed_out',
      'success',
    ] as const) {
      await world.maintainer.rest.checks.create({
        owner: 'acme',
        repo: 'gitops',
        name: 'scan',
        head_sha: sha,
        ...(conclusion ? { conclusion } : { status: 'in_progress' }),
      });
      runs.push((await see(number))?.checks);
    }
    expect(runs).toEqual([
      'pending',
      'failing',
      'passing',
      'passing',
      'failing',
      'passing',
    ]);
  });

  it('say that they are drafts, and what they would be merged onto', async () => {
    const { number } = await world.forge.openPullRequest(
      await world.promotion(),
    );
    expect(await see(number)).toMatchObject({
      draft: false,
      baseSha: await world.headOf('main'),
    });
    const base = await world.commit({
      branch: 'main',
      files: { 'other.yaml': 'other: 1\n' },
      message: 'Meanwhile',
    });
    world.setDraft(number);
    expect(await see(number)).toMatchObject({ draft: true, baseSha: base });
    await world.forge.closePullRequest({
      repoUrl: world.repoUrl,
      number,
      comment: 'Closed',
    });
    expect(await see(number)).not.toHaveProperty('baseSha');
  });

  it('count approvals of people on the present head only, and all checks of a page that is full', () => {
    const review = (type: string, oid: string, state = 'APPROVED') => ({
      state,
      author: { __typename: type },
      commit: { oid },
    });
    const raw = githubPullRequestSchema.parse({
      number: 1,
      url: 'https://github.com/acme/gitops/pull/1',
      title: 'One',
      state: 'OPEN',
      headRefName: 'one',
      headRefOid: 'head',
      latestOpinionatedReviews: {
        nodes: [
          review('User', 'head'),
          review('User', 'old'),
          review('Bot', 'head'),
          review('User', 'head', 'DISMISSED'),
          { ...review('User', 'head'), author: null },
        ],
      },
      commits: {
        nodes: [
          {
            commit: {
              statusCheckRollup: {
                state: 'PENDING',
                contexts: {
                  nodes: [{ context: 'ci', state: 'SUCCESS' }],
                  pageInfo: { hasNextPage: true },
                },
              },
            },
          },
        ],
      },
    });
    expect(toPullRequest(raw)).toMatchObject({
      approvals: 1,
      checks: 'pending',
    });
  });
});
