import { setTimeout as delay } from 'node:timers/promises';
import { LoggerService } from '@backstage/backend-plugin-api';
import { explainFailure } from '../explainFailure';
import { KubernetesError } from '../errors';
import { ClusterApi } from '../ClusterApi';
import { ReadTiming } from '../nextStep';
import { readFailureOf } from '../readFailure';
import { resourceOf } from '../resourceOf';
import { resourcePath } from '../resourcePath';
import { Lookups } from './Dependents';
import { References } from './References';

const atOnce = 4;

/**
 * Reads dependents again, one by one, when what they were mapped with has changed.
 *
 * @remarks
 * A watch often brings a dependent anew in the meantime, because the engine looks at it for the same reason: then
 * nothing is read, and what is being read is dropped, since it may be older than what the watch brought.
 */
export class DependentsReader {
  readonly #options: DependentsReaderOptions;
  readonly #waiting = new Map<string, Lookups>();
  #reading = 0;
  #failures = 0;
  #pause: Promise<void> | undefined;

  static create(options: DependentsReaderOptions): DependentsReader {
    return new DependentsReader(options);
  }

  private constructor(options: DependentsReaderOptions) {
    this.#options = options;
  }

  /** Each is read as soon as it can be, however often it is handed over until then. */
  read(outdated: readonly Lookups[]): void {
    for (const lookups of outdated) {
      this.#waiting.set(lookups.dependent.id, lookups);
    }
    this.#start();
  }

  #start() {
    while (this.#reading < atOnce && this.#waiting.size > 0) {
      this.#reading += 1;
      void this.#work();
    }
  }

  async #work(): Promise<void> {
    const { signal } = this.#options;
    for (;;) {
      await this.#pause;
      const [first] = this.#waiting;
      if (!first || signal.aborted) {
        this.#reading -= 1;
        return;
      }
      const [id, lookups] = first;
      this.#waiting.delete(id);
      await this.#readOne(lookups);
    }
  }

  async #readOne(lookups: Lookups): Promise<void> {
    const { api, references, signal, timing } = this.#options;
    if (!references.isLast(lookups)) return;
    const { kind, namespace, name, take } = lookups.dependent;
    try {
      const object = await api.json({
        path: resourcePath({ ...kind, namespace, name }),
        signal,
        timeoutMs: timing.requestMs,
      });
      this.#failures = 0;
      if (references.isLast(lookups) && !signal.aborted) take(object);
    } catch (error) {
      // That it is gone, the watch says too.
      const gone = error instanceof KubernetesError && error.status === 404;
      if (!gone && !signal.aborted) this.#retry(lookups, error);
    }
  }

  #retry(lookups: Lookups, error: unknown) {
    const { cluster, logger, signal, timing } = this.#options;
    const { id, kind } = lookups.dependent;
    if (!this.#waiting.has(id)) this.#waiting.set(id, lookups);
    if (this.#failures === 0) {
      const { message, remedy } = explainFailure(readFailureOf(error), {
        cluster,
        resource: resourceOf(kind),
      });
      logger.warn(`${message}. ${remedy}.`);
    }
    const ms = timing.firstRetryMs * 2 ** Math.min(this.#failures, 20);
    this.#failures += 1;
    // One pause for all: a cluster that fails is not asked by each of them.
    this.#pause = delay(Math.min(ms, timing.longestRetryMs), undefined, {
      signal,
    }).catch(() => undefined);
  }
}

/** What it reads from, and for whom. */
export interface DependentsReaderOptions {
  cluster: string;
  api: ClusterApi;
  references: References;
  signal: AbortSignal;
  timing: ReadTiming;
  logger: LoggerService;
}
