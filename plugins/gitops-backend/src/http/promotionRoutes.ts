import {
  AuditorService,
  BackstageCredentials,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import { JsonObject } from '@backstage/types';
import {
  approveRequestSchema,
  mergeRequestSchema,
  overrideRequestSchema,
  planRequestSchema,
  promotionRequestSchema,
  Promotion,
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

  /** What somebody does to one promotion: parsed, written with an audit event, and answered with what it is then. */
  const onPromotion = <Body extends object>(
    action: string,
    route: {
      eventId: string;
      schema: z.ZodType<Body>;
      allow?: Array<'user'>;
      meta?: (body: Body) => JsonObject;
      write: (
        body: Body,
        asked: { id: string; credentials: BackstageCredentials; user: string },
      ) => Promise<Promotion>;
    },
  ) =>
    router.post(`/v1/promotions/:id/${action}`, async (request, res) => {
      const { eventId, schema, allow, meta, write } = route;
      const credentials = await httpAuth.credentials(
        request,
        allow && { allow },
      );
      const body = parseRequest(schema, request.body);
      const { id } = request.params;
      const promotion = await audited({
        auditor,
        request,
        eventId,
        meta: { promotionId: id, ...meta?.(body) },
        write: () =>
          write(body, { id, credentials, user: actorOf(credentials) }),
      });
      res.json(promotion);
    });

  onPromotion('cancel', {
    eventId: 'promotion-cancel',
    schema: cancelSchema,
    write: (body, asked) => service.cancel({ ...body, ...asked }),
  });
  onPromotion('approve', {
    eventId: 'promotion-approve',
    schema: approveRequestSchema,
    // An approval is a person's word: that of a service counts for nobody.
    allow: ['user'],
    write: (body, asked) => service.approve({ ...body, ...asked }),
  });
  onPromotion('override', {
    eventId: 'gate-override',
    schema: overrideRequestSchema,
    meta: ({ gate, reason }) => ({ gate, reason }),
    write: (body, asked) => service.override({ ...body, ...asked }),
  });
  onPromotion('merge', {
    eventId: 'promotion-merge',
    schema: mergeRequestSchema,
    write: (body, asked) => service.merge({ ...body, ...asked }),
  });

  return router;
}
