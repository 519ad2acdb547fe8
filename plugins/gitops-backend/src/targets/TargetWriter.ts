import { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { TargetSourceKey } from '../store/TargetSourcesStore';
import { TargetsStore } from '../store/TargetsStore';
import { TargetWrite } from '../store/writeTargets';
import { StoredTargets } from './StoredTargets';

const collectMs = 150;
const retryMs = 1_000;
const maxTargets = 500;

/**
 * Collects what watches tell, for a moment or until it is a lot, and writes it in one transaction.
 *
 * @remarks
 * For each target the last word counts. When the database does not answer, what was collected stays and is
 * tried again; the clusters go on being read meanwhile.
 */
export class TargetWriter {
  readonly #options: TargetWriterOptions;
  #targets = new Map<string, TargetWrite>();
  #positions = new Map<string, TargetSourceKey & { resourceVersion: string }>();
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;
  #writing: Promise<void> = Promise.resolve();

  static create(options: TargetWriterOptions): TargetWriter {
    return new TargetWriter(options);
  }

  private constructor(options: TargetWriterOptions) {
    this.#options = options;
  }

  write(id: string, write: TargetWrite): void {
    // Deleted and entered again, so that the order is that of the last word.
    this.#targets.delete(id);
    this.#targets.set(id, write);
    this.#schedule(this.#targets.size >= maxTargets ? 0 : collectMs);
  }

  /** Everything up to this resource version has been handed to {@link TargetWriter.write}. */
  advance(position: TargetSourceKey & { resourceVersion: string }): void {
    this.#positions.set(`${position.cluster} ${position.resource}`, position);
    this.#schedule(collectMs);
  }

  /** Resolves when all that was handed over so far is stored; rejects when the database refuses it. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const written = this.#writing.then(() => this.#writeBatch());
    this.#writing = written.catch(() => undefined);
    return written;
  }

  /** Writes what is left. What the database does not take is read again after the next start. */
  async stop(): Promise<void> {
    this.#stopped = true;
    try {
      await this.flush();
    } catch (error) {
      this.#options.logger.warn(
        'The database did not take what the clusters said last',
        toError(error),
      );
    }
  }

  #schedule(afterMs: number) {
    if (this.#stopped || (this.#timer && afterMs > 0)) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.flush().catch(error => {
        this.#options.logger.error(
          'The database did not take what the clusters said; trying again',
          toError(error),
        );
        this.#schedule(retryMs);
      });
    }, afterMs);
    this.#timer.unref();
  }

  async #writeBatch(): Promise<void> {
    const targets = this.#targets;
    const positions = this.#positions;
    if (targets.size === 0 && positions.size === 0) return;
    this.#targets = new Map();
    this.#positions = new Map();
    let written;
    try {
      written = await this.#options.store.write({
        targets,
        positions: [...positions.values()],
      });
    } catch (error) {
      // What came in meanwhile is newer.
      this.#targets = new Map([...targets, ...this.#targets]);
      this.#positions = new Map([...positions, ...this.#positions]);
      throw error;
    }
    this.#options.stored.announce(written);
  }
}

/** What it writes to. */
export interface TargetWriterOptions {
  store: TargetsStore;
  stored: StoredTargets;
  logger: LoggerService;
}
