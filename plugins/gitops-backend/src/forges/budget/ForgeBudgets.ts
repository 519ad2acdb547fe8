import { ForgeBudget } from '@fairlead/backstage-plugin-gitops-common';
import { budgetRules, ForgeBudgetOptions } from './BudgetRules';
import { CredentialBudget } from './CredentialBudget';

/** What the portal's credentials have left. */
export interface ForgeBudgets {
  budgets(): ForgeBudget[];
}

/** One budget for each credential. A credential is known from its first request on. */
export class CredentialBudgets implements ForgeBudgets {
  static create(options?: ForgeBudgetOptions): CredentialBudgets {
    return new CredentialBudgets(options);
  }

  readonly #budgets = new Map<string, CredentialBudget>();

  private constructor(private readonly options?: ForgeBudgetOptions) {}

  /** `credential` is shown to people: the host and, where a credential is for one owner only, that owner. */
  of(credential: string): CredentialBudget {
    const known = this.#budgets.get(credential);
    if (known) return known;
    const rules = budgetRules(this.options);
    const budget = CredentialBudget.create({ credential, rules });
    this.#budgets.set(credential, budget);
    return budget;
  }

  budgets(): ForgeBudget[] {
    return [...this.#budgets.values()].flatMap(budget => budget.headroom());
  }
}
