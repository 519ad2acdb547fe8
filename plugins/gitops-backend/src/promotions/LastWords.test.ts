import { ServiceUnavailableError } from '@backstage/errors';
import { testDatabases } from '../__testUtils__/testDatabases';
import { promotionStory } from './__testUtils__/promotionStory';
import { repoUrl } from './__testUtils__/PromotionWorld';

const databases = testDatabases();

describe.each(databases.eachSupportedId())('the last word, on %s', id => {
  it('is said later when the forge was out of reach, and once', async () => {
    const { world, merged, look, get, reconciler } = await promotionStory(
      await databases.init(id),
    );
    const promotion = await merged();
    world.sync();
    await look();
    const said = () => world.forge.comments.get(`${repoUrl}#1`)?.join();
    expect(said()).toContain('Healthy, settling');

    world.forge.failNext('writeComment', {
      error: new ServiceUnavailableError('github.com could not be reached'),
    });
    await look();
    expect((await get(promotion)).state).toBe('succeeded');
    expect(said()).toContain('Healthy, settling');

    await look(10 * 60_000);
    expect(said()).toContain('Succeeded');
    expect(world.forge.comments.get(`${repoUrl}#1`)).toHaveLength(1);

    world.forge.calls.length = 0;
    await look(60 * 60_000);
    expect(world.forge.calls).toEqual([]);
    await reconciler.stop();
  });

  it('is said by another replica when the one that ended it died before', async () => {
    const knex = await databases.init(id);
    const { world, merged, look, get, reconciler } = await promotionStory(knex);
    const promotion = await merged();
    world.sync();
    await look();
    let isDead = false;
    const victim = world.replica({
      boundary: step => {
        isDead ||= step === 'before writeComment';
        if (isDead) throw new Error('the process was killed');
      },
    });
    await reconciler.stop();
    world.pass(120_000);
    victim.reconciler.kick();
    await victim.reconciler.idle();
    await victim.reconciler.stop();
    expect(isDead).toBe(true);
    expect((await get(promotion)).state).toBe('succeeded');

    world.pass(120_000);
    const heir = world.replica();
    heir.reconciler.kick();
    await heir.reconciler.idle();
    expect(world.forge.comments.get(`${repoUrl}#1`)?.join()).toContain(
      'Succeeded',
    );
    await heir.reconciler.stop();
  });
});
