import { RequestHandler } from 'express';
import { Actor } from '../domain';
import { actorOf } from '../http/actor';

const LIMIT = 5_000;
const ANONYMOUS_LIMIT = 60;
const HOUR_MS = 3_600_000;

interface Window {
  used: number;
  resetAt: number;
}

/** Counts requests per user and hour and says so in the headers. It refuses none: that is what faults are for. */
export class RequestBudget {
  static create(): RequestBudget {
    return new RequestBudget();
  }

  readonly #windows = new Map<number, Window>();

  private constructor() {}

  /** What is left. */
  of(actor: Actor | undefined) {
    const { used, resetAt } = this.#window(actor);
    const limit = actor ? LIMIT : ANONYMOUS_LIMIT;
    return {
      limit,
      used: Math.min(used, limit - 1),
      remaining: Math.max(limit - used, 1),
      reset: Math.ceil(resetAt / 1000),
    };
  }

  count(): RequestHandler {
    return (request, response, next) => {
      const actor = actorOf(request);
      if (request.path !== '/rate_limit') this.#window(actor).used += 1;
      const { limit, used, remaining, reset } = this.of(actor);
      response.set({
        'x-ratelimit-limit': String(limit),
        'x-ratelimit-used': String(used),
        'x-ratelimit-remaining': String(remaining),
        'x-ratelimit-reset': String(reset),
        'x-ratelimit-resource': 'core',
      });
      next();
    };
  }

  #window(actor: Actor | undefined): Window {
    const key = actor?.user.id ?? 0;
    const known = this.#windows.get(key);
    if (known && known.resetAt > Date.now()) return known;
    const window = { used: 0, resetAt: Date.now() + HOUR_MS };
    this.#windows.set(key, window);
    return window;
  }
}
