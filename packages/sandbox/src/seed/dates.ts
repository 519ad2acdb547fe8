const day = 24 * 60 * 60 * 1000;

/** ISO 8601 of a moment some days before another. */
export function daysBefore(now: Date, days: number): string {
  return new Date(now.getTime() - days * day).toISOString();
}
