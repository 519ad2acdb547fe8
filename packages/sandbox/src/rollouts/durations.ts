const units = { h: 3_600_000, m: 60_000, s: 1_000, ms: 1 };

/** Milliseconds of a duration: seconds as a number or text, or `1h30m`. */
export function durationMs(value: number | string | undefined): number {
  if (value === undefined) return 0;
  if (typeof value === 'number') return value * 1_000;
  if (/^\d+$/.test(value)) return Number(value) * 1_000;
  return [...value.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)].reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * msOf(unit),
    0,
  );
}

function msOf(unit: string): number {
  return unit === 'h' || unit === 'm' || unit === 's' || unit === 'ms'
    ? units[unit]
    : 0;
}
