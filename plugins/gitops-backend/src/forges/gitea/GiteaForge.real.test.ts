import { describeForgeContract } from '@fairlead/backstage-plugin-gitops-node/testUtils';
import { GiteaAccess, GiteaServer } from './__testUtils__/GiteaServer';

const {
  FAIRLEAD_TEST_GITEA_URL: url,
  FAIRLEAD_TEST_GITEA_USER: user,
  FAIRLEAD_TEST_GITEA_TOKEN: token,
} = process.env;
const access: GiteaAccess | undefined =
  url && user && token ? { url, user, token } : undefined;

jest.setTimeout(60_000);

(access ? describe : describe.skip)('a Gitea that runs', () => {
  const prepare = async () => {
    if (!access) throw new Error('there is no server');
    return GiteaServer.prepare(access);
  };

  describeForgeContract({
    name: 'GiteaForge',
    create: async () => (await prepare()).subject(),
  });

  it('is asked three times for a pull request, and twice for its merge', async () => {
    const server = await prepare();
    const { forge, repoUrl } = server;
    const promotion = (n: number, baseSha: string) => ({
      repoUrl,
      baseBranch: 'main',
      baseSha,
      headBranch: `fairlead/promotion-${n}`,
      commitMessage: 'Promote',
      files: new Map([[`apps/${n}.yaml`, 'tag: "2"\n']]),
      title: `Promote ${n}`,
      body: 'Why',
      labels: ['fairlead'],
      reviewers: ['ada', 'acme/shop'],
    });
    const baseSha = (await server.headOf('main')) ?? '';
    // The version and the labels are asked for once.
    await forge.openPullRequest(promotion(1, baseSha));
    let number = 0;
    let headSha = '';
    expect(
      await server.requestsDuring(async () => {
        ({ number, headSha } = await forge.openPullRequest(
          promotion(2, baseSha),
        ));
      }),
    ).toEqual([
      'GET /pulls/main/fairlead/promotion-2',
      'POST /contents',
      'POST /pulls',
    ]);
    expect(
      await server.requestsDuring(async () =>
        forge.readTree({
          repoUrl,
          ref: 'main',
          files: ['README.md'],
          directories: [''],
        }),
      ),
    ).toEqual(['GET /git/trees/main', 'GET /file-contents']);
    expect(
      await server.requestsDuring(async () =>
        forge.readPullRequests([{ repoUrl, number }]),
      ),
    ).toHaveLength(4);
    expect(
      await server.requestsDuring(async () =>
        forge.mergePullRequest({
          repoUrl,
          number,
          expectedHeadSha: headSha,
          how: 'now',
          title: 'Promote',
          message: '',
        }),
      ),
    ).toEqual([`GET /pulls/${number}`, `POST /pulls/${number}/merge`]);
    await server.close();
  });
});
