import { GithubWorld, MAINTAINER_TOKEN } from './__testUtils__/GithubWorld';
import { requestName } from './__testUtils__/requestName';

const BRANCH = 'fairlead/promotion-1';
/** Read, tree, commit, ref, pull request, labels and reviewers. */
const STEPS = 6;

describe('GithubForge.openPullRequest', () => {
  let world: GithubWorld;

  beforeEach(async () => {
    world = await GithubWorld.start();
  });
  afterEach(async () => world.close());

  it.each([1, 40])(
    'writes %p files with 6 requests, none of which is to the base branch',
    async count => {
      const before = await world.headOf('main');
      const files = new Map(
        Array.from({ length: count }, (_, index) => [
          `apps/app-${index}/values.yaml`,
          `tag: "${index}"\n`,
        ]),
      );
      const promotion = await world.promotion({ files });
      const requests = await world.requestsDuring(async () =>
        world.forge.openPullRequest(promotion),
      );
      expect(requests.map(requestName)).toEqual([
        'query',
        'POST /git/trees',
        'POST /git/commits',
        'POST /git/refs',
        'mutation createPullRequest',
        'mutation addLabelsToLabelable requestReviews',
      ]);
      expect(requests.length).toBeLessThanOrEqual(STEPS);
      expect(JSON.parse(requests[3].body)).toMatchObject({
        ref: `refs/heads/${BRANCH}`,
      });
      expect(await world.headOf('main')).toBe(before);

      const [opened] = await world.pullRequests();
      expect(opened).toMatchObject({
        body: 'Why: because',
        user: { login: 'portal[bot]' },
        labels: [{ name: 'fairlead' }],
        requested_reviewers: [{ login: 'ada' }],
        requested_teams: [{ slug: 'shop' }],
      });
      const written = await world.forge.readTree({
        repoUrl: world.repoUrl,
        ref: BRANCH,
        files: [...files.keys()],
        directories: [],
      });
      expect(
        new Map(written.files.map(({ path, content }) => [path, content])),
      ).toEqual(files);
    },
  );

  it('creates a label that the repository has not seen yet', async () => {
    const promotion = await world.promotion({ labels: ['fairlead', 'prod'] });
    await world.forge.openPullRequest(promotion);
    const [opened] = await world.pullRequests();
    expect(opened.labels.map(({ name }) => name)).toEqual(['fairlead', 'prod']);
  });

  it('opens it although a reviewer is unknown', async () => {
    const promotion = await world.promotion({ reviewers: ['nobody', 'ada'] });
    await world.forge.openPullRequest(promotion);
    const [opened] = await world.pullRequests();
    expect(opened.requested_reviewers).toMatchObject([{ login: 'ada' }]);
  });

  it('asks the others when one of the reviewers can not be asked', async () => {
    const own = await GithubWorld.start({ token: MAINTAINER_TOKEN });
    try {
      // With a token of hers, the pull request is by ada, who can't review it.
      const reviewers = ['ada', 'bob', 'acme/shop'];
      await own.forge.openPullRequest(await own.promotion({ reviewers }));
      const [opened] = await own.pullRequests();
      expect(opened).toMatchObject({
        user: { login: 'ada' },
        labels: [{ name: 'fairlead' }],
        requested_reviewers: [{ login: 'bob' }],
        requested_teams: [{ slug: 'shop' }],
      });
    } finally {
      await own.close();
    }
  });

  it('puts directories in place with 8 requests, the result read back', async () => {
    await world.commit({
      branch: 'main',
      files: {
        'deploy/prod/old.yaml': 'old: 1\n',
        'deploy/staging/new.yaml': 'new: 1\n',
      },
      message: 'Directories',
    });
    const { repoUrl, forge } = world;
    const ids = await forge.readDirectoryIds({
      repoUrl,
      ref: 'main',
      directories: ['deploy/staging'],
    });
    const promotion = await world.promotion({
      directories: new Map([['deploy/prod', ids.get('deploy/staging') ?? '']]),
    });
    const requests = await world.requestsDuring(async () =>
      forge.openPullRequest(promotion),
    );
    expect(requests.map(requestName)).toEqual([
      'query',
      'POST /git/trees',
      'POST /git/trees',
      'query',
      'POST /git/commits',
      'POST /git/refs',
      'mutation createPullRequest',
      'mutation addLabelsToLabelable requestReviews',
    ]);
    await expect(
      forge.openPullRequest({
        ...promotion,
        headBranch: 'fairlead/unknown',
        directories: new Map([['deploy/prod', '0123456789'.repeat(4)]]),
      }),
    ).rejects.toMatchObject({ name: 'ConflictError' });
    await expect(
      forge.openPullRequest({
        ...promotion,
        headBranch: 'fairlead/nested',
        directories: new Map([
          ['deploy', ids.get('deploy/staging') ?? ''],
          ['deploy/prod', ids.get('deploy/staging') ?? ''],
        ]),
      }),
    ).rejects.toMatchObject({ name: 'InputError' });
  });

  const cuts = Array.from({ length: STEPS }, (_, step) => step).flatMap(step =>
    (['before', 'after'] as const).map(when => ({ step, when })),
  );
  it.each(cuts)(
    'survives a connection that breaks at request $step $when its effect',
    async ({ step, when }) => {
      const promotion = await world.promotion();
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
      const outcome = await world.forge.openPullRequest(promotion).then(
        () => 'opened',
        error => `${error.name}: ${error.message}`,
      );
      expect(world.faults.list()).toEqual([]);
      expect(outcome).toMatch(
        /^opened$|^ServiceUnavailableError: .*could not be reached/,
      );
      const again = await world.forge.openPullRequest(promotion);
      const all = await world.pullRequests();
      expect(all).toMatchObject([
        {
          number: again.number,
          state: 'open',
          head: { ref: BRANCH, sha: again.headSha },
        },
      ]);
      expect(await world.branches()).toEqual([BRANCH, 'main']);
      expect(await world.headOf('main')).toBe(promotion.baseSha);
      const commits = await world.forge.compare({
        repoUrl: world.repoUrl,
        base: 'main',
        head: BRANCH,
        limit: 10,
      });
      expect(commits).toHaveLength(1);
    },
  );

  it('keeps bytes that are easily lost: line ends, a byte order mark, characters of all lengths', async () => {
    const path = 'apps/shop/odd.yaml';
    const content = '\uFEFFtag: "1"\r\n# ünï → 😀\ttab\n\r\nno end';
    await world.commitBytes({ path, content: Buffer.from(content) });
    const read = async (ref: string) => {
      const { files } = await world.forge.readTree({
        repoUrl: world.repoUrl,
        ref,
        files: [path],
        directories: [],
      });
      return files[0].content;
    };
    expect(await read('main')).toBe(content);
    const changed = content.replace('"1"', '"2"');
    const promotion = await world.promotion({
      files: new Map([[path, changed]]),
    });
    await world.forge.openPullRequest(promotion);
    expect(await read(BRANCH)).toBe(changed);
  });

  it('refuses to read what is not UTF-8, which it could not write back', async () => {
    const path = 'latin.yaml';
    await world.commitBytes({
      path,
      content: Buffer.from('caf\xe9', 'latin1'),
    });
    await expect(
      world.forge.readTree({
        repoUrl: world.repoUrl,
        ref: 'main',
        files: [path],
        directories: [],
      }),
    ).rejects.toMatchObject({
      name: 'InputError',
      message: expect.stringContaining(path),
    });
  });

  it('keeps the mode of an executable file', async () => {
    const path = 'bin/deploy.sh';
    await world.commitBytes({
      path,
      content: Buffer.from('echo 1\n'),
      mode: '100755',
    });
    const promotion = await world.promotion({
      files: new Map([
        [path, 'echo 2\n'],
        ['bin/new.sh', 'echo 3\n'],
      ]),
    });
    await world.forge.openPullRequest(promotion);
    expect(await world.modeOf(BRANCH, path)).toBe('100755');
    expect(await world.modeOf(BRANCH, 'bin/new.sh')).toBe('100644');
  });
});
