import { AuditorService, HttpAuthService } from '@backstage/backend-plugin-api';
import {
  planRequestSchema,
  promotionRequestSchema,
  PromotionList,
} from '@fairlead/backstage-plugin-gitops-common';
import Router from 'express-promise-router';
import { z } from 'zod';
import { audited } from '../audit';
import { PromotionQuery } from '../promotions/PromotionQuery';
import { PromotionService } from '../promotions/PromotionService';
import { actorOf } from './actorOf';
import { parseRequest } from './parseRequest';

const listQuerySchema = z.object({
  entityRef: z.string().min(1).optional(),
  environment: z.string().min(1).optional(),
  active: z
    .enum(['true', 'false'])
    .transform(text => text === 'true')
    .optional(),
});

const cancelSchema = z.object({
  reason: z.string().trim().min(1, 'say why').max(2000),
});

/** Plan, request, follow and cancel promotions. */
export function createPromotionRoutes(options: {
  auditor: AuditorService;
  httpAuth: HttpAuthService;
  query: PromotionQuery;
  service: PromotionService;
}) {
  const { auditor, httpAuth, query, service } = options;
  const router = Router();

  router.post('/v1/promotions/plan', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const request = parseRequest(planRequestSchema, req.body);
    res.json(await service.plan({ request, credentials }));
  });

  router.post('/v1/promotions', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const request = parseRequest(promotionRequestSchema, req.body);
    const { entityRef, from, to } = request;
    const { promotion, created } = await audited({
      auditor,
      request: req,
      eventId: 'promotion-create',
      meta: { entityRef, from, to },
      write: () =>
        service.create({ request, credentials, user: actorOf(credentials) }),
    });
    res.status(created ? 201 : 200).json(promotion);
  });

  router.get('/v1/promotions', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const filter = parseRequest(listQuerySchema, req.query);
    const promotions = await query.list({ filter, credentials });
    res.json({ promotions } satisfies PromotionList);
  });

  router.get('/v1/promotions/:id', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    res.json(await query.get({ id: req.params.id, credentials }));
  });

  router.post('/v1/promotions/:id/cancel', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const { reason } = parseRequest(cancelSchema, req.body);
    const promotionId = req.params.id;
    const promotion = await audited({
      auditor,
      request: req,
      eventId: 'promotion-cancel',
      meta: { promotionId },
      write: () =>
        service.cancel({
          id: promotionId,
          reason,
          credentials,
          user: actorOf(credentials),
        }),
    });
    res.json(promotion);
  });

  return router;
}
