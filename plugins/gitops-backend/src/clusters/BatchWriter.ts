import { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { TargetSourceKey } from '../store/TargetSourcesStore';

const collectMs = 150;
const retryMs = 1_000;
const maxObjects = 500;

/** What is written together. */
export interface Batch<Write> {
  /** By id. */
  objects: ReadonlyMap<string, Write>;
  positions: Array<TargetSourceKey & { resourceVersion: string }>;
}

/**
 * Collects what watches tell, for a moment or until it is a lot, and writes it in one transaction.
 *
 * @remarks
 * For each object the last word counts. When the database does not answer, what was collected stays and is
 * tried again; the clusters go on being read meanwhile.
 */
export class BatchWriter<Write, Written> {
  readonly #options: BatchWriterOptions<Write, Written>;
  #objects = new Map<string, Write>();
  #positions = new Map<string, TargetSourceKey & { resourceVersion: string }>();
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;
  #writing: Promise<void> = Promise.resolve();

  static create<Write, Written>(
    options: BatchWriterOptions<Write, Written>,
  ): BatchWriter<Write, Written> {
    return new BatchWriter(options);
  }

  private constructor(options: BatchWriterOptions<Write, Written>) {
    this.#options = options;
  }

  write(id: string, write: Write): void {
    // Deleted and entered again, so that the order is that of the last word.
    this.#objects.delete(id);
    this.#objects.set(id, write);
    this.#schedule(this.#objects.size >= maxObjects ? 0 : collectMs);
  }

  /** Everything up to this resource version has been handed to {@link BatchWriter.write}. */
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
    const objects = this.#objects;
    const positions = this.#positions;
    if (objects.size === 0 && positions.size === 0) return;
    this.#objects = new Map();
    this.#positions = new Map();
    let written;
    try {
      written = await this.#options.write({
        objects,
        positions: [...positions.values()],
      });
    } catch (error) {
      // What came in meanwhile is newer.
      this.#objects = new Map([...objects, ...this.#objects]);
      this.#positions = new Map([...positions, ...this.#positions]);
      throw error;
    }
    this.#options.announce(written);
  }
}

/** Where it writes to, and who hears of it. */
export interface BatchWriterOptions<Write, Written> {
  write(batch: Batch<Write>): Promise<Written>;
  announce(written: Written): void;
  logger: LoggerService;
}
