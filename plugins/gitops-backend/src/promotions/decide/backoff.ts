import { ForgeProblem } from '../Observation';

const firstMs = 5_000;
const longestMs = 300_000;

/** When to ask a forge again after so many failures in a row. */
export function retryTime(options: {
  now: Date;
  failures: number;
  problem?: ForgeProblem;
}): Date {
  const { now, failures, problem } = options;
  const pause = Math.min(longestMs, firstMs * 2 ** Math.min(failures - 1, 10));
  const earliest = problem?.retryAt ? Date.parse(problem.retryAt) : 0;
  return new Date(Math.max(now.getTime() + pause, earliest || 0));
}
