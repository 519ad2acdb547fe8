import { NotAllowedError, ServiceUnavailableError } from '@backstage/errors';
import { TestDatabases } from '@backstage/backend-test-utils';
import { GateStatus } from '@fairlead/backstage-plugin-gitops-common';
import { promotionStory } from './__testUtils__/promotionStory';
import {
  kustomization,
  repoUrl,
  stagingFile,
} from './__testUtils__/PromotionWorld';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

describe('an open pull request', () => {
  async function setUp(merge: 'people' | 'automatic' | 'forge' = 'automatic') {
    const story = await promotionStory(await databases.init('SQLITE_3'));
    const { world, service, look, opened, get } = story;
    world.policy.merge = 'people';
    const id = await opened();
    world.policy.merge = merge;
    const change = (
      part: Partial<Parameters<typeof world.forge.changePullRequest>[0]>,
    ) => world.forge.changePullRequest({ repoUrl, number: 1, ...part });
    const askToMerge = () =>
      service.merge({
        id,
        credentials: world.credentials,
        user: 'user:default/bob',
      });
    /** Somebody pushes to the branch of the pull request. */
    const push = async (files: Record<string, string>) => {
      const branch = (await get(id)).pullRequest?.headBranch ?? '';
      return world.repository.commit({
        parents: [world.repository.commitOf(branch).sha],
        files: new Map(Object.entries(files)),
        message: 'By hand',
        branch,
      }).sha;
    };
    const callsOf = (method: string) =>
      world.forge.calls.filter(call => call.method === method).length;
    const lookFor = async (minutes: number) => {
      for (let minute = 0; minute < minutes; minute++) await look(60_000);
    };
    return { ...story, id, change, askToMerge, push, callsOf, lookFor };
  }

  const approvals = (
    status: GateStatus['status'],
    overridden?: GateStatus['overridden'],
  ): GateStatus => ({
    gate: 'approvals',
    title: 'Approvals',
    phases: ['merge'],
    status,
    message:
      status === 'passed' ? 'Approved by bob.' : '1 of 1 approvals is missing.',
    ...(overridden && { overridden }),
  });

  it('that a person made a draft is not merged before it is ready', async () => {
    const { change, askToMerge, lookFor, get, id, callsOf } = await setUp();
    change({ draft: true });
    await lookFor(3);
    expect(await get(id)).toMatchObject({
      state: 'open',
      message:
        'Pull request #1 is a draft: it can be merged when it is marked as ready for review.',
    });
    await expect(askToMerge()).rejects.toThrow('is a draft');
    expect(callsOf('mergePullRequest')).toBe(0);
    change({ draft: false });
    await lookFor(1);
    expect((await get(id)).state).toBe('merged');
  });

  it.each([
    ['a refusal', new NotAllowedError('the app may not merge')],
    ['an outage', new ServiceUnavailableError('github.com is slow')],
  ])(
    'that the forge does not merge, by %s, is tried again with growing pauses, and says so once',
    async (_, error) => {
      const { world, lookFor, look, get, id, callsOf, timeline } =
        await setUp();
      const times = 12;
      for (let attempt = 0; attempt < times; attempt++) {
        world.forge.failNext('mergePullRequest', { error });
      }
      await lookFor(30);
      expect(callsOf('mergePullRequest')).toBeLessThan(times);
      expect(await get(id)).toMatchObject({
        state: 'open',
        message: `The forge does not merge it: ${error.message}`,
      });
      expect(await timeline(id)).toEqual([
        'requested',
        'opened',
        'merge-refused',
      ]);
      // What people should read first is what they can do something about.
      world.gates = [approvals('waiting')];
      await look();
      expect((await get(id)).message).toBe(
        'Pull request #1 is open. Approvals: 1 of 1 approvals is missing.',
      );
      world.gates = [];
      for (let minute = 0; minute < 60; minute++) {
        if ((await get(id)).state === 'merged') break;
        await look();
      }
      expect((await get(id)).state).toBe('merged');
    },
  );

  it('that another commit has come to is tried at once, whatever became of the one before', async () => {
    const { world, lookFor, look, get, id, callsOf } = await setUp();
    for (let attempt = 0; attempt < 5; attempt++) {
      world.forge.failNext('mergePullRequest', {
        error: new NotAllowedError('the app may not merge'),
      });
    }
    await lookFor(5);
    expect((await get(id)).tracking.mergeRefusals).toBeGreaterThan(2);
    const before = callsOf('mergePullRequest');
    world.commit({
      [stagingFile]: `# A remark\n${kustomization('1.4.2')}`,
    });
    await look();
    expect(callsOf('mergePullRequest')).toBe(before + 1);
  });

  it('whose merge a person asked for is given up when the forge refuses for long', async () => {
    const { change, askToMerge, lookFor, look, get, id, timeline } =
      await setUp('people');
    change({ checks: 'failing' });
    await look();
    const answer = await askToMerge();
    expect(answer).toMatchObject({
      state: 'open',
      message: expect.stringContaining('The forge does not merge it: '),
    });
    await lookFor(90);
    expect((await timeline(id)).slice(2)).toEqual([
      'checks',
      'merge-requested',
      'merge-refused',
      'merge-given-up',
    ]);
    change({ checks: 'passing' });
    await lookFor(10);
    expect((await get(id)).state).toBe('open');
    expect((await askToMerge()).state).toBe('merged');
  });

  it('goes on when the base can not be read for some time, with one word about it', async () => {
    const { world, lookFor, get, id, timeline } = await setUp('people');
    world.commit({ [stagingFile]: `# A remark\n${kustomization('1.4.2')}` });
    for (let attempt = 0; attempt < 6; attempt++) {
      world.forge.failNext('readTree', {
        error: new ServiceUnavailableError('github.com is slow'),
      });
    }
    await lookFor(3);
    expect((await get(id)).message).toBe(
      'Waiting for the forge: github.com is slow.',
    );
    await lookFor(20);
    expect(await timeline(id)).toEqual([
      'requested',
      'opened',
      'waiting',
      'replanned',
      'updated',
    ]);
    expect(await get(id)).toMatchObject({
      message: 'Pull request #1 can be merged.',
      tracking: { outages: 0, refusals: 0 },
    });
  });

  it('that somebody pushed to is not covered by the approvals in the portal', async () => {
    const { world, push, askToMerge, look, get, id } = await setUp('people');
    world.gates = [approvals('passed')];
    await look();
    expect((await get(id)).message).toBe('Pull request #1 can be merged.');
    const pushed = await push({ [stagingFile]: kustomization('6.6.6') });
    await look();
    expect((await get(id)).message).toContain(
      'so that it is not what was approved in the portal',
    );
    expect(
      world.repository.statuses.get(pushed)?.get('fairlead/gates'),
    ).toMatchObject({ state: 'pending' });
    await expect(askToMerge()).rejects.toThrow('not what was approved');
    const at = world.now().toISOString();
    world.gates = [
      approvals('passed', { by: 'user:default/bob', reason: 'Seen it', at }),
    ];
    await look();
    expect(
      world.repository.statuses.get(pushed)?.get('fairlead/gates'),
    ).toMatchObject({ state: 'success' });
    expect((await askToMerge()).state).toBe('merged');
  });

  it('that somebody pushed to stays open although Git has the version already', async () => {
    const { world, push, look, get, id, timeline } = await setUp('people');
    await push({ 'notes.txt': 'mine' });
    world.commit({ [stagingFile]: kustomization('1.5.0') });
    await look();
    expect((await get(id)).state).toBe('open');
    expect(await timeline(id)).toContain('not-updated');
    expect(world.repository.pullRequestOf(1).state).toBe('open');
  });

  it('that is closed by a person says that it is not followed when it is opened again', async () => {
    const { world, change, look, get, id } = await setUp();
    world.policy.merge = 'people';
    change({ state: 'closed', closedBy: 'dave' });
    await look();
    expect((await get(id)).state).toBe('closed');
    expect(world.forge.comments.get(`${repoUrl}#1`)?.join()).toContain(
      'is not followed any more',
    );
    change({ state: 'open', closedBy: undefined });
    world.repository.merge({ number: 1, by: 'dave' });
    await look();
    expect((await get(id)).state).toBe('closed');
  });
});
