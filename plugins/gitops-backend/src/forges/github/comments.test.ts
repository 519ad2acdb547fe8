import { GithubWorld } from './__testUtils__/GithubWorld';
import { requestName } from './__testUtils__/requestName';

describe('what GithubForge writes about a pull request', () => {
  let world: GithubWorld;

  beforeEach(async () => {
    world = await GithubWorld.start();
    await world.forge.openPullRequest(await world.promotion());
  });
  afterEach(async () => world.close());

  const names = async (run: () => Promise<unknown>) =>
    (await world.requestsDuring(run)).map(requestName);

  it('takes 2 requests for a comment, 1 when it is the same, and finds it behind many others', async () => {
    const write = async (body: string) =>
      world.forge.writeComment({
        repoUrl: world.repoUrl,
        number: 1,
        marker: '<!-- 42 -->',
        body,
      });
    for (let n = 0; n < 101; n++) {
      await world.comment({ number: 1, body: `Comment ${n}` });
    }
    expect(await names(async () => write('One'))).toEqual([
      'query',
      'query',
      'mutation addComment',
    ]);
    expect(await names(async () => write('Two'))).toEqual([
      'query',
      'query',
      'mutation updateIssueComment',
    ]);
    expect(await names(async () => write('Two'))).toEqual(['query', 'query']);
    const { data } = await world.maintainer.rest.issues.listComments({
      owner: 'acme',
      repo: 'gitops',
      issue_number: 1,
      per_page: 100,
      page: 2,
    });
    expect(data.map(({ body }) => body)).toEqual([
      'Comment 100',
      'Two\n\n<!-- 42 -->',
    ]);
  });

  it('takes 1 request for a status, and 1 for the ids of directories', async () => {
    const { repoUrl, forge } = world;
    const sha = (await world.headOf('main')) ?? '';
    expect(
      await names(async () =>
        forge.setCommitStatus({
          repoUrl,
          sha,
          context: 'fairlead/gates',
          state: 'pending',
          description: 'Waits',
          url: 'https://portal.example',
        }),
      ),
    ).toEqual([`POST /statuses/${sha}`]);
    expect(
      await names(async () =>
        forge.readDirectoryIds({
          repoUrl,
          ref: 'main',
          directories: ['deploy', './deploy/shop/', '', 'gone'],
        }),
      ),
    ).toEqual(['query']);
  });
});
