import { AuditorService, HttpAuthService } from '@backstage/backend-plugin-api';
import {
  ContainerLog,
  ResourceTree,
} from '@fairlead/backstage-plugin-gitops-common';
import Router from 'express-promise-router';
import { z } from 'zod';
import { audited } from '../audit';
import { TargetResources } from '../services/TargetResources';
import { parseRequest } from './parseRequest';
import { untilGone } from './untilGone';

const logQuerySchema = z.object({
  namespace: z.string().min(1),
  pod: z.string().min(1),
  container: z.string().min(1),
  previous: z.enum(['true', 'false']).optional(),
});

/** The resources of a target and the logs of its pods, read from its cluster when they are asked for. */
export function createResourceRoutes(options: {
  auditor: AuditorService;
  httpAuth: HttpAuthService;
  targetResources: TargetResources;
}) {
  const { auditor, httpAuth, targetResources } = options;
  const router = Router();

  router.get('/v1/targets/:id/resources', async (request, res) => {
    const tree: ResourceTree = await targetResources.tree({
      targetId: request.params.id,
      credentials: await httpAuth.credentials(request),
      signal: untilGone(res),
    });
    res.json(tree);
  });

  router.get('/v1/targets/:id/logs', async (request, res) => {
    const credentials = await httpAuth.credentials(request);
    const { previous, ...asked } = parseRequest(logQuerySchema, request.query);
    const targetId = request.params.id;
    const log: ContainerLog = await audited({
      auditor,
      request,
      eventId: 'target-logs',
      severityLevel: 'low',
      meta: { targetId, ...asked },
      write: () =>
        targetResources.log({
          ...asked,
          targetId,
          credentials,
          previous: previous === 'true',
          signal: untilGone(res),
        }),
    });
    res.json(log);
  });

  return router;
}
