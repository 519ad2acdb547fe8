import { setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { LoggerService, SchedulerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';

/** How turns change hands. */
export interface TurnTiming {
  /** The scheduler's lock is given up by then, whatever happened to its holder. */
  lockMs: number;
  /** The lock is given back so long before that, and asked for again. */
  marginMs: number;
  /** Reading goes on for so long without the lock, until it is there again. */
  graceMs: number;
  /** So often a replica says that it reads, and the others look whether one does. */
  attendMs: number;
}

/** Two look at a cluster that nobody has read for this many intervals. */
const missedAttendances = 2.5;

export const defaultTurnTiming: TurnTiming = {
  lockMs: 60_000,
  marginMs: 10_000,
  graceMs: 10_000,
  attendMs: 10_000,
};

/**
 * Sees to it that a cluster is read by one replica at a time, and by one at any time.
 *
 * @remarks
 * A scheduler lock says whose turn it is. A watch runs for days and a lock must be short, so the holder gives it
 * back before it runs out and asks for it again; the watch goes on for a moment without it, so that nothing is
 * interrupted when the same replica gets it back.
 *
 * The lock of a replica that died is freed by the scheduler only after its time-out and then up to a minute more.
 * A replica that sees that nobody reads does so meanwhile without the lock: at its start, so that a portal of one
 * replica reads at once, and later, so that a cluster is unread for half a minute at most. Two replicas may thus
 * read the same cluster for a moment. That costs a second watch and nothing else: both write the same, and what is
 * the same is not written twice.
 */
export class ReadingTurn {
  readonly #options: ReadingTurnOptions;
  #reading: { stop: AbortController; done: Promise<void> } | undefined;
  #end: NodeJS.Timeout | undefined;

  static create(options: ReadingTurnOptions): ReadingTurn {
    return new ReadingTurn(options);
  }

  private constructor(options: ReadingTurnOptions) {
    this.#options = options;
  }

  /** Takes turns until the signal is aborted. Resolves when the first turn, if it is ours, has begun. */
  async start(): Promise<void> {
    const { cluster, scheduler, signal, timing } = this.#options;
    await scheduler.scheduleTask({
      id: `gitops-read-${cluster}`,
      scope: 'global',
      frequency: { seconds: 1 },
      // The start does not wait for the lock, see below; and nobody who runs all tasks at once waits for this one.
      initialDelay: { seconds: 1 },
      timeout: { milliseconds: timing.lockMs },
      signal,
      fn: lost => this.#hold(lost),
    });
    signal.addEventListener('abort', () => this.#stop(), { once: true });
    await this.#standIn();
    this.#standBy().catch(error =>
      this.#options.logger.error(toError(error).message),
    );
  }

  /** Resolves when reading has come to rest. */
  async stopped(): Promise<void> {
    await this.#reading?.done;
  }

  async #hold(lost: AbortSignal): Promise<void> {
    const { lockMs, marginMs, graceMs } = this.#options.timing;
    const holdMs = lockMs - marginMs;
    this.#readFor(holdMs + graceMs);
    await delay(holdMs, undefined, { signal: lost }).catch(() => undefined);
    this.#readFor(graceMs);
  }

  async #standBy(): Promise<void> {
    const { signal, timing } = this.#options;
    while (!signal.aborted) {
      await delay(timing.attendMs, undefined, { signal }).catch(
        () => undefined,
      );
      if (!signal.aborted && !this.#reading) await this.#standIn();
    }
  }

  async #standIn(): Promise<void> {
    const { attendedAt, cluster, logger, timing } = this.#options;
    try {
      const at = await attendedAt();
      const silentMs = at ? Date.now() - at.getTime() : Infinity;
      if (silentMs > timing.attendMs * missedAttendances) {
        // Until the scheduler must have freed the lock of whoever had it, and given it to someone.
        this.#readFor(timing.lockMs + 90_000);
      }
    } catch (error) {
      logger.warn(
        `Whether ${cluster} is read could not be looked up`,
        toError(error),
      );
    }
  }

  #readFor(ms: number) {
    const { read, signal } = this.#options;
    if (signal.aborted) return;
    clearTimeout(this.#end);
    this.#end = setTimeout(() => this.#stop(), ms);
    this.#end.unref();
    if (this.#reading) return;
    const stop = new AbortController();
    // Each kind that is read listens for the end: as many as there are is no leak.
    setMaxListeners(0, stop.signal);
    const done = read(stop.signal)
      .catch(error => this.#options.logger.error(toError(error).message))
      .finally(() => {
        this.#reading = undefined;
      });
    this.#reading = { stop, done };
  }

  #stop() {
    clearTimeout(this.#end);
    this.#reading?.stop.abort();
  }
}

/** Whose turn it is, at what. */
export interface ReadingTurnOptions {
  cluster: string;
  scheduler: SchedulerService;
  logger: LoggerService;
  /** Ends all turns. */
  signal: AbortSignal;
  timing: TurnTiming;
  /** Reads until the signal is aborted. */
  read(signal: AbortSignal): Promise<void>;
  /** When a replica last said that it reads the cluster. */
  attendedAt(): Promise<Date | undefined>;
}
