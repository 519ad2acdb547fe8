import { mockErrorHandler, mockServices } from '@backstage/backend-test-utils';
import { NotAllowedError } from '@backstage/errors';
import { pipelineResponseSchema } from '@fairlead/backstage-plugin-gitops-common';
import express from 'express';
import request from 'supertest';
import { pipelineConfig } from '../pipelines/__testUtils__/pipelineConfig';
import { resolvePipeline } from '../pipelines/resolvePipeline';
import { createPipelineRoutes } from './pipelineRoutes';

describe('the routes of pipelines', () => {
  const config = pipelineConfig();
  const pipelineOf = async ({ entityRef }: { entityRef: string }) =>
    resolvePipeline({ entityRef, config }).pipeline;
  const app = express()
    .use(
      createPipelineRoutes({
        environments: config.environments,
        httpAuth: mockServices.httpAuth(),
        pipelines: {
          of: pipelineOf,
          ofMany: async () => new Map(),
          fresh: pipelineOf,
        },
        serviceTargets: {
          targetsOf: async ({ entityRef }) => {
            if (entityRef.endsWith('secret')) {
              throw new NotAllowedError('You lack the permission gitops.read');
            }
            return {
              entityRef: entityRef.toLowerCase(),
              targets: [],
              problems: [],
              annotated: true,
            };
          },
        },
      }),
    )
    .use(mockErrorHandler());
  const get = (path: string) => request(app).get(path);

  it('answer with the pipeline of a service that may be read', async () => {
    const { body } = await get(
      `/v1/services/${encodeURIComponent('component:default/Orders')}/pipeline`,
    ).expect(200);
    const { pipeline } = pipelineResponseSchema.parse(body);
    expect(pipeline.entityRef).toBe('component:default/orders');
    expect(pipeline.policies).toHaveLength(4);
    await get(
      `/v1/services/${encodeURIComponent('component:default/secret')}/pipeline`,
    ).expect(403);
  });

  it('answer with the JSON Schema, with the environments of the portal', async () => {
    const answer = await get('/v1/pipeline-schema').expect(200);
    expect(answer.type).toBe('application/schema+json');
    expect(JSON.parse(answer.text).definitions.environment.enum).toEqual(
      config.environments.map(({ name }) => name),
    );
  });
});
