import { HttpAuthService } from '@backstage/backend-plugin-api';
import Router from 'express-promise-router';
import { FleetQuery } from '../services/FleetQuery';
import { ServiceQuery } from '../services/ServiceQuery';

/** What pages read: one service, and all of them. Both come from the store alone. */
export function createServiceRoutes(options: {
  httpAuth: HttpAuthService;
  services: ServiceQuery;
  fleet: FleetQuery;
}) {
  const { httpAuth, services, fleet } = options;
  const router = Router();

  router.get('/v1/services/:entityRef', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    res.json(
      await services.deployments({
        entityRef: req.params.entityRef,
        credentials,
      }),
    );
  });

  router.get('/v1/fleet', async (req, res) => {
    res.json(await fleet.fleet(await httpAuth.credentials(req)));
  });

  return router;
}
