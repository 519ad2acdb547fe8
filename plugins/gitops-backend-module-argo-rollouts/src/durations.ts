const unitSeconds: Record<string, number> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
};
const part = /(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/g;

/** A number of seconds, or text as Go writes durations: `1h30m`. Undefined when it is neither. */
export function secondsOf(
  duration: number | string | null | undefined,
): number | undefined {
  if (typeof duration === 'number') return duration >= 0 ? duration : undefined;
  const text = duration?.trim() ?? '';
  if (/^\d+$/.test(text)) return Number(text);
  const parts = [...text.matchAll(part)];
  const isWhole = parts.map(([whole]) => whole).join('') === text;
  if (parts.length === 0 || !isWhole) return undefined;
  return parts.reduce(
    (sum, [, number, unit]) => sum + Number(number) * unitSeconds[unit],
    0,
  );
}

/** `1 h 30 min`. */
export function durationInWords(seconds: number): string {
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = Number((seconds % 60).toFixed(1));
  const words = [
    hours > 0 && `${hours} h`,
    minutes > 0 && `${minutes} min`,
    rest > 0 && `${rest} s`,
  ].filter(Boolean);
  return words.length > 0 ? words.join(' ') : '0 s';
}
