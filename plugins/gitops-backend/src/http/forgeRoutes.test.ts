import {
  mockCredentials,
  mockErrorHandler,
  mockServices,
} from '@backstage/backend-test-utils';
import { forgeListSchema } from '@fairlead/backstage-plugin-gitops-common';
import express from 'express';
import request from 'supertest';
import { CredentialBudgets } from '../forges/budget/ForgeBudgets';
import { currentPriority } from '../forges/budget/priority';
import { createForgeRoutes } from './forgeRoutes';
import { peopleFirst } from './peopleFirst';

describe('GET /v1/forges', () => {
  const forges = CredentialBudgets.create();
  const app = express()
    .use(createForgeRoutes({ httpAuth: mockServices.httpAuth(), forges }))
    .use(mockErrorHandler());

  it('shows whoever is signed in what the credentials have left', async () => {
    const budget = forges.of('github.com (acme)');
    const resetsAt = Date.now() + 600_000;
    await budget.run({ resource: 'core', write: true }, async () =>
      budget.sawQuota('core', { limit: 5_000, remaining: 4_321, resetsAt }),
    );
    const { body, status } = await request(app)
      .get('/v1/forges')
      .set('authorization', mockCredentials.user.header());
    expect(status).toBe(200);
    expect(forgeListSchema.parse(body).budgets).toEqual([
      {
        credential: 'github.com (acme)',
        resource: 'core',
        limit: 5_000,
        remaining: 4_321,
        resetsAt: new Date(resetsAt).toISOString(),
        waiting: 0,
      },
      expect.objectContaining({
        resource: 'writes per minute',
        limit: 80,
        remaining: 79,
      }),
      expect.objectContaining({
        resource: 'writes per hour',
        limit: 500,
        remaining: 499,
      }),
    ]);
  });

  it('is one of the answers that go first', async () => {
    const first = express()
      .use(express.json(), peopleFirst)
      .post('/', async (_, res) => {
        await Promise.resolve();
        res.json(currentPriority());
      });
    const { body } = await request(first).post('/').send({ some: 'thing' });
    expect(body).toBe('person');
    expect(currentPriority()).toBe('background');
  });

  it('shows nothing to a stranger', async () => {
    const { status } = await request(app)
      .get('/v1/forges')
      .set('authorization', mockCredentials.none.header());
    expect(status).toBe(401);
  });
});
