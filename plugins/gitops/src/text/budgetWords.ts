import { ForgeBudget } from '@fairlead/backstage-plugin-gitops-common';
import { Tone } from './promotionWords';

/** How a credential fares with its forge. */
export function budgetState(
  budget: Pick<
    ForgeBudget,
    'limit' | 'remaining' | 'pausedUntil' | 'waiting' | 'resetsAt'
  >,
  now: number,
): { word: string; tone: Tone } {
  if (budget.pausedUntil && Date.parse(budget.pausedUntil) > now) {
    return { word: 'Paused by the forge', tone: 'negative' };
  }
  // What was left of an hour that is over says nothing of this one.
  const isOver = Date.parse(budget.resetsAt) <= now;
  const share = isOver ? 1 : budget.remaining / Math.max(1, budget.limit);
  if (share <= 0.1) return { word: 'Nearly used up', tone: 'warning' };
  return budget.waiting > 0
    ? { word: 'Busy', tone: 'active' }
    : { word: 'Plenty left', tone: 'positive' };
}
