import { AuditorService, HttpAuthService } from '@backstage/backend-plugin-api';
import {
  DriftAdopted,
  driftAdoptionSchema,
  DriftDetail,
} from '@fairlead/backstage-plugin-gitops-common';
import Router from 'express-promise-router';
import { audited } from '../audit';
import { DriftService } from '../drift/DriftService';
import { actorOf } from './actorOf';
import { parseRequest } from './parseRequest';
import { untilGone } from './untilGone';

/** What differs between Git and the cluster of a target, and pull requests that write live values into Git. */
export function createDriftRoutes(options: {
  auditor: AuditorService;
  drift: DriftService;
  httpAuth: HttpAuthService;
}) {
  const { auditor, drift, httpAuth } = options;
  const router = Router();

  router.get('/v1/targets/:id/drift', async (request, res) => {
    const detail: DriftDetail = await drift.detail({
      targetId: request.params.id,
      credentials: await httpAuth.credentials(request),
      signal: untilGone(res),
    });
    res.json(detail);
  });

  router.post('/v1/targets/:id/drift/adopt', async (request, res) => {
    const credentials = await httpAuth.credentials(request);
    const adoption = parseRequest(driftAdoptionSchema, request.body);
    const targetId = request.params.id;
    const { resource, paths, reason } = adoption;
    const adopted: DriftAdopted = await audited({
      auditor,
      request,
      eventId: 'drift-adopt',
      meta: { targetId, ...resource, paths, reason },
      write: () =>
        drift.adopt({
          targetId,
          adoption,
          user: actorOf(credentials),
          credentials,
          // Whoever asked may go away; what was begun is finished.
          signal: new AbortController().signal,
        }),
    });
    res.status(201).json(adopted);
  });

  return router;
}
