import { Retry } from '../Application';

const units: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000 };

/** How long to wait before a retry, counted from 1; the backoff of the operation, or Argo CD's usual one. */
export function retryDelay(retry: Retry | undefined, attempt: number): number {
  const { duration, factor = 2, maxDuration } = retry?.backoff ?? {};
  const first = msOf(duration) ?? 5_000;
  const longest = msOf(maxDuration) ?? 180_000;
  return Math.min(first * factor ** (attempt - 1), longest);
}

// `5s`, `1m30s`; a number without unit means seconds.
function msOf(duration: string | undefined): number | undefined {
  if (!duration) return undefined;
  if (/^\d+$/.test(duration)) return Number(duration) * 1_000;
  const parts = [...duration.matchAll(/(\d+(?:\.\d+)?)([smh])/g)];
  if (parts.length === 0) return undefined;
  return parts.reduce(
    (sum, [, count, unit]) => sum + Number(count) * units[unit],
    0,
  );
}
