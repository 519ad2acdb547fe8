import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { promotionStory } from '../__testUtils__/promotionStory';
import { repoUrl } from '../__testUtils__/PromotionWorld';
import { watchForWakes } from './watchForWakes';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

describe('what wakes promotions', () => {
  async function setUp() {
    const story = await promotionStory(await databases.init('SQLITE_3'));
    const { world, reconciler, store } = story;
    const events = mockServices.events();
    const woken: string[][] = [];
    const stop = await watchForWakes({
      appBaseUrl: 'https://portal.acme.test',
      events,
      forges: {
        forRepository: () => world.forge,
        normalize: url => url.replace(/\.git$/, ''),
      },
      logger: mockServices.logger.mock(),
      pollMs: 60_000,
      reconciler: Object.assign(Object.create(reconciler), {
        kick: () => reconciler.kick(),
        wake: async (ids: string[]) => {
          woken.push(ids);
          await reconciler.wake(ids);
        },
      }),
      scheduler: mockServices.scheduler(),
      store,
      targets: world.targets,
    });
    return { ...story, events, stop, woken };
  }
  const repository = { html_url: repoUrl };

  it('is a webhook about its pull request, and no other', async () => {
    const { events, woken, opened, get } = await setUp();
    const id = await opened();
    const { pullRequest } = await get(id);
    const publish = (topic: string, eventPayload: unknown) =>
      events.publish({ topic: `github.${topic}`, eventPayload });

    await publish('pull_request', { repository, pull_request: { number: 1 } });
    await publish('pull_request_review', {
      repository,
      pull_request: { number: 1 },
    });
    await publish('check_run', {
      repository,
      check_run: { head_sha: pullRequest?.headSha, pull_requests: [] },
    });
    await publish('status', { repository, sha: pullRequest?.headSha });
    await publish('push', {
      repository,
      ref: `refs/heads/${pullRequest?.headBranch}`,
    });
    expect(woken).toEqual([[id], [id], [id], [id], [id]]);

    woken.length = 0;
    await publish('pull_request', { repository, pull_request: { number: 2 } });
    await publish('status', { repository, sha: 'f'.repeat(40) });
    await publish('push', {
      repository: { html_url: 'https://github.com/acme/other' },
      ref: `refs/heads/${pullRequest?.headBranch}`,
    });
    await publish('push', { nonsense: true });
    expect(woken.flat()).toEqual([]);
  });

  it('answers a merge queue that asks for the gates of what it is about to merge', async () => {
    const { events, opened, world } = await setUp();
    const id = await opened();
    const sha = world.repository.commitOf('main').sha;
    const ask = (number: number) =>
      events.publish({
        topic: 'github.merge_group',
        eventPayload: {
          action: 'checks_requested',
          repository,
          merge_group: {
            head_sha: sha,
            head_ref: `refs/heads/gh-readonly-queue/main/pr-${number}-${sha}`,
          },
        },
      });
    await ask(2);
    expect(world.repository.statuses.get(sha)).toBeUndefined();
    await ask(1);
    expect(world.repository.statuses.get(sha)?.get('fairlead/gates')).toEqual({
      state: 'success',
      description: 'All gates pass',
      url: `https://portal.acme.test/gitops/promotions/${id}`,
    });
  });

  it('is a change of one of its targets, once it is merged', async () => {
    const { world, woken, merged, get, stop, reconciler } = await setUp();
    const id = await merged();
    world.sync();
    await until(() => woken.flat().includes(id));
    await reconciler.idle();
    expect((await get(id)).state).toBe('settling');
    stop();
    woken.length = 0;
    world.sync();
    expect(woken).toEqual([]);
  });
});

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise(resolve => setImmediate(resolve));
}
