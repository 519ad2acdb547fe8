import { LoggerService, SchedulerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { EventsService } from '@backstage/plugin-events-node';
import { PromotionState } from '@fairlead/backstage-plugin-gitops-common';
import { Forges } from '../../forges/Forges';
import { PromotionsStore } from '../../store/PromotionsStore';
import { TargetsChange, TargetsReader } from '../../targets/StoredTarget';
import { showOnMergeGroup } from '../actions/showOnMergeGroup';
import { PromotionReconciler } from '../PromotionReconciler';
import { TrackedPromotion } from '../TrackedPromotion';
import { githubHint, isAbout } from './githubHint';
import { mergeGroupOf } from './mergeGroup';

const topics = [
  'github.pull_request',
  'github.pull_request_review',
  'github.check_run',
  'github.check_suite',
  'github.status',
  'github.push',
];

const deploying: readonly PromotionState[] = ['merged', 'synced', 'settling'];

/** What promotions are woken by, and through what. */
export interface WakeOptions {
  appBaseUrl: string;
  events: Pick<EventsService, 'subscribe'>;
  forges: Forges;
  logger: LoggerService;
  pollMs: number;
  reconciler: PromotionReconciler;
  scheduler: Pick<SchedulerService, 'scheduleTask'>;
  store: PromotionsStore;
  targets: TargetsReader;
}

/**
 * Says "look again now" when a webhook arrives, when a target changes, and now and then in case one of them was
 * missed. None of them carries truth. Returns a function that stops it.
 */
export async function watchForWakes(options: WakeOptions): Promise<() => void> {
  const { events, forges, logger, reconciler, scheduler, store } = options;
  const stopped = new AbortController();

  const wakeThose = async (
    isMeant: (promotion: TrackedPromotion) => boolean,
    filter: { states?: readonly PromotionState[] } = {},
  ) => {
    if (stopped.signal.aborted) return;
    try {
      const active = await store.active(filter);
      await reconciler.wake(active.filter(isMeant).map(({ id }) => id));
    } catch (error) {
      logger.warn(
        `Promotions could not be woken, the timer will: ${stringifyError(error)}`,
      );
    }
  };

  // One id for all replicas: each webhook is handled by one of them.
  await events.subscribe({
    id: 'promotions',
    topics,
    onEvent: async ({ eventPayload }) => {
      const hint = githubHint(eventPayload);
      if (!hint) return;
      const normalize = (url: string) => forges.normalize(url);
      await wakeThose(promotion => isAbout(promotion, { hint, normalize }));
    },
  });
  await events.subscribe({
    id: 'promotions-merge-queue',
    topics: ['github.merge_group'],
    onEvent: async ({ eventPayload }) => {
      const group = mergeGroupOf(eventPayload);
      if (!group) return;
      const repoUrl = forges.normalize(group.repoUrl);
      const active = await store.active();
      const meant = active.find(
        ({ plan, pullRequest }) =>
          pullRequest?.number === group.number &&
          forges.normalize(plan.repoUrl) === repoUrl,
      );
      if (meant) await showOnMergeGroup(meant, { ...options, sha: group.sha });
    },
  });
  const unwatch = options.targets.onChange(change => {
    wakeThose(promotion => isTouched(promotion, change), {
      states: deploying,
    });
  });
  await scheduler.scheduleTask({
    id: 'promotions-look',
    frequency: { milliseconds: options.pollMs },
    timeout: { minutes: 1 },
    // What is due is decided by the database; a replica that has nothing to do costs one query.
    scope: 'local',
    signal: stopped.signal,
    fn: async () => reconciler.kick(),
  });
  return () => {
    stopped.abort();
    unwatch();
  };
}

function isTouched(
  promotion: TrackedPromotion,
  change: TargetsChange,
): boolean {
  const touched = new Set([
    ...change.changed,
    ...change.added,
    ...change.removed,
  ]);
  return promotion.plan.targets.some(
    id =>
      touched.has(id) ||
      change.clusters.some(cluster => id.startsWith(`${cluster}:`)),
  );
}
