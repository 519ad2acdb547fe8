const second = 1_000;

/** How long until a time, by the clock: `4:05`, `1:02:09`; `0:00` when it is over. */
export function countdown(options: { until: string; now: number }): string {
  const left = Math.max(
    0,
    Math.ceil((Date.parse(options.until) - options.now) / second) || 0,
  );
  const hours = Math.floor(left / 3600);
  const minutes = Math.floor((left % 3600) / 60);
  const pad = (value: number) => String(value).padStart(2, '0');
  return hours > 0
    ? `${hours}:${pad(minutes)}:${pad(left % 60)}`
    : `${minutes}:${pad(left % 60)}`;
}
