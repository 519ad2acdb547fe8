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
