import { isEnded } from '@fairlead/backstage-plugin-gitops-common';
import { TrackedPromotion } from '../../TrackedPromotion';
import { GitopsForge } from './GitopsForge';
import { Portal } from './Portal';
import { KillService, refOf, services } from './services';

/** What a story is told with. */
export interface StoryOptions {
  portal: Portal;
  forge: GitopsForge;
  /** A version that nothing runs yet. */
  version: () => string;
}

type Story = (options: StoryOptions) => Promise<void>;

/** Lives of promotions, one in each lane, so that all of them can go on at the same time. Each ends with its promotions. */
export const stories: Record<keyof typeof services, Story> = {
  /** The base moves while it is open, and people merge. */
  async reviewed(options) {
    const { portal, forge } = options;
    const service = services.reviewed;
    const id = await promote(service, options);
    await reach(id, { ...options, states: ['open'] });
    await forge.editBeside(service);
    await portal.until('the pull request is updated', async () => {
      const events = await portal.store.events(id);
      return events.some(({ type }) => type === 'updated');
    });
    await mergeUntilEnd(id, options);
  },

  async automatic(options) {
    await endOf(await promote(services.automatic, options), options);
  },

  async superseded(options) {
    const older = await promote(services.superseded, options);
    await reach(older, { ...options, states: ['open'] });
    const newer = await promote(services.superseded, options);
    await endOf(older, options);
    await mergeUntilEnd(newer, options);
  },

  async cancelled(options) {
    const { portal } = options;
    const id = await promote(services.cancelled, options);
    await reach(id, { ...options, states: ['open'] });
    await portal.until('it can be cancelled', async () => {
      const { error } = await portal.ask({ name: 'cancel', id });
      return !error;
    });
    await endOf(id, options);
  },

  async queued(options) {
    const first = await promote(services.queued, options);
    await reach(first, { ...options, states: ['open'] });
    const second = await promote(services.queued, options);
    await mergeUntilEnd(first, options);
    await mergeUntilEnd(second, options);
  },

  /** Two waves. */
  async fleet(options) {
    const { portal } = options;
    const id = await promote(services.fleet, options);
    const { wave } = await get(id, options);
    const waves = wave ? await portal.store.waves(wave.group) : [];
    for (const each of waves) await endOf(each.id, options);
  },
};

/** A new version runs in dev, and somebody clicks twice. */
async function promote(
  service: KillService,
  { portal, version }: StoryOptions,
): Promise<string> {
  await portal.release(service, version());
  const what = { name: 'promote' as const, entityRef: refOf(service.name) };
  return portal.until(`${service.name} is promoted`, async () => {
    const [first, second] = await Promise.all([
      portal.ask(what),
      portal.ask(what),
    ]);
    // The forge may have been out of reach for one of the clicks.
    return first.id ?? second.id;
  });
}

async function get(
  id: string,
  { portal }: StoryOptions,
): Promise<TrackedPromotion> {
  const found = await portal.store.get(id);
  if (!found) throw new Error(`there is no promotion ${id}`);
  return found;
}

async function reach(
  id: string,
  options: StoryOptions & { states: Array<TrackedPromotion['state']> },
): Promise<TrackedPromotion> {
  return options.portal.until(`${id} is ${options.states}`, async () => {
    const promotion = await get(id, options);
    const isThere =
      options.states.includes(promotion.state) || isEnded(promotion.state);
    return isThere && promotion;
  });
}

async function endOf(id: string, options: StoryOptions): Promise<void> {
  await reach(id, { ...options, states: [] });
}

async function mergeUntilEnd(id: string, options: StoryOptions): Promise<void> {
  const { portal, forge } = options;
  await portal.until(`${id} is merged and ends`, async () => {
    const { state, pullRequest } = await get(id, options);
    if (state === 'open' && pullRequest) await forge.merge(pullRequest.number);
    return isEnded(state);
  });
}
