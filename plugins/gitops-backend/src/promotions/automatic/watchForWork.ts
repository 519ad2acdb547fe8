import { LoggerService, SchedulerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { TargetsReader } from '../../targets/StoredTarget';
import { AutomaticRollbacks } from '../rollbacks/AutomaticRollbacks';
import { AutomaticPromotions } from './AutomaticPromotions';

/** When to look for what Fairlead begins by itself. */
export interface WatchForWorkOptions {
  automaticPromotions: AutomaticPromotions;
  automaticRollbacks: AutomaticRollbacks;
  logger: LoggerService;
  pollMs: number;
  scheduler: SchedulerService;
  targets: TargetsReader;
}

/** Changes come in bursts, and one look is enough for all of them. */
const calmMs = 1_000;
/** A large portal rests for so many times as long as a look has taken. */
const restFactor = 10;

/**
 * Looks for rollbacks and promotions to begin: soon after targets changed or a promotion ended, and now and then.
 * Several replicas may do it at once: the database keeps them from beginning the same one twice.
 */
export async function watchForWork(
  options: WatchForWorkOptions,
): Promise<{ again(): void; stop(): Promise<void> }> {
  const { automaticPromotions, automaticRollbacks, logger, scheduler } =
    options;
  const stopped = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let due = false;
  let pauseMs = calmMs;

  const sweep = async () => {
    while (due && !stopped.signal.aborted) {
      due = false;
      const began = Date.now();
      try {
        await automaticRollbacks.sweep();
        await automaticPromotions.sweep();
      } catch (error) {
        logger.warn(
          `Work to begin by itself could not be looked for: ${stringifyError(error)}`,
        );
      }
      pauseMs = Math.max(calmMs, restFactor * (Date.now() - began));
    }
  };
  const again = () => {
    if (stopped.signal.aborted) return;
    due = true;
    timer ??= setTimeout(() => {
      timer = undefined;
      running ??= sweep().finally(() => {
        running = undefined;
      });
    }, pauseMs);
    timer.unref();
  };

  const unwatch = options.targets.onChange(again);
  await scheduler.scheduleTask({
    id: 'promotions-begin',
    frequency: { milliseconds: options.pollMs },
    timeout: { minutes: 5 },
    scope: 'local',
    signal: stopped.signal,
    fn: async () => again(),
  });
  return {
    again,
    async stop() {
      stopped.abort();
      clearTimeout(timer);
      unwatch();
      await running;
    },
  };
}
