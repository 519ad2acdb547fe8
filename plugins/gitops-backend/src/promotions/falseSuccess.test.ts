import { ServiceUnavailableError } from '@backstage/errors';
import { TestDatabases } from '@backstage/backend-test-utils';
import { GateStatus } from '@fairlead/backstage-plugin-gitops-common';
import { promotionStory } from './__testUtils__/promotionStory';
import {
  image,
  kustomization,
  stagingFile,
} from './__testUtils__/PromotionWorld';
import { timing } from './__testUtils__/timing';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

describe('a promotion never succeeds falsely', () => {
  async function setUp() {
    const story = await promotionStory(await databases.init('SQLITE_3'));
    const id = await story.merged();
    const { world, look, get } = story;
    const mergeSha = (await get(id)).pullRequest?.mergeSha ?? '';
    /** Looks again and again for longer than any patience. */
    const lookLong = async () => {
      for (let passed = 0; passed <= timing.syncTimeoutMs; passed += 60_000) {
        await look(60_000);
      }
      return get(id);
    };
    return { ...story, id, world, mergeSha, lookLong };
  }

  it('while the sync fails although the target says Healthy', async () => {
    const { world, look, get, id } = await setUp();
    const at = world.now().toISOString();
    world.sync({
      operation: {
        phase: 'Failed',
        startedAt: at,
        finishedAt: at,
        message: 'one or more objects failed to apply',
        failures: ['Deployment orders: quota exceeded'],
      },
    });
    await look();
    expect(await get(id)).toMatchObject({
      state: 'merged',
      message:
        'orders-staging could not be synced: Deployment orders: quota exceeded; one or more objects failed to apply.',
    });
    await look(timing.graceMs);
    expect(await get(id)).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('quota exceeded'),
    });
  });

  it('but forgives a failed sync that a retry makes good', async () => {
    const { world, look, get, id } = await setUp();
    world.sync({
      conditions: [
        { type: 'SyncError', severity: 'error', message: 'webhook timed out' },
      ],
    });
    await look();
    expect((await get(id)).state).toBe('merged');
    world.sync({ conditions: [] });
    await look();
    await look(timing.settleMs);
    expect((await get(id)).state).toBe('succeeded');
  });

  it('on a healthy moment between two bad ones', async () => {
    const { world, look, get, id, store, reconciler } = await setUp();
    world.sync();
    await look();
    expect((await get(id)).state).toBe('settling');
    world.pass(30_000);
    world.sync({ health: { status: 'Progressing' } });
    await reconciler.wake([id]);
    await reconciler.idle();
    expect((await get(id)).state).toBe('synced');
    world.sync();
    await look(60_000);
    await look(59_000);
    expect((await get(id)).state).toBe('settling');
    await look(1_000);
    expect((await get(id)).state).toBe('succeeded');
    expect((await store.events(id)).map(({ message }) => message)).toContain(
      'Not every target is healthy any more: the settle time begins again.',
    );
  });

  it('on a bad moment that only the engine saw', async () => {
    const { world, look, get, id } = await setUp();
    world.sync();
    await look();
    world.pass(50_000);
    world.sync({
      health: { status: 'Healthy', since: world.now().toISOString() },
    });
    await look(10_000);
    expect((await get(id)).state).toBe('settling');
    await look(50_000);
    expect((await get(id)).state).toBe('succeeded');
  });

  it('before the merge is synced, although it is Synced and Healthy at an older commit', async () => {
    const { lookLong } = await setUp();
    expect(await lookLong()).toMatchObject({
      state: 'failed',
      message: expect.stringMatching(
        /orders-staging has not synced within 10 minutes\. .*it is at [0-9a-f]{7}, the merge is/,
      ),
    });
  });

  it('but does not mind later commits that leave the value alone', async () => {
    const { world, look, get, id } = await setUp();
    world.commit({ 'apps/other/file.yaml': 'x: 1\n' });
    world.commit({
      [stagingFile]: `# A remark\n${kustomization('1.5.0')}`,
    });
    world.sync();
    await look();
    expect((await get(id)).state).toBe('settling');
    // One ancestry and two reads of files, and then never again for this commit.
    world.forge.calls.length = 0;
    await look(timing.settleMs);
    expect((await get(id)).state).toBe('succeeded');
    const read = world.forge.calls.filter(({ method }) =>
      ['readTree', 'isAncestor'].includes(method),
    );
    expect(read).toEqual([]);
  });

  it('when the merge was reverted by hand', async () => {
    const { world, look, get, id } = await setUp();
    world.commit({ [stagingFile]: kustomization('1.4.2') });
    world.sync();
    await look();
    expect(await get(id)).toMatchObject({
      state: 'failed',
      message: expect.stringContaining(
        'was reverted in Git before it was verified: apps/orders/overlays/staging/kustomization.yaml has 1.4.2 at images[0].newTag instead of 1.5.0',
      ),
    });
  });

  it('when a later change brought another version', async () => {
    const { world, look, get, id } = await setUp();
    world.sync();
    await look();
    world.commit({ [stagingFile]: kustomization('1.6.0') });
    world.sync();
    await look();
    expect(await get(id)).toMatchObject({
      state: 'superseded',
      message: expect.stringContaining('has 1.6.0'),
    });
  });

  const oldImages = { images: [{ name: image, tag: '1.4.2' }] };
  const bothImages = {
    images: [
      { name: image, tag: '1.4.2' },
      { name: image, tag: '1.5.0' },
    ],
  };

  it('when the controller brought the old version back while Git has the new one', async () => {
    const { world, lookLong } = await setUp();
    world.sync({ version: oldImages });
    expect(await lookLong()).toMatchObject({
      state: 'failed',
      message:
        'orders-staging has not synced within 10 minutes. Waiting for orders-staging to run what is in Git: it runs 1.4.2 instead of 1.5.0. Its engine is content with 1.4.2: a controller has kept the promoted version out, or has rolled it back. Roll back here too, so that Git says what runs.',
    });
  });

  it('when the controller rolls back what ran already', async () => {
    const { world, look, get, id, store } = await setUp();
    world.sync();
    await look();
    expect((await get(id)).state).toBe('settling');
    world.sync({ version: oldImages });
    await look();
    expect(await get(id)).toMatchObject({
      state: 'merged',
      message: expect.stringContaining(
        'orders-staging ran 1.5.0 and runs 1.4.2 again, while Git says 1.5.0: its controller has rolled it back.',
      ),
    });
    await look(timing.graceMs);
    expect(await get(id)).toMatchObject({
      state: 'failed',
      message: expect.stringMatching(/rolled it back\. Roll back here too/),
    });
    expect((await store.events(id)).map(({ type }) => type)).toContain(
      'target-rolled-back',
    );
  });

  it('but forgives a rollback that the controller takes back', async () => {
    const { world, look, get, id } = await setUp();
    world.sync();
    await look();
    world.sync({ version: oldImages, health: { status: 'Progressing' } });
    await look(timing.graceMs);
    await look(timing.graceMs);
    expect((await get(id)).state).toBe('merged');
    world.sync();
    await look();
    await look(timing.settleMs);
    expect((await get(id)).state).toBe('succeeded');
  });

  it.each(['Degraded', 'Suspended', 'Healthy'] as const)(
    'when a canary was aborted, and the target is %s with the old version',
    async status => {
      const { world, look, get, id } = await setUp();
      world.sync({ version: bothImages, health: { status: 'Suspended' } });
      await look();
      expect((await get(id)).state).toBe('synced');
      world.sync({
        version: oldImages,
        health: {
          status,
          message: 'RolloutAborted: metric "error-rate" failed',
        },
      });
      await look();
      await look(timing.graceMs);
      expect(await get(id)).toMatchObject({
        state: 'failed',
        message: expect.stringContaining(
          'its controller has rolled it back (RolloutAborted: metric "error-rate" failed)',
        ),
      });
    },
  );

  it('when a rollout was aborted before anybody looked', async () => {
    const { world, look, get, id } = await setUp();
    world.sync({
      version: oldImages,
      health: { status: 'Degraded', message: 'RolloutAborted' },
    });
    await look();
    expect((await get(id)).state).toBe('merged');
    await look(timing.graceMs);
    expect(await get(id)).toMatchObject({
      state: 'failed',
      message:
        'orders-staging is synced to 1.5.0 and runs 1.4.2: its controller has not kept what Git says (RolloutAborted). Roll back here too, so that Git says what runs.',
    });
  });

  it('on health that was observed before the sync had finished', async () => {
    const { world, look, get, id } = await setUp();
    const reconciledAt = world.now().toISOString();
    world.pass(5_000);
    world.sync({ reconciledAt });
    await look();
    await look(timing.settleMs);
    expect(await get(id)).toMatchObject({
      state: 'synced',
      message: expect.stringContaining(
        'its engine has not looked at its health since the sync',
      ),
    });
    world.targets.update(world.staging, {
      reconciledAt: world.now().toISOString(),
    });
    await look();
    await look(timing.settleMs);
    expect((await get(id)).state).toBe('succeeded');
  });

  it('right after another sync that nobody saw', async () => {
    const { world, look, get, id } = await setUp();
    world.sync();
    await look();
    world.pass(50_000);
    world.sync();
    await look(10_000);
    expect((await get(id)).state).toBe('settling');
    await look(50_000);
    expect((await get(id)).state).toBe('succeeded');
  });

  it('by an operation from before the merge, nor does it fail by one', async () => {
    const story = await promotionStory(await databases.init('SQLITE_3'));
    const { world, opened, look, get } = story;
    const id = await opened();
    world.repository.merge({ number: 1, by: 'carol' });
    const pullRequest = world.repository.pullRequestOf(1);
    const mergedAt = world.now().toISOString();
    world.repository.pullRequests.set(1, { ...pullRequest, mergedAt });
    await look();
    world.targets.update(world.staging, {
      operation: { phase: 'Failed', startedAt: world.now().toISOString() },
      conditions: [
        { type: 'SyncError', severity: 'error', message: 'quota exceeded' },
      ],
    });
    await look();
    await look(timing.graceMs);
    await look(timing.graceMs);
    expect(await get(id)).toMatchObject({
      state: 'merged',
      message: expect.stringMatching(
        /it is at [0-9a-f]{7}, the merge is [0-9a-f]{7}\. orders-staging reports SyncError: quota exceeded\./,
      ),
    });
    world.sync({
      operation: { phase: 'Failed', finishedAt: '2026-11-24T08:00:00.000Z' },
      conditions: [],
    });
    await look();
    await look(timing.settleMs);
    expect(await get(id)).toMatchObject({
      state: 'merged',
      message: expect.stringContaining('before the merge, failed'),
    });
  });

  it('while the engine can not read its source', async () => {
    const { world, look, get, id, lookLong } = await setUp();
    world.targets.update(world.staging, {
      sync: { status: 'Unknown' },
      conditions: [
        {
          type: 'ComparisonError',
          severity: 'error',
          message: 'repository not accessible',
        },
      ],
    });
    await look();
    expect(await get(id)).toMatchObject({
      state: 'merged',
      message: expect.stringContaining(
        'orders-staging reports ComparisonError: repository not accessible.',
      ),
    });
    world.sync({ sync: { status: 'Unknown' } });
    await look();
    expect((await get(id)).state).toBe('merged');
    expect(await lookLong()).toMatchObject({ state: 'failed' });
  });

  it('while old and new run side by side', async () => {
    const { world, look, get, id } = await setUp();
    world.sync({
      version: {
        images: [
          { name: image, tag: '1.4.2' },
          { name: image, tag: '1.5.0' },
        ],
      },
    });
    await look();
    await look(timing.settleMs);
    expect(await get(id)).toMatchObject({
      state: 'merged',
      message: expect.stringContaining('1.4.2 still runs beside it'),
    });
  });

  it('but does not mind another version that a job runs beside it', async () => {
    const { world, look, get, id } = await setUp();
    world.sync({
      version: {
        images: [
          { name: image, tag: '1.5.0' },
          { name: image, tag: '0.9.0' },
        ],
      },
    });
    await look();
    await look(timing.settleMs);
    expect((await get(id)).state).toBe('succeeded');
  });

  it('while an operation runs', async () => {
    const { world, look, get, id } = await setUp();
    world.sync({
      operation: { phase: 'Running', message: 'waiting for hook' },
    });
    await look();
    await look(timing.settleMs);
    expect(await get(id)).toMatchObject({
      state: 'merged',
      message: 'orders-staging is syncing: waiting for hook.',
    });
  });

  it('when the target vanishes', async () => {
    const { world, look, get, id } = await setUp();
    world.sync();
    await look();
    world.targets.remove(world.staging);
    await look();
    expect((await get(id)).state).toBe('merged');
    await look(timing.graceMs);
    expect(await get(id)).toMatchObject({
      state: 'failed',
      message: 'orders-staging is not there any more.',
    });
  });

  it('while its cluster can not be read, and does not fail either', async () => {
    const { world, look, get, id, lookLong } = await setUp();
    world.sync();
    await look();
    const since = world.now().toISOString();
    world.targets.update(world.staging, {
      unreachable: { since, message: 'connection refused', fault: 'cluster' },
    });
    expect(await lookLong()).toMatchObject({
      state: 'synced',
      message: `orders-staging can't be read since ${since}: connection refused. Waiting until it can be.`,
    });
    world.targets.update(world.staging, { unreachable: null });
    await look();
    expect((await get(id)).state).toBe('settling');
    await look(timing.settleMs);
    expect((await get(id)).state).toBe('succeeded');
  });

  it('while the forge can not tell what a commit contains, and does not fail either', async () => {
    const { world, look, get, id, lookLong } = await setUp();
    world.commit({ 'apps/other/file.yaml': 'x: 1\n' });
    world.sync();
    for (let attempt = 0; attempt < 11; attempt++) {
      world.forge.failNext('isAncestor', {
        error: new ServiceUnavailableError('github.com is down'),
      });
    }
    expect(await lookLong()).toMatchObject({
      state: 'merged',
      message: expect.stringContaining('github.com is down'),
    });
    await look();
    await look(timing.settleMs);
    expect((await get(id)).state).toBe('succeeded');
  });

  it('when it stays degraded', async () => {
    const { world, look, get, id } = await setUp();
    world.sync({
      health: { status: 'Degraded', message: 'back-off restarting container' },
    });
    await look();
    expect((await get(id)).state).toBe('synced');
    await look(timing.graceMs);
    expect(await get(id)).toMatchObject({
      state: 'failed',
      message: 'orders-staging is degraded: back-off restarting container.',
    });
  });

  it('when the new version does not start, and the old one goes on beside it', async () => {
    const { world, look, get, id } = await setUp();
    world.sync({
      health: { status: 'Degraded', message: 'progress deadline exceeded' },
      version: {
        images: [
          { name: image, tag: '1.4.2' },
          { name: image, tag: '1.5.0' },
        ],
      },
    });
    await look();
    expect((await get(id)).state).toBe('synced');
    await look(timing.graceMs);
    expect(await get(id)).toMatchObject({
      state: 'failed',
      message: 'orders-staging is degraded: progress deadline exceeded.',
    });
  });

  it('when it is well and unwell by turns for long', async () => {
    const { world, look, get, id } = await setUp();
    const bad = ['Progressing', 'Degraded'] as const;
    let turn = 0;
    for (; turn < 40 && !(await get(id)).finishedAt; turn++) {
      const status = turn % 2 ? 'Healthy' : bad[(turn / 2) % 2];
      world.sync({ health: { status } });
      await look(60_000);
    }
    expect(turn).toBeGreaterThan(9);
    expect(await get(id)).toMatchObject({
      state: 'failed',
      message: expect.stringMatching(
        /^orders-staging has not become healthy for good within 10 minutes; it is /,
      ),
    });
  });

  it('on a stale status', async () => {
    const { world, look, get, id } = await setUp();
    world.sync({ stale: 'A refresh was requested.' });
    await look();
    await look(timing.settleMs);
    expect(await get(id)).toMatchObject({
      state: 'merged',
      message: expect.stringContaining('A refresh was requested.'),
    });
  });

  it('when a person changed the value in the pull request', async () => {
    const story = await promotionStory(await databases.init('SQLITE_3'));
    const { world, opened, look, get } = story;
    const id = await opened();
    const branch = (await get(id)).pullRequest?.headBranch ?? '';
    world.repository.commit({
      parents: [world.repository.commitOf(branch).sha],
      files: new Map([[stagingFile, kustomization('1.5.1')]]),
      message: 'By hand',
      branch,
    });
    world.repository.merge({ number: 1, by: 'carol' });
    world.sync();
    await look();
    expect(await get(id)).toMatchObject({
      state: 'superseded',
      message: expect.stringContaining('has 1.5.1'),
    });
  });

  it('while one of several targets is not there yet, unless so many may fail', async () => {
    const story = await promotionStory(await databases.init('SQLITE_3'));
    const { world, opened, look, get } = story;
    const other = world.targets.add({
      name: 'orders-staging-us',
      environment: 'staging',
      tag: '1.4.2',
    }).id;
    world.policy.waves = { soakMs: 0, failureLimit: 1 };
    const id = await opened();
    expect((await get(id)).plan.targets).toHaveLength(2);
    world.repository.merge({ number: 1, by: 'carol' });
    await look();
    world.sync();
    await look();
    expect((await get(id)).state).toBe('merged');
    const { status } = world.targets.get(world.staging);
    const { revisions, version, operation } = status;
    world.targets.update(other, {
      revisions,
      version,
      operation,
      health: { status: 'Degraded', message: 'crash loop' },
    });
    await look();
    expect((await get(id)).state).toBe('synced');
    await look(timing.graceMs);
    await look(timing.settleMs);
    expect(await get(id)).toMatchObject({
      state: 'succeeded',
      message: expect.stringContaining(
        'All but 1 targets run the promoted version and have been healthy for 60 seconds; as many may fail. orders-staging-us is degraded: crash loop.',
      ),
    });
  });

  it('of a rollback that is not good in all targets, whatever waves go without', async () => {
    const story = await promotionStory(await databases.init('SQLITE_3'));
    const { world, opened, look, get } = story;
    const other = world.targets.add({
      name: 'orders-staging-us',
      environment: 'staging',
      tag: '1.4.2',
    }).id;
    world.policy.waves = { soakMs: 0, failureLimit: 1 };
    const id = await opened();
    await world.knex('promotions').where({ id }).update({ kind: 'rollback' });
    world.repository.merge({ number: 1, by: 'carol' });
    await look();
    world.sync();
    const { status } = world.targets.get(world.staging);
    const { revisions, version, operation } = status;
    world.targets.update(other, {
      revisions,
      version,
      operation,
      health: { status: 'Degraded', message: 'crash loop' },
    });
    await look();
    await look(timing.graceMs);
    expect((await get(id)).state).toBe('failed');
  });

  it('when more targets fail than may', async () => {
    const story = await promotionStory(await databases.init('SQLITE_3'));
    const { world, merged, look, get } = story;
    world.policy.waves = { soakMs: 0, failureLimit: 1 };
    const id = await merged();
    world.sync({ health: { status: 'Degraded' } });
    await look();
    await look(timing.graceMs);
    expect((await get(id)).state).toBe('failed');
  });

  const finishGate = (status: GateStatus['status']): GateStatus => ({
    gate: 'http:smoke-test',
    title: 'Smoke test',
    phases: ['finish'],
    status,
    message: `The test has ${status}.`,
  });

  it('before the gates of the end pass, which may be later', async () => {
    const { world, look, get, id, lookLong } = await setUp();
    world.gates = [finishGate('waiting')];
    world.sync();
    expect(await lookLong()).toMatchObject({
      state: 'settling',
      message: 'Smoke test: The test has waiting.',
    });
    world.gates = [finishGate('passed')];
    world.sync({ health: { status: 'Progressing' } });
    await look();
    expect((await get(id)).state).toBe('synced');
    world.sync();
    await look();
    await look(timing.settleMs);
    expect((await get(id)).state).toBe('succeeded');
  });

  it('when a gate of the end fails', async () => {
    const { world, look, get, id } = await setUp();
    world.gates = [finishGate('failed')];
    world.sync();
    await look();
    expect((await get(id)).state).toBe('settling');
    await look(timing.settleMs);
    expect(await get(id)).toMatchObject({
      state: 'failed',
      message: 'Smoke test: The test has failed.',
    });
  });

  it('without automatic sync before a person has synced', async () => {
    const { world, lookLong } = await setUp();
    const head = world.repository.commitOf('main').sha;
    const { live } = world.targets.get(world.staging).status.revisions;
    world.targets.update(world.staging, {
      autoSync: { enabled: false, prune: false, selfHeal: false },
      sync: { status: 'OutOfSync' },
      revisions: { desired: [head], live },
    });
    expect(await lookLong()).toMatchObject({
      state: 'merged',
      message: expect.stringContaining('sync it by hand'),
    });
  });
});
