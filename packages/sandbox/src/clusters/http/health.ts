import { Router } from 'express';

/** The probes, which anybody may ask. */
export function healthRoutes(): Router {
  const router = Router();
  router.get(['/healthz', '/livez', '/readyz'], (_, response) => {
    response.type('text/plain').send('ok');
  });
  return router;
}
