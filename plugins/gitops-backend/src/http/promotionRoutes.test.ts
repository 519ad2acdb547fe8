import {
  mockCredentials,
  mockErrorHandler,
  mockServices,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  GateStatus,
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

jest.setTimeout(60_000);

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
      allowances: { cancel: { allowed: true } },
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
        meta: { entityRef, from: 'dev', to: 'staging', skip: false },
      },
      {
        eventId: 'promotion-create',
        meta: { entityRef, from: 'dev', to: 'staging', skip: false },
      },
      { eventId: 'promotion-cancel', meta: { promotionId: id } },
    ]);
    expect(audited.success).toHaveBeenCalledTimes(3);
  });

  it('serve approval, override and merge, each audited with what was asked', async () => {
    const { api, auditor, audited, opened, reconciler, world } = await setUp();
    const waiting = (gate: string): GateStatus => ({
      gate,
      title: gate,
      phases: ['merge'],
      status: 'waiting',
      message: 'Not yet.',
    });
    world.gates = [waiting('approvals'), waiting('soak-time')];
    const id = await opened();
    const merge = await api.post(`/v1/promotions/${id}/merge`);
    expect(merge.status).toBe(409);
    expect(merge.body.error.message).toBe(
      'approvals: Not yet. (and 1 more gate)',
    );

    const own = await api.post(`/v1/promotions/${id}/approve`).send({});
    expect(own.status).toBe(409);
    expect(own.body.error.message).toBe(
      'You requested it, so it takes somebody else to approve it.',
    );
    const none = await api
      .post(`/v1/promotions/${id}/override`)
      .send({ gate: 'reviews', reason: 'Night' });
    expect(none.status).toBe(409);
    expect(none.body.error.message).toBe('It has no gate "reviews".');
    const overridden = await api
      .post(`/v1/promotions/${id}/override`)
      .send({ gate: 'soak-time', reason: 'Night' });
    expect(overridden.status).toBe(200);

    world.gates = [];
    const merged = await api.post(`/v1/promotions/${id}/merge`);
    expect(promotionSchema.parse(merged.body).state).toBe('merged');
    await reconciler.idle();
    expect(
      auditor.createEvent.mock.calls.map(([{ eventId, meta }]) => ({
        eventId,
        meta,
      })),
    ).toEqual([
      { eventId: 'promotion-merge', meta: { promotionId: id } },
      { eventId: 'promotion-approve', meta: { promotionId: id } },
      {
        eventId: 'gate-override',
        meta: { promotionId: id, gate: 'reviews', reason: 'Night' },
      },
      {
        eventId: 'gate-override',
        meta: { promotionId: id, gate: 'soak-time', reason: 'Night' },
      },
      { eventId: 'promotion-merge', meta: { promotionId: id } },
    ]);
    expect(audited.fail).toHaveBeenCalledTimes(3);
    expect(audited.success).toHaveBeenCalledTimes(2);
  });

  it.each([
    ['/v1/promotions', { ...body, reason: ' ' }, /reason: say why/],
    ['/v1/promotions/plan', { from: 'dev' }, /entityRef: /],
    ['/v1/promotions/x/cancel', {}, /reason: /],
    ['/v1/promotions/x/override', { gate: 'freeze' }, /reason: /],
    ['/v1/promotions/x/approve', { comment: 1 }, /comment: /],
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
        `You lack the permission gitops.promotion.create on ${entityRef} in staging`,
      );
    }
    expect(audited.fail).toHaveBeenCalledTimes(1);
    expect(await store.active()).toEqual([]);
  });

  it.each([
    ['cancel', { reason: 'Not now' }],
    ['approve', {}],
    ['override', { gate: 'approvals', reason: 'Night' }],
    ['merge', {}],
  ])('need the permission to %s', async (verb, sent) => {
    const permission = `gitops.promotion.${verb}`;
    const { api, opened, get, world } = await setUp([permission]);
    world.gates = [
      {
        gate: 'approvals',
        title: 'Approvals',
        phases: ['finish'],
        status: 'waiting',
        message: 'Not yet.',
      },
    ];
    const id = await opened();
    const detail = await api.get(`/v1/promotions/${id}`);
    const { allowances } = promotionDetailSchema.parse(detail.body);
    // Whoever requested it may not approve it either, which comes first.
    expect(Object.entries(allowances)).toContainEqual([
      verb,
      {
        allowed: false,
        why:
          verb === 'approve'
            ? 'You requested it, so it takes somebody else to approve it.'
            : `You lack the permission ${permission} on this service in staging.`,
      },
    ]);
    const { status, body: answer } = await api
      .post(`/v1/promotions/${id}/${verb}`)
      .send(sent);
    expect(status).toBe(403);
    expect(answer.error.message).toBe(
      `You lack the permission ${permission} on ${entityRef} in staging`,
    );
    expect((await get(id)).state).toBe('open');
  });

  it('take approvals of people, and of no service', async () => {
    const { api, opened, get } = await setUp();
    const id = await opened();
    const { status } = await api
      .post(`/v1/promotions/${id}/approve`)
      .set('authorization', mockCredentials.service.header())
      .send({});
    expect(status).toBe(403);
    expect((await get(id)).state).toBe('open');
  });

  it('show nothing to those who may not read the service', async () => {
    const { api, opened } = await setUp(['gitops.read']);
    const id = await opened();
    expect((await api.get('/v1/promotions')).body.promotions).toEqual([]);
    expect((await api.get(`/v1/promotions/${id}`)).status).toBe(404);
    const cancelled = await api
      .post(`/v1/promotions/${id}/cancel`)
      .send({ reason: 'Not now' });
    expect(cancelled.status).toBe(404);
  });
});
