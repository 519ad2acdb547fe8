import { Config } from '@backstage/config';
import { z } from 'zod';
import {
  ForgeBudgetOptions,
  unlimitedBudget,
} from '../forges/budget/BudgetRules';
import { duration } from './duration';
import { readSection, section } from './readSection';

/** How forges are treated. */
export interface ForgesConfig {
  /** What the portal keeps to by itself. */
  budget: ForgeBudgetOptions;
}

const forgesSchema = section({
  spacing: duration.optional(),
  limits: z.enum(['github', 'none']).optional(),
});

export function readForges(config: Config): ForgesConfig {
  const { spacing, limits = 'github' } =
    readSection({ config, key: 'gitops.forges', schema: forgesSchema }) ?? {};
  return {
    budget: {
      ...(limits === 'none' && unlimitedBudget),
      ...(spacing !== undefined && { spacingMs: spacing }),
    },
  };
}
