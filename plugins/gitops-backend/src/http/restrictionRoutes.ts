import { AuditorService, HttpAuthService } from '@backstage/backend-plugin-api';
import {
  liftRequestSchema,
  RestrictionList,
  restrictionRequestSchema,
} from '@fairlead/backstage-plugin-gitops-common';
import Router from 'express-promise-router';
import { z } from 'zod';
import { audited } from '../audit';
import { RestrictionService } from '../restrictions/RestrictionService';
import { actorOf } from './actorOf';
import { parseRequest } from './parseRequest';

const listQuerySchema = z.object({
  entityRef: z.string().min(1).optional(),
  all: z
    .enum(['true', 'false'])
    .transform(text => text === 'true')
    .default(false),
});

/** Freezes, holds, pins and vetoes: see, set and lift them. */
export function createRestrictionRoutes(options: {
  auditor: AuditorService;
  httpAuth: HttpAuthService;
  restrictions: RestrictionService;
}) {
  const { auditor, httpAuth } = options;
  const router = Router();

  router.get('/v1/restrictions', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const filter = parseRequest(listQuerySchema, req.query);
    const restrictions = await options.restrictions.list({
      ...filter,
      credentials,
    });
    res.json({ restrictions } satisfies RestrictionList);
  });

  router.post('/v1/restrictions', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const request = parseRequest(restrictionRequestSchema, req.body);
    const { kind, scope, reason } = request;
    const restriction = await audited({
      auditor,
      request: req,
      eventId: 'restriction-create',
      meta: { kind, ...scope, reason },
      write: () =>
        options.restrictions.create({
          request,
          credentials,
          user: actorOf(credentials),
        }),
    });
    res.status(201).json(restriction);
  });

  router.post('/v1/restrictions/:id/lift', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const { reason } = parseRequest(liftRequestSchema, req.body);
    const { id } = req.params;
    const restriction = await audited({
      auditor,
      request: req,
      eventId: 'restriction-lift',
      meta: { restrictionId: id, reason },
      write: () =>
        options.restrictions.lift({
          id,
          reason,
          credentials,
          user: actorOf(credentials),
        }),
    });
    res.json(restriction);
  });

  return router;
}
