import { PermissionsService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { entityRef, PromotionWorld } from './PromotionWorld';
import { timing } from './timing';

const request = {
  entityRef,
  from: 'dev',
  to: 'staging',
  reason: 'The fix for the rounding error',
};

/** One replica in a world of its own, and the steps that stories about promotions are told in. */
export async function promotionStory(
  knex: Knex,
  options: { permissions?: PermissionsService } = {},
) {
  const world = await PromotionWorld.create(knex);
  const replica = world.replica(options);
  const { service, reconciler, store } = replica;
  const { credentials } = world;
  const create = (
    part: Partial<typeof request & { fingerprint: string }> = {},
  ) =>
    service.create({
      request: { ...request, ...part },
      credentials,
      user: 'user:default/alice',
    });
  const cancel = (id: string) =>
    service.cancel({
      id,
      reason: 'Not now',
      credentials,
      user: 'user:default/bob',
    });
  /** Lets time pass and looks at what is due then. */
  const look = async (ms: number = timing.pollMs) => {
    world.pass(ms);
    reconciler.kick();
    await reconciler.idle();
  };
  const get = async (id: string) => {
    const found = await store.get(id);
    if (!found) throw new Error(`there is no promotion ${id}`);
    return found;
  };
  /** Up to the open pull request. */
  const opened = async () => {
    const { promotion } = await create();
    await reconciler.idle();
    return promotion.id;
  };
  /** Up to the merge. */
  const merged = async () => {
    const id = await opened();
    world.repository.merge({ number: 1, by: 'carol' });
    await look();
    return id;
  };
  const timeline = async (id: string) =>
    (await store.events(id)).map(({ type }) => type);
  return {
    ...replica,
    world,
    create,
    cancel,
    look,
    get,
    opened,
    merged,
    timeline,
  };
}
