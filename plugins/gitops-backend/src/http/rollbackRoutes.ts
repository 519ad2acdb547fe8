import { AuditorService, HttpAuthService } from '@backstage/backend-plugin-api';
import {
  rollbackPlanRequestSchema,
  rollbackRequestSchema,
} from '@fairlead/backstage-plugin-gitops-common';
import Router from 'express-promise-router';
import { audited } from '../audit';
import { RollbackService } from '../promotions/rollbacks/RollbackService';
import { actorOf } from './actorOf';
import { forgeTokenOf } from './forgeTokenOf';
import { parseRequest } from './parseRequest';

/** Plan and request rollbacks. */
export function createRollbackRoutes(options: {
  auditor: AuditorService;
  httpAuth: HttpAuthService;
  rollbacks: RollbackService;
}) {
  const { auditor, httpAuth, rollbacks } = options;
  const router = Router();

  router.post('/v1/rollbacks/plan', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const request = parseRequest(rollbackPlanRequestSchema, req.body);
    const user = actorOf(credentials);
    res.json(await rollbacks.plan({ request, credentials, user }));
  });

  router.post('/v1/rollbacks', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const forgeToken = forgeTokenOf(req);
    const request = parseRequest(rollbackRequestSchema, req.body);
    const { entityRef, environment, deploymentId = '' } = request;
    const { promotion, created } = await audited({
      auditor,
      request: req,
      eventId: 'rollback-create',
      meta: { entityRef, environment, deploymentId },
      write: () =>
        rollbacks.create({
          request,
          credentials,
          user: actorOf(credentials),
          forgeToken,
        }),
    });
    res.status(created ? 201 : 200).json(promotion);
  });

  return router;
}
