import { ForgeBudgetOptions, unlimitedBudget } from '../budget/BudgetRules';

/** Gitea itself has no rate limits. So many requests at once are what a small server bears. */
export const giteaBudget: ForgeBudgetOptions = {
  ...unlimitedBudget,
  maxConcurrent: 20,
};
