import { AuditorService, HttpAuthService } from '@backstage/backend-plugin-api';
import {
  approveRequestSchema,
  mergeRequestSchema,
  overrideRequestSchema,
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
import { forgeTokenOf } from './forgeTokenOf';
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
    const user = actorOf(credentials);
    res.json(await service.plan({ request, credentials, user }));
  });

  router.post('/v1/promotions', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const forgeToken = forgeTokenOf(req);
    const request = parseRequest(promotionRequestSchema, req.body);
    const { entityRef, from, to, skip = false } = request;
    const { promotion, created } = await audited({
      auditor,
      request: req,
      eventId: 'promotion-create',
      meta: { entityRef, from, to, skip },
      write: () =>
        service.create({
          request,
          credentials,
          user: actorOf(credentials),
          forgeToken,
        }),
    });
    res.status(created ? 201 : 200).json(promotion);
  });

  router.get('/v1/promotions', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const filter = parseRequest(listQuerySchema, req.query);
    const promotions = await query.list({ filter, credentials });
    res.json({ promotions, titles: query.titles() } satisfies PromotionList);
  });

  router.get('/v1/promotions/:id', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const user = actorOf(credentials);
    res.json(await query.get({ id: req.params.id, credentials, user }));
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

  router.post('/v1/promotions/:id/approve', async (req, res) => {
    // An approval is a person's word: that of a service counts for nobody.
    const credentials = await httpAuth.credentials(req, { allow: ['user'] });
    const { comment } = parseRequest(approveRequestSchema, req.body);
    const promotionId = req.params.id;
    const promotion = await audited({
      auditor,
      request: req,
      eventId: 'promotion-approve',
      meta: { promotionId },
      write: () =>
        service.approve({
          id: promotionId,
          comment,
          credentials,
          user: actorOf(credentials),
        }),
    });
    res.json(promotion);
  });

  router.post('/v1/promotions/:id/override', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const { gate, reason } = parseRequest(overrideRequestSchema, req.body);
    const promotionId = req.params.id;
    const promotion = await audited({
      auditor,
      request: req,
      eventId: 'gate-override',
      meta: { promotionId, gate, reason },
      write: () =>
        service.override({
          id: promotionId,
          gate,
          reason,
          credentials,
          user: actorOf(credentials),
        }),
    });
    res.json(promotion);
  });

  router.post('/v1/promotions/:id/merge', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const { headSha } = parseRequest(mergeRequestSchema, req.body);
    const promotionId = req.params.id;
    const promotion = await audited({
      auditor,
      request: req,
      eventId: 'promotion-merge',
      meta: { promotionId },
      write: () =>
        service.merge({
          id: promotionId,
          headSha,
          credentials,
          user: actorOf(credentials),
        }),
    });
    res.json(promotion);
  });

  return router;
}
