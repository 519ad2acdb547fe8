import {
  mockCredentials,
  mockErrorHandler,
  mockServices,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { deploymentListSchema } from '@fairlead/backstage-plugin-gitops-common';
import express from 'express';
import request from 'supertest';
import { Authorizer } from '../authorize';
import { log } from '../deployments/__testUtils__/deployment';
import { ScriptedTargets } from '../promotions/__testUtils__/ScriptedTargets';
import { ServiceTargetsQuery } from '../services/ServiceTargetsQuery';
import { createDeploymentRoutes } from './deploymentRoutes';

const deployments = log(
  { environment: 'dev', tag: '1', from: 0, verified: 30 },
  { environment: 'prod', tag: '2', from: 10, failure: 'bad' },
);

function api(options: {
  result: AuthorizeResult.ALLOW | AuthorizeResult.DENY;
}) {
  const permissions = mockServices.permissions.mock({
    authorize: async requests => requests.map(() => options),
  });
  const app = express();
  app.use(
    createDeploymentRoutes({
      httpAuth: mockServices.httpAuth({
        defaultCredentials: mockCredentials.user('user:default/alice'),
      }),
      log: {
        list: async ({ entityRef, environment }) =>
          deployments.filter(
            each =>
              each.entityRef === entityRef &&
              (!environment || each.environment === environment),
          ),
      },
      services: ServiceTargetsQuery.create({
        authorizer: Authorizer.create({ permissions }),
        catalog: catalogServiceMock({
          entities: [
            {
              apiVersion: 'backstage.io/v1alpha1',
              kind: 'Component',
              metadata: { name: 'orders' },
            },
          ],
        }),
        clusters: [],
        targets: new ScriptedTargets(),
      }),
    }),
  );
  app.use(mockErrorHandler());
  return request(app);
}

const path = (entityRef: string) =>
  `/v1/services/${encodeURIComponent(entityRef)}/deployments`;

describe('the route of deployments', () => {
  it('lists them, of all environments or of one', async () => {
    const allowed = api({ result: AuthorizeResult.ALLOW });
    const all = await allowed.get(path('Component:default/orders'));
    expect(deploymentListSchema.parse(all.body)).toEqual({ deployments });
    const one = await allowed.get(
      `${path('component:default/orders')}?environment=prod`,
    );
    expect(one.body.deployments).toEqual([deployments[0]]);
  });

  it('refuses those who may not see the service, and what is no request', async () => {
    const denied = api({ result: AuthorizeResult.DENY });
    const allowed = api({ result: AuthorizeResult.ALLOW });
    const answers = await Promise.all([
      denied.get(path('component:default/orders')),
      allowed.get(path('component:default/none')),
      allowed.get(path('orders')),
      allowed.get(`${path('component:default/orders')}?environment=`),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([403, 404, 400, 400]);
  });
});
