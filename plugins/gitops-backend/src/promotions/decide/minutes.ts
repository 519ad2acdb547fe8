/** How long, in words: `90 seconds`, `10 minutes`. */
export function minutes(ms: number): string {
  return ms < 120_000
    ? `${Math.round(ms / 1000)} seconds`
    : `${Math.round(ms / 60_000)} minutes`;
}
