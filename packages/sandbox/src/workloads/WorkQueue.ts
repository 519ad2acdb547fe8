const retryMs = 1_000;

/** Does work by key: each key once at a time, as soon as the earliest moment that was asked for. What failed is tried again. */
export class WorkQueue {
  readonly #work: (key: string) => Promise<void>;
  readonly #onError: (error: unknown) => void;
  readonly #waiting = new Map<string, { timer: NodeJS.Timeout; at: number }>();
  readonly #running = new Map<string, Promise<void>>();
  #stopped = false;

  static create(options: {
    work: (key: string) => Promise<void>;
    onError: (error: unknown) => void;
  }): WorkQueue {
    return new WorkQueue(options);
  }

  private constructor(options: {
    work: (key: string) => Promise<void>;
    onError: (error: unknown) => void;
  }) {
    this.#work = options.work;
    this.#onError = options.onError;
  }

  add(key: string, afterMs = 0): void {
    if (this.#stopped) return;
    const at = Date.now() + afterMs;
    const waiting = this.#waiting.get(key);
    if (waiting && waiting.at <= at) return;
    clearTimeout(waiting?.timer);
    const timer = setTimeout(() => this.#run(key), afterMs);
    this.#waiting.set(key, { timer, at });
  }

  /** Resolves when what has begun is done. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const { timer } of this.#waiting.values()) clearTimeout(timer);
    await Promise.all(this.#running.values());
  }

  #run(key: string): void {
    this.#waiting.delete(key);
    const before = this.#running.get(key) ?? Promise.resolve();
    const run = before
      .then(async () => {
        if (!this.#stopped) await this.#work(key);
      })
      .catch(error => {
        this.#onError(error);
        this.add(key, retryMs);
      })
      .finally(() => {
        if (this.#running.get(key) === run) this.#running.delete(key);
      });
    this.#running.set(key, run);
  }
}
