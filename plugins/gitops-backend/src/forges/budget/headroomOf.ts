import { ForgeBudget } from '@fairlead/backstage-plugin-gitops-common';
import { BudgetRules, RequestKind } from './BudgetRules';
import { BudgetState } from './planTurns';
import { inWindow } from './RateSpending';

/** What a credential has left: of the limits that the forge told of, and of those on writes that it only asks for. */
export function headroomOf(options: {
  credential: string;
  state: BudgetState;
  waiting: readonly RequestKind[];
  rules: BudgetRules;
  now: number;
}): ForgeBudget[] {
  const { credential, state, waiting, rules, now } = options;
  const { pausedUntil } = state;
  const common = {
    credential,
    ...(pausedUntil !== undefined &&
      pausedUntil > now && {
        pausedUntil: new Date(pausedUntil).toISOString(),
      }),
  };
  const quotas = [...state.quotas].map(([resource, quota]) => {
    const { limit, remaining, resetsAt } = quota;
    return {
      ...common,
      resource,
      limit,
      remaining: resetsAt > now ? Math.max(0, remaining) : limit,
      resetsAt: new Date(Math.max(resetsAt, now)).toISOString(),
      waiting: waiting.filter(each => each.resource === resource).length,
    };
  });
  const windows = rules.windows.flatMap(window => {
    if (window.title === undefined) return [];
    const spent = inWindow({
      window,
      spent: state.spent.get(window.name) ?? [],
      now,
    });
    const sum = spent.reduce((total, { cost }) => total + cost, 0);
    const last = spent.at(-1)?.at;
    const resetsAt = last === undefined ? now : last + window.periodMs;
    return {
      ...common,
      resource: window.title,
      limit: window.limit,
      remaining: Math.max(0, window.limit - sum),
      resetsAt: new Date(resetsAt).toISOString(),
      waiting: waiting.filter(each => window.cost(each) > 0).length,
    };
  });
  return [...quotas, ...windows];
}
