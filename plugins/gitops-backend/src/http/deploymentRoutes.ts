import { HttpAuthService } from '@backstage/backend-plugin-api';
import { DeploymentList } from '@fairlead/backstage-plugin-gitops-common';
import Router from 'express-promise-router';
import { z } from 'zod';
import { DeploymentLog } from '../deployments/DeploymentLog';
import { ServiceTargetsQuery } from '../services/ServiceTargetsQuery';
import { parseRequest } from './parseRequest';

const querySchema = z.object({ environment: z.string().min(1).optional() });

/** What became live in a service's environments, and when. */
export function createDeploymentRoutes(options: {
  httpAuth: HttpAuthService;
  log: Pick<DeploymentLog, 'list'>;
  services: Pick<ServiceTargetsQuery, 'targetsOf'>;
}) {
  const { httpAuth, log, services } = options;
  const router = Router();

  router.get('/v1/services/:entityRef/deployments', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const { environment } = parseRequest(querySchema, req.query);
    const { entityRef } = await services.targetsOf({
      entityRef: req.params.entityRef,
      credentials,
    });
    const deployments = await log.list({
      entityRef,
      ...(environment !== undefined && { environment }),
    });
    res.json({ deployments } satisfies DeploymentList);
  });

  return router;
}
