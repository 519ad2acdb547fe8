import { Quota } from '../budget/planTurns';

/** GitHub's advice for a limit that names no time. */
const DEFAULT_PAUSE_MS = 60_000;

/**
 * When a refused request may be sent again, if it was refused for its rate; undefined when it was refused
 * for something else. GitHub answers 403 for both, and tells them apart by headers or, at worst, by words.
 */
export function rateLimitEnd(options: {
  status: number;
  message: string;
  headers: Record<string, unknown>;
  now: Date;
}): Date | undefined {
  const { status, message, headers, now } = options;
  const retryAfter = numberIn(headers['retry-after']);
  const exhausted = numberIn(headers['x-ratelimit-remaining']) === 0;
  const limited =
    status === 429 ||
    (status === 403 &&
      (retryAfter !== undefined ||
        exhausted ||
        /rate limit|abuse detection/i.test(message)));
  if (!limited) return undefined;
  if (retryAfter !== undefined) {
    return new Date(now.getTime() + retryAfter * 1000);
  }
  const reset = numberIn(headers['x-ratelimit-reset']);
  return exhausted && reset !== undefined
    ? new Date(reset * 1000)
    : new Date(now.getTime() + DEFAULT_PAUSE_MS);
}

/** What an answer says of the limit that its request counted to; undefined when it says nothing. */
export function quotaIn(
  headers: Record<string, unknown>,
): (Quota & { resource?: string }) | undefined {
  const limit = numberIn(headers['x-ratelimit-limit']);
  const remaining = numberIn(headers['x-ratelimit-remaining']);
  const reset = numberIn(headers['x-ratelimit-reset']);
  if (limit === undefined || remaining === undefined || reset === undefined) {
    return undefined;
  }
  const resource = headers['x-ratelimit-resource'];
  return {
    limit,
    remaining,
    resetsAt: reset * 1000,
    ...(typeof resource === 'string' && { resource }),
  };
}

function numberIn(header: unknown): number | undefined {
  const text = String(header ?? '').trim();
  return /^\d+$/.test(text) ? Number(text) : undefined;
}
