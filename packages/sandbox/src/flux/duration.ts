const units: Record<string, number> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
};

/** `1m30s` in milliseconds. */
export function msOf(duration: string): number {
  return [...duration.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * units[unit],
    0,
  );
}

/** As Go writes it: `4m30s`, `1h0m0s`. */
export function durationOf(ms: number): string {
  const hours = Math.floor(ms / units.h);
  const minutes = Math.floor((ms % units.h) / units.m);
  const seconds = `${(ms % units.m) / units.s}s`;
  if (hours > 0) return `${hours}h${minutes}m${seconds}`;
  return minutes > 0 ? `${minutes}m${seconds}` : seconds;
}

/** The time since a moment of `performance.now()`, as Go measures and writes it: to the nanosecond. */
export function measuredSince(startedAt: number): string {
  const ms = performance.now() - startedAt;
  const nanoseconds = Math.max(1, Math.round(ms * 1_000_000));
  // Go leaves out zeros at the end; a whole second would be no measured time.
  if (ms < units.s) return `${(nanoseconds / 1_000_000).toFixed(6)}ms`;
  const minutes = Math.floor(ms / units.m);
  const seconds = `${(nanoseconds / 1e9 - minutes * 60).toFixed(9)}s`;
  return minutes > 0 ? `${minutes}m${seconds}` : seconds;
}
