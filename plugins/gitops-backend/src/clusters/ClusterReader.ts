import { setTimeout as delay } from 'node:timers/promises';
import { LoggerService } from '@backstage/backend-plugin-api';
import { EngineReader } from './EngineReader';

/** Reads all engines on one cluster, each independently of the others. */
export class ClusterReader {
  readonly #options: ClusterReaderOptions;
  #hasRead = false;

  static create(options: ClusterReaderOptions): ClusterReader {
    return new ClusterReader(options);
  }

  private constructor(options: ClusterReaderOptions) {
    this.#options = options;
  }

  /** Resolves when the signal is aborted and everything has come to rest. */
  async run(signal: AbortSignal): Promise<void> {
    // The first time a full list: what was remembered may be of a cluster that has since been built anew.
    const resume = this.#hasRead;
    this.#hasRead = true;
    await Promise.all([
      this.#sayThatWeAreHere(signal),
      ...this.#options.engines.map(engine => engine.run({ signal, resume })),
    ]);
  }

  async #sayThatWeAreHere(signal: AbortSignal): Promise<void> {
    const { attend, attendMs, logger } = this.#options;
    const say = (here: boolean) =>
      attend(here).catch(error =>
        logger.warn('The database did not take that a cluster is read', error),
      );
    while (!signal.aborted) {
      await say(true);
      // Aborted or over, the signal is looked at next.
      await delay(attendMs, undefined, { signal }).catch(() => undefined);
    }
    await say(false);
  }
}

/** What it reads, and for whom. */
export interface ClusterReaderOptions {
  engines: readonly EngineReader[];
  /** Notes for the other replicas that this one reads the cluster, or no longer does. */
  attend(here: boolean): Promise<void>;
  attendMs: number;
  logger: LoggerService;
}
