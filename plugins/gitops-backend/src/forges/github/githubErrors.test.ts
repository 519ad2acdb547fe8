import { Fault, FaultRule } from '@fairlead/sandbox';
import { GithubWorld } from './__testUtils__/GithubWorld';

describe('what GitHub refuses', () => {
  let world: GithubWorld;

  beforeEach(async () => {
    world = await GithubWorld.start({ timeoutMs: 2_500 });
  });
  afterEach(async () => {
    jest.useRealTimers();
    await world.close();
  });

  const strike = (fault: Fault, rule: Partial<FaultRule> = {}) =>
    world.faults.add({ surface: 'forge', times: 1, fault, ...rule });
  const read = async () =>
    world.forge.readTree({
      repoUrl: world.repoUrl,
      ref: 'main',
      files: ['deploy/shop/values.yaml'],
      directories: [],
    });
  const open = async () => world.forge.openPullRequest(await world.promotion());

  const status = (code: number, body: object = { message: 'Because' }) => ({
    type: 'status' as const,
    status: code,
    body,
  });
  const refusals: Array<{ fault: Fault; name: string; says: RegExp }> = [
    {
      fault: status(401, { message: 'Bad credentials' }),
      name: 'AuthenticationError',
      says: /refused the portal's credentials for acme\/gitops.*Bad credentials/,
    },
    {
      fault: status(403, {
        message: 'Resource not accessible by integration',
      }),
      name: 'NotAllowedError',
      says: /does not allow the portal to .*acme\/gitops.*not accessible/,
    },
    {
      fault: status(404, { message: 'Not Found' }),
      name: 'NotFoundError',
      says: /could not .*acme\/gitops.*not there, or the portal has no access/,
    },
    {
      fault: status(422, { message: 'Validation Failed' }),
      name: 'ConflictError',
      says: /refused to .*acme\/gitops.*Validation Failed/,
    },
    {
      fault: status(500),
      name: 'ServiceUnavailableError',
      says: /failed to .*acme\/gitops \(status 500\)/,
    },
    {
      fault: status(502),
      name: 'ServiceUnavailableError',
      says: /failed to .*acme\/gitops \(status 502\)/,
    },
    {
      fault: { type: 'cut', when: 'before' },
      name: 'ServiceUnavailableError',
      says: /could not be reached to .*acme\/gitops/,
    },
    {
      fault: { type: 'hang' },
      name: 'ServiceUnavailableError',
      says: /could not be reached to .*acme\/gitops.*(timeout|abort)/,
    },
    {
      fault: { type: 'rate-limit', limit: 'primary', seconds: 60 },
      name: 'ServiceUnavailableError',
      says: /limits the portal's requests for acme\/gitops until \d{4}-.*could not/,
    },
    {
      fault: { type: 'rate-limit', limit: 'secondary', seconds: 60 },
      name: 'ServiceUnavailableError',
      says: /limits the portal's requests for acme\/gitops until \d{4}-.*could not/,
    },
  ];

  it.each(refusals)(
    'is a $name when a read gets $fault',
    async ({ fault, name, says }) => {
      strike(fault, { path: '/api/graphql' });
      const error = await read().catch(caught => caught);
      expect(error).toMatchObject({ name });
      expect(error.message).toMatch(says);
      expect(error.message).toContain(world.host);
      expect(error.cause).toMatchObject({ name: 'ForgeAnswer' });
      expect(JSON.stringify([error, error.cause])).not.toContain(
        'portal-token',
      );
    },
  );

  it.each(refusals)(
    'is a $name when a tree is written and gets $fault, and nothing is left behind',
    async ({ fault, name, says }) => {
      strike(fault, { path: '/git/trees' });
      const error = await open().catch(caught => caught);
      expect(error).toMatchObject({ name });
      expect(error.message).toMatch(says);
      expect(await world.branches()).toEqual(['main']);
      expect(await world.pullRequests()).toEqual([]);
    },
  );

  it.each(['primary', 'secondary'] as const)(
    'sends nothing while the %s limit lasts, and goes on after it',
    async limit => {
      strike({ type: 'rate-limit', limit, seconds: 90 });
      await expect(read()).rejects.toMatchObject({
        name: 'ServiceUnavailableError',
      });
      const start = Date.now();
      jest.useFakeTimers({
        now: start,
        doNotFake: [
          'hrtime',
          'nextTick',
          'performance',
          'queueMicrotask',
          'setImmediate',
          'clearImmediate',
          'setInterval',
          'clearInterval',
          'setTimeout',
          'clearTimeout',
        ],
      });
      jest.setSystemTime(start + 80_000);
      const requests = await world.requestsDuring(async () => {
        await expect(read()).rejects.toThrow(/limits the portal's requests/);
        await expect(open()).rejects.toThrow(/limits the portal's requests/);
        await expect(
          world.forge.compare({
            repoUrl: world.repoUrl,
            base: 'main',
            head: 'main',
            limit: 1,
          }),
        ).rejects.toThrow(/limits the portal's requests/);
      });
      expect(requests).toEqual([]);
      jest.setSystemTime(start + 92_000);
      expect((await read()).files).toHaveLength(1);
    },
  );

  it('understands the form in which GraphQL says that a limit is reached', async () => {
    const reset = Math.ceil(Date.now() / 1000) + 120;
    strike({
      type: 'status',
      status: 200,
      headers: {
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': String(reset),
      },
      body: {
        errors: [
          {
            type: 'RATE_LIMITED',
            message: 'API rate limit exceeded for user ID 1.',
          },
        ],
      },
    });
    await expect(read()).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: expect.stringContaining(new Date(reset * 1000).toISOString()),
    });
    expect(
      await world.requestsDuring(async () => read().catch(() => {})),
    ).toEqual([]);
  });

  it('is a ServiceUnavailableError when the forge is gone', async () => {
    const rule = strike({ type: 'down' }, { times: undefined });
    await expect(read()).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: expect.stringContaining('could not be reached'),
    });
    world.faults.remove(rule.id);
  });

  it('says that the credentials are wrong, whether it reads or writes', async () => {
    const stranger = await GithubWorld.start({ token: 'not-a-token' });
    try {
      const { repoUrl } = stranger;
      const refused = {
        name: 'AuthenticationError',
        message: expect.stringMatching(/refused the portal's credentials/),
      };
      const location = { repoUrl, ref: 'main', files: [], directories: [] };
      await expect(stranger.forge.readTree(location)).rejects.toMatchObject(
        refused,
      );
      await expect(
        stranger.forge.isAncestor({
          repoUrl,
          ancestor: 'main',
          descendant: 'main',
        }),
      ).rejects.toMatchObject(refused);
    } finally {
      await stranger.close();
    }
  });

  it('says which repository is archived', async () => {
    await world.maintainer.rest.repos.update({
      owner: 'acme',
      repo: 'gitops',
      archived: true,
    });
    await expect(open()).rejects.toMatchObject({
      name: 'NotAllowedError',
      message: expect.stringMatching(/acme\/gitops.*archived/),
    });
  });
});
