const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** How long ago, as short as `kubectl get` says it: `45s`, `3m20s`, `5h`, `12d`. */
export function humanDuration(milliseconds: number): string {
  const ms = Math.max(0, milliseconds);
  const pair = (
    big: [number, string],
    small: [number, string],
    limit: number,
  ) => {
    const whole = Math.floor(ms / big[0]);
    const rest = Math.floor((ms % big[0]) / small[0]);
    return rest && whole < limit
      ? `${whole}${big[1]}${rest}${small[1]}`
      : `${whole}${big[1]}`;
  };
  if (ms < 2 * minute) return `${Math.floor(ms / second)}s`;
  if (ms < 3 * hour) return pair([minute, 'm'], [second, 's'], 10);
  if (ms < 2 * day) return pair([hour, 'h'], [minute, 'm'], 8);
  if (ms < 730 * day) return pair([day, 'd'], [hour, 'h'], 8);
  return pair([365 * day, 'y'], [day, 'd'], 8);
}
