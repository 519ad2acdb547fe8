const units: Array<[Intl.RelativeTimeFormatUnit, number]> = [
  ['year', 365 * 24 * 3600],
  ['month', 30 * 24 * 3600],
  ['week', 7 * 24 * 3600],
  ['day', 24 * 3600],
  ['hour', 3600],
  ['minute', 60],
];

const format = new Intl.RelativeTimeFormat('en', {
  style: 'narrow',
  numeric: 'always',
});

/** `5min ago`, `in 3d`; `just now` below a minute, `in a moment` where it is still to come. */
export function relativeTime(options: { at: string; now: number }): string {
  const seconds = Math.round((Date.parse(options.at) - options.now) / 1000);
  if (Number.isNaN(seconds)) return 'at an unknown time';
  for (const [unit, length] of units) {
    if (Math.abs(seconds) >= length) {
      // What is over is never said to be older than it is; what is to come, never sooner by much.
      const count = seconds / length;
      return format.format(
        count > 0 ? Math.round(count) : Math.trunc(count),
        unit,
      );
    }
  }
  return seconds > 0 ? 'in a moment' : 'just now';
}

/** The exact time, in the reader's time zone, which it names. */
export function exactTime(at: string): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime())
    ? at
    : date.toLocaleString('en-GB', {
        dateStyle: 'medium',
        timeStyle: 'long',
      });
}

/** The time of day, and the day where it is not today: `14:00`, `Thu 26 Nov, 14:00`. In the reader's time zone. */
export function clockTime(options: { at: string; now: number }): string {
  const date = new Date(options.at);
  if (Number.isNaN(date.getTime())) return options.at;
  const isToday = date.toDateString() === new Date(options.now).toDateString();
  return date.toLocaleString('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    ...(!isToday && { weekday: 'short', day: 'numeric', month: 'short' }),
  });
}
