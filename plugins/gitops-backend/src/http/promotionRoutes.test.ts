import {
  mockCredentials,
  mockErrorHandler,
  mockServices,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  planResponseSchema,
  promotionDetailSchema,
  promotionListSchema,
  promotionSchema,
} from '@fairlead/backstage-plugin-gitops-common';
import express from 'express';
import request from 'supertest';
import { promotionStory } from '../promotions/__testUtils__/promotionStory';
import { entityRef } from '../promotions/__testUtils__/PromotionWorld';
import { createPromotionRoutes } from './promotionRoutes';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const body = { entityRef, from: 'dev', to: 'staging', reason: 'Fix' };

describe('the routes of promotions', () => {
  async function setUp(denied: string[] = []) {
    const permissions = mockServices.permissions.mock({
      authorize: async requests =>
        requests.map(({ permission }) => ({
          result: denied.includes(permission.name)
            ? AuthorizeResult.DENY
            : AuthorizeResult.ALLOW,
        })),
    });
    const story = await promotionStory(await databases.init('SQLITE_3'), {
      permissions,
    });
    const auditor = mockServices.auditor.mock();
    const audited = { success: jest.fn(), fail: jest.fn() };
    auditor.createEvent.mockResolvedValue(audited);
    const app = express();
    app.use(express.json());
    app.use(
      createPromotionRoutes({
        auditor,
        httpAuth: mockServices.httpAuth({
          defaultCredentials: mockCredentials.user('user:default/alice'),
        }),
        query: story.query,
        service: story.service,
      }),
    );
    app.use(mockErrorHandler());
    return { ...story, auditor, audited, api: request(app) };
  }

  it('serve plan, request, list, detail and cancellation', async () => {
    const { api, auditor, audited, reconciler } = await setUp();
    const planned = await api.post('/v1/promotions/plan').send(body);
    const { plan } = planResponseSchema.parse(planned.body);

    const created = await api
      .post('/v1/promotions')
      .send({ ...body, fingerprint: plan.fingerprint });
    expect(created.status).toBe(201);
    const { id, requestedBy } = promotionSchema.parse(created.body);
    expect(requestedBy).toBe('user:default/alice');
    const again = await api.post('/v1/promotions').send(body);
    expect([again.status, again.body.id]).toEqual([200, id]);
    await reconciler.idle();

    const list = await api.get(
      `/v1/promotions?entityRef=${encodeURIComponent(entityRef)}&active=true`,
    );
    expect(promotionListSchema.parse(list.body).promotions).toHaveLength(1);
    const detail = await api.get(`/v1/promotions/${id}`);
    expect(promotionDetailSchema.parse(detail.body)).toMatchObject({
      promotion: { id, state: 'open' },
      cancel: { allowed: true },
    });
    const cancelled = await api
      .post(`/v1/promotions/${id}/cancel`)
      .send({ reason: 'Not now' });
    expect(promotionSchema.parse(cancelled.body).state).toBe('cancelled');

    expect(
      auditor.createEvent.mock.calls.map(([{ eventId, meta }]) => ({
        eventId,
        meta,
      })),
    ).toEqual([
      {
        eventId: 'promotion-create',
        meta: { entityRef, from: 'dev', to: 'staging' },
      },
      {
        eventId: 'promotion-create',
        meta: { entityRef, from: 'dev', to: 'staging' },
      },
      { eventId: 'promotion-cancel', meta: { promotionId: id } },
    ]);
    expect(audited.success).toHaveBeenCalledTimes(3);
  });

  it.each([
    ['/v1/promotions', { ...body, reason: ' ' }, /reason: say why/],
    ['/v1/promotions/plan', { from: 'dev' }, /entityRef: /],
    ['/v1/promotions/x/cancel', {}, /reason: /],
  ])('refuse what is malformed: %s', async (path, sent, message) => {
    const { api } = await setUp();
    const { status, body: answer } = await api.post(path).send(sent);
    expect(status).toBe(400);
    expect(answer.error.message).toMatch(message);
  });

  it('need the permission to promote, and audit the refusal', async () => {
    const { api, audited, store } = await setUp(['gitops.promotion.create']);
    for (const path of ['/v1/promotions', '/v1/promotions/plan']) {
      const { status, body: answer } = await api.post(path).send(body);
      expect(status).toBe(403);
      expect(answer.error.message).toBe(
        `You lack the permission gitops.promotion.create on ${entityRef}`,
      );
    }
    expect(audited.fail).toHaveBeenCalledTimes(1);
    expect(await store.active()).toEqual([]);
  });

  it('need the permission to cancel', async () => {
    const { api, opened, get } = await setUp(['gitops.promotion.cancel']);
    const id = await opened();
    const detail = await api.get(`/v1/promotions/${id}`);
    expect(detail.body.cancel).toEqual({
      allowed: false,
      why: 'You lack the permission gitops.promotion.cancel on this service.',
    });
    const { status } = await api
      .post(`/v1/promotions/${id}/cancel`)
      .send({ reason: 'Not now' });
    expect(status).toBe(403);
    expect((await get(id)).state).toBe('open');
  });

  it('show nothing to those who may not read the service', async () => {
    const { api, opened } = await setUp(['gitops.read']);
    const id = await opened();
    expect((await api.get('/v1/promotions')).body).toEqual({ promotions: [] });
    expect((await api.get(`/v1/promotions/${id}`)).status).toBe(404);
    const cancelled = await api
      .post(`/v1/promotions/${id}/cancel`)
      .send({ reason: 'Not now' });
    expect(cancelled.status).toBe(404);
  });
});
