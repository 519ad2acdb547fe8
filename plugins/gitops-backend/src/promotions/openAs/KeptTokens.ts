import { ForgeUser } from '../../forges/UserForges';

/** How long a token is kept, whatever becomes of its promotion. */
const lifeMs = 10 * 60_000;
/** Of more than these, the oldest go. */
const limit = 1_000;

interface Kept {
  by: ForgeUser;
  timer: NodeJS.Timeout;
}

/** The tokens of users, by promotion. They are in memory and nowhere else: a restart forgets them, other replicas never know them. */
export class KeptTokens {
  static create(options: { lifeMs?: number; limit?: number } = {}): KeptTokens {
    return new KeptTokens({ lifeMs, limit, ...options });
  }

  readonly #kept = new Map<string, Kept>();

  private constructor(
    private readonly options: { lifeMs: number; limit: number },
  ) {}

  keep(promotionId: string, by: ForgeUser): void {
    this.forget(promotionId);
    const timer = setTimeout(
      () => this.#kept.delete(promotionId),
      this.options.lifeMs,
    );
    timer.unref();
    this.#kept.set(promotionId, { by, timer });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > this.options.limit) this.forget(oldest);
  }

  of(promotionId: string): ForgeUser | undefined {
    return this.#kept.get(promotionId)?.by;
  }

  forget(promotionId: string): void {
    clearTimeout(this.#kept.get(promotionId)?.timer);
    this.#kept.delete(promotionId);
  }

  forgetAll(): void {
    for (const id of [...this.#kept.keys()]) this.forget(id);
  }
}
