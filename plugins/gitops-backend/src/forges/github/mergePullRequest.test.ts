import { PullRequest } from '@fairlead/backstage-plugin-gitops-common';
import { GithubWorld } from './__testUtils__/GithubWorld';
import { requestName } from './__testUtils__/requestName';

const BRANCH = 'fairlead/promotion-1';

describe('GithubForge.mergePullRequest', () => {
  let world: GithubWorld;
  let opened: PullRequest;

  beforeEach(async () => {
    world = await GithubWorld.start();
    opened = await world.forge.openPullRequest(await world.promotion());
  });
  afterEach(async () => world.close());

  const merge = async (how: 'now' | 'scheduled' = 'now') =>
    world.forge.mergePullRequest({
      repoUrl: world.repoUrl,
      number: opened.number,
      expectedHeadSha: opened.headSha,
      how,
      title: 'Promote shop 2 to prod',
      message: 'Promotion-Id: 42\nRequested-By: user:default/ada',
    });
  const names = async (run: () => Promise<unknown>) =>
    (await world.requestsDuring(run)).map(requestName);
  const lastCommit = async () => {
    const { data } = await world.maintainer.rest.repos.getCommit({
      owner: 'acme',
      repo: 'gitops',
      ref: 'main',
    });
    return { message: data.commit.message, parents: data.parents.length };
  };
  const MESSAGE =
    'Promote shop 2 to prod\n\nPromotion-Id: 42\nRequested-By: user:default/ada';

  it('takes 2 requests, guarded by the head, and writes title and trailers', async () => {
    const requests = await world.requestsDuring(async () => merge());
    expect(requests.map(requestName)).toEqual(['query', 'PUT /pulls/1/merge']);
    expect(JSON.parse(requests[1].body)).toMatchObject({ sha: opened.headSha });
    expect(await lastCommit()).toEqual({ message: MESSAGE, parents: 2 });
    expect(await names(async () => merge())).toEqual(['query']);
  });

  it('schedules with 2 requests, and keeps title and trailers', async () => {
    await world.protect({ statuses: ['ci'] });
    await world.settings({ allow_auto_merge: true });
    expect(await names(async () => merge('scheduled'))).toEqual([
      'query',
      'mutation enablePullRequestAutoMerge',
    ]);
    const { headSha: sha } = opened;
    await world.setStatus({ sha, context: 'ci', state: 'success' });
    await world.settled();
    expect(await lastCommit()).toEqual({ message: MESSAGE, parents: 2 });
  });

  it('merges at once what becomes ready while it is scheduled', async () => {
    await world.protect({ statuses: ['ci'] });
    await world.settings({ allow_auto_merge: true });
    world.wire.onRequest = async (_, request) => {
      if (requestName(request).startsWith('mutation')) {
        const { headSha: sha } = opened;
        await world.setStatus({ sha, context: 'ci', state: 'success' });
      }
    };
    expect(await merge('scheduled')).toMatchObject({ outcome: 'merged' });
  });

  it('says why it is not scheduled where nothing protects the branch', async () => {
    await world.settings({ allow_auto_merge: true });
    await world.commit({
      branch: 'main',
      files: { 'deploy/shop/values.yaml': 'tag: "by hand"\n' },
      message: 'Conflict',
    });
    expect(await merge('scheduled')).toMatchObject({
      outcome: 'refused',
      message: expect.stringContaining('Protected branch rules'),
    });
    world.setDraft(opened.number);
    expect(await merge('scheduled')).toMatchObject({
      outcome: 'refused',
      message: expect.stringContaining('draft'),
    });
  });

  it.each([
    {
      what: 'the repository forbids merge commits',
      rules: { settings: { allow_merge_commit: false }, linear: false },
      calls: ['query', 'PUT /pulls/1/merge'],
    },
    {
      what: 'the branch forbids them',
      rules: { settings: {}, linear: true },
      calls: ['query', 'PUT /pulls/1/merge', 'PUT /pulls/1/merge'],
    },
  ])('squashes where $what', async ({ rules, calls }) => {
    await world.settings(rules.settings);
    if (rules.linear) await world.protect({ linearHistory: true });
    expect(await names(async () => merge())).toEqual(calls);
    expect(await lastCommit()).toEqual({ message: MESSAGE, parents: 1 });
  });

  it('does not merge what somebody pushed just before', async () => {
    let theirs: Promise<string> | undefined;
    world.wire.onRequest = async (_, request) => {
      if (!requestName(request).startsWith('PUT')) return;
      theirs ??= world.commit({
        branch: BRANCH,
        files: { 'by-hand.yaml': 'by: hand\n' },
        message: 'By hand',
      });
      await theirs;
    };
    const before = await world.headOf('main');
    expect(await merge()).toMatchObject({
      outcome: 'refused',
      message: expect.stringContaining('Head branch was modified'),
    });
    expect(theirs).toBeDefined();
    expect(await world.headOf('main')).toBe(before);
  });

  it.each([
    { how: 'now', when: 'before' },
    { how: 'now', when: 'after' },
    { how: 'scheduled', when: 'before' },
    { how: 'scheduled', when: 'after' },
  ] as const)(
    'survives a connection that breaks $when the effect of "$how"',
    async ({ how, when }) => {
      if (how === 'scheduled') {
        await world.protect({ statuses: ['ci'] });
        await world.settings({ allow_auto_merge: true });
      }
      const expected = how === 'now' ? 'merged' : 'scheduled';
      const start = world.wire.requests.length;
      world.wire.onRequest = index => {
        if (index - start === 1) {
          world.faults.add({
            surface: 'forge',
            times: 1,
            fault: { type: 'cut', when },
          });
        }
      };
      const outcome = await merge(how).then(
        answer => answer.outcome,
        error => error.name,
      );
      expect(outcome).toBe(
        when === 'after' ? expected : 'ServiceUnavailableError',
      );
      expect(await merge(how)).toMatchObject({ outcome: expected });
    },
  );

  it('lets an error through that is no refusal', async () => {
    world.faults.add({
      surface: 'forge',
      path: '/pulls/',
      times: 1,
      fault: { type: 'status', status: 403 },
    });
    await expect(merge()).rejects.toMatchObject({ name: 'NotAllowedError' });
  });
});
