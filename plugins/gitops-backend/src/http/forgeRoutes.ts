import { HttpAuthService } from '@backstage/backend-plugin-api';
import { ForgeList } from '@fairlead/backstage-plugin-gitops-common';
import Router from 'express-promise-router';
import { ForgeBudgets } from '../forges/budget/ForgeBudgets';

/** What the portal's credentials have left of the limits of their forges. */
export function createForgeRoutes(options: {
  httpAuth: HttpAuthService;
  forges: ForgeBudgets;
}) {
  const router = Router();

  router.get('/v1/forges', async (req, res) => {
    await options.httpAuth.credentials(req, { allow: ['user', 'service'] });
    res.json({ budgets: options.forges.budgets() } satisfies ForgeList);
  });

  return router;
}
