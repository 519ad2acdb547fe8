const LIMIT = 5_000;
const HOUR_MS = 3_600_000;

interface Window {
  used: number;
  resetAt: number;
}

/** What is left of one user's points. */
export interface BudgetState {
  limit: number;
  used: number;
  remaining: number;
  resetAt: string;
}

/** Points of the hourly limit, for each user. */
export class GraphqlBudget {
  static create(
    options: { limit?: number; now?: () => number } = {},
  ): GraphqlBudget {
    return new GraphqlBudget(options.limit ?? LIMIT, options.now ?? Date.now);
  }

  readonly #windows = new Map<number, Window>();

  private constructor(
    private readonly limit: number,
    private readonly now: () => number,
  ) {}

  /** Takes points, if there are that many left. */
  spend(userId: number, points: number): boolean {
    const window = this.#window(userId);
    if (window.used + points > this.limit) return false;
    window.used += points;
    return true;
  }

  state(userId: number): BudgetState {
    const { used, resetAt } = this.#window(userId);
    return {
      limit: this.limit,
      used,
      remaining: this.limit - used,
      resetAt: new Date(resetAt).toISOString().replace(/\.\d+Z$/, 'Z'),
    };
  }

  headers(userId: number): Record<string, string> {
    const { limit, used, remaining, resetAt } = this.state(userId);
    return {
      'x-ratelimit-limit': String(limit),
      'x-ratelimit-used': String(used),
      'x-ratelimit-remaining': String(remaining),
      'x-ratelimit-reset': String(Date.parse(resetAt) / 1000),
      'x-ratelimit-resource': 'graphql',
    };
  }

  #window(userId: number): Window {
    const known = this.#windows.get(userId);
    if (known && known.resetAt > this.now()) return known;
    const fresh = {
      used: 0,
      resetAt: Math.ceil((this.now() + HOUR_MS) / 1000) * 1000,
    };
    this.#windows.set(userId, fresh);
    return fresh;
  }
}
