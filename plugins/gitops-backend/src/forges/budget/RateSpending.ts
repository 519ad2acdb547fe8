import { RateWindow } from './BudgetRules';

/** What was spent, or will be, and when. */
export interface Spending {
  at: number;
  cost: number;
}

/** What counts to a window at a time: spendings of the last period, and those to come. */
export function inWindow(options: {
  window: RateWindow;
  spent: readonly Spending[];
  now: number;
}): Spending[] {
  const { window, spent, now } = options;
  return spent.filter(({ at }) => at > now - window.periodMs);
}

/** The first moment from now on at which so much more can be spent. `spent` is in the order of time. */
export function earliestFit(options: {
  window: RateWindow;
  spent: readonly Spending[];
  cost: number;
  limit: number;
  now: number;
}): number {
  const { window, cost, limit, now } = options;
  if (cost === 0) return now;
  const counted = inWindow(options);
  let sum = counted.reduce((total, each) => total + each.cost, 0);
  if (sum + cost <= limit) return now;
  for (const each of counted) {
    sum -= each.cost;
    if (sum + cost <= limit || sum === 0) return each.at + window.periodMs;
  }
  return now;
}

/** One more spending, in the order of time. */
export function withSpending(
  spent: readonly Spending[],
  more: Spending,
): Spending[] {
  const after = spent.findIndex(({ at }) => at > more.at);
  return after < 0
    ? [...spent, more]
    : [...spent.slice(0, after), more, ...spent.slice(after)];
}
