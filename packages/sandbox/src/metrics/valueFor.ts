import { MetricVerdict } from '../contracts';

/** A limit that values are held against. */
export interface MetricLimit {
  /** `min`: values have to be at least so large. */
  kind: 'min' | 'max';
  limit: number;
}

/** A value that keeps to a limit or breaks it, near enough to be believed. */
export function valueFor(
  { kind, limit }: MetricLimit,
  verdict: MetricVerdict,
): number {
  const keeps = verdict !== 'bad';
  const value =
    kind === 'min'
      ? limit + (keeps ? roomAbove(limit) * 0.7 : -limit * 0.3)
      : limit * (keeps ? 0.4 : 1.8);
  return Number(value.toPrecision(4));
}

// Shares stay below one, and percentages below a hundred.
function roomAbove(limit: number): number {
  const ceiling = [1, 100].find(each => limit > each * 0.5 && limit <= each);
  return ceiling === undefined ? limit * 0.1 : ceiling - limit;
}

/** Reads the limit from an expression such as `result[0] >= 0.95`; undefined when it has none. */
export function limitIn(
  condition: string | undefined,
): MetricLimit | undefined {
  const match = /([<>])=?\s*(\d+(?:\.\d+)?)/.exec(condition ?? '');
  if (!match) return undefined;
  return { kind: match[1] === '>' ? 'min' : 'max', limit: Number(match[2]) };
}
