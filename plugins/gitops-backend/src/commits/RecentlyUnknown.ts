const FORGET_AFTER_MS = 60_000;
const MAX_KEYS = 10_000;

/** Remembers for a minute that something wasn't found, so that it isn't asked for with every page view. */
export class RecentlyUnknown {
  /** In the order in which they were added, which is the order in which they end. */
  readonly #until = new Map<string, number>();

  constructor(private readonly now: () => number) {}

  has(key: string): boolean {
    const until = this.#until.get(key);
    return until !== undefined && until > this.now();
  }

  add(key: string): void {
    this.#until.delete(key);
    this.#until.set(key, this.now() + FORGET_AFTER_MS);
    for (const [oldest, until] of this.#until) {
      if (until > this.now() && this.#until.size <= MAX_KEYS) break;
      this.#until.delete(oldest);
    }
  }
}
