import { LoggerService } from '@backstage/backend-plugin-api';
import pLimit from 'p-limit';
import {
  StoredTarget,
  TargetsChange,
  TargetsReader,
} from '../../targets/StoredTarget';
import { driftSignOf, nextSince } from './driftSince';
import { DriftSinceStore } from './DriftSinceStore';

/** Notes since when targets differ from Git, each time that their status was written. */
export class DriftClock {
  readonly #options: DriftClockOptions;
  readonly #oneByOne = pLimit(1);

  static create(options: DriftClockOptions): DriftClock {
    return new DriftClock(options);
  }

  private constructor(options: DriftClockOptions) {
    this.#options = options;
  }

  /** Looks at all targets first, as some may have changed while nobody looked. Returns what ends it. */
  start(): () => Promise<void> {
    const { targets, store } = this.#options;
    const unsubscribe = targets.onChange(change => this.#heed(change));
    this.#run(async () => {
      await this.#look(await targets.all());
      await store.prune();
    });
    return async () => {
      unsubscribe();
      this.#oneByOne.clearQueue();
      await this.settled();
    };
  }

  /** Resolves when all that was heard of so far is written. */
  async settled(): Promise<void> {
    await this.#oneByOne(async () => {});
  }

  #heed({ changed, added, removed }: TargetsChange): void {
    const { targets, store } = this.#options;
    const ids = [...new Set([...changed, ...added])];
    this.#run(async () => {
      await store.end(removed);
      if (ids.length > 0) {
        await this.#look(await targets.find(ids.map(id => ({ id }))));
      }
    });
  }

  async #look(found: readonly StoredTarget[]): Promise<void> {
    const { store } = this.#options;
    const at = (this.#options.now?.() ?? new Date()).toISOString();
    const known = await store.of(found.map(({ id }) => id));
    const next = found.map(({ id, status }) => {
      const before = known.get(id);
      const after = nextSince(before, { sign: driftSignOf(status), at });
      return { id, before, after };
    });
    await store.begin(
      next.flatMap(({ id, before, after }) => (after && !before ? id : [])),
      at,
    );
    await store.end(
      next.flatMap(({ id, before, after }) => (before && !after ? id : [])),
    );
  }

  #run(work: () => Promise<void>): void {
    this.#oneByOne(work).catch(error =>
      this.#options.logger.warn(
        'Since when targets differ from Git could not be written down',
        error,
      ),
    );
  }
}

/** What it watches, and where it writes. */
export interface DriftClockOptions {
  logger: LoggerService;
  now?: () => Date;
  store: DriftSinceStore;
  targets: TargetsReader;
}
