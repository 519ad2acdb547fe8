import { PullRequest } from '@fairlead/backstage-plugin-gitops-common';
import { GithubWorld } from './__testUtils__/GithubWorld';
import { requestName } from './__testUtils__/requestName';

const BRANCH = 'fairlead/promotion-1';
/** Read, tree, commit, ref, title and body. */
const STEPS = 5;

describe('GithubForge.updatePullRequest', () => {
  let world: GithubWorld;
  let opened: PullRequest;

  beforeEach(async () => {
    world = await GithubWorld.start();
    opened = await world.forge.openPullRequest(await world.promotion());
  });
  afterEach(async () => world.close());

  /** What is to be written after the base has moved. */
  const moved = async () => {
    const baseSha = await world.commit({
      branch: 'main',
      files: { 'other.yaml': 'other: 1\n' },
      message: 'Meanwhile',
    });
    const { labels: _, reviewers: __, ...promotion } = await world.promotion();
    return {
      ...promotion,
      baseSha,
      files: new Map([['deploy/shop/values.yaml', 'tag: "3"\n']]),
      title: 'Promote shop 3 to prod',
      body: 'Made again',
      number: opened.number,
      expectedHeadSha: opened.headSha,
    };
  };
  const commits = async () =>
    world.forge.compare({
      repoUrl: world.repoUrl,
      base: 'main',
      head: BRANCH,
      limit: 10,
    });

  it('takes 5 requests, and 2 when all is as it should be', async () => {
    const update = await moved();
    const requests = await world.requestsDuring(async () =>
      world.forge.updatePullRequest(update),
    );
    expect(requests.map(requestName)).toEqual([
      'query',
      'POST /git/trees',
      'POST /git/commits',
      'mutation updateRefs',
      'mutation updatePullRequest',
    ]);
    const again = await world.requestsDuring(async () =>
      world.forge.updatePullRequest(update),
    );
    expect(again.map(requestName)).toEqual(['query', 'POST /git/trees']);
  });

  it('keeps what somebody pushed just before the branch is moved', async () => {
    const update = await moved();
    let theirs: Promise<string> | undefined;
    world.wire.onRequest = async (_, request) => {
      if (requestName(request) !== 'mutation updateRefs') return;
      theirs ??= world.commit({
        branch: BRANCH,
        files: { 'by-hand.yaml': 'by: hand\n' },
        message: 'By hand',
      });
      await theirs;
    };
    const answer = await world.forge.updatePullRequest(update);
    expect(theirs).toBeDefined();
    expect(answer).toMatchObject({
      refused: 'pushed-by-others',
      pullRequest: { headSha: await theirs },
    });
    expect(await world.headOf(BRANCH)).toBe(await theirs);
    const [still] = await world.pullRequests();
    expect(still).toMatchObject({ title: 'Promote shop to prod' });
  });

  const cuts = Array.from({ length: STEPS }, (_, step) => step).flatMap(step =>
    (['before', 'after'] as const).map(when => ({ step, when })),
  );
  it.each(cuts)(
    'survives a connection that breaks at request $step $when its effect',
    async ({ step, when }) => {
      const update = await moved();
      const start = world.wire.requests.length;
      world.wire.onRequest = index => {
        if (index - start === step) {
          world.faults.add({
            surface: 'forge',
            times: 1,
            fault: { type: 'cut', when },
          });
        }
      };
      const outcome = await world.forge.updatePullRequest(update).then(
        ({ refused }) => refused ?? 'updated',
        error => `${error.name}: ${error.message}`,
      );
      expect(world.faults.list()).toEqual([]);
      expect(outcome).toMatch(
        /^updated$|^ServiceUnavailableError: .*could not be reached/,
      );
      const again = await world.forge.updatePullRequest(update);
      expect(again.refused).toBeUndefined();
      expect(await world.pullRequests()).toMatchObject([
        {
          number: opened.number,
          state: 'open',
          title: 'Promote shop 3 to prod',
          body: 'Made again',
          head: { ref: BRANCH, sha: again.pullRequest.headSha },
        },
      ]);
      expect(await world.headOf('main')).toBe(update.baseSha);
      expect(await commits()).toHaveLength(1);
    },
  );
});
