import { HttpAuthService } from '@backstage/backend-plugin-api';
import {
  Environment,
  PipelineResponse,
} from '@fairlead/backstage-plugin-gitops-common';
import Router from 'express-promise-router';
import { pipelineJsonSchema } from '../pipelines/pipelineJsonSchema';
import { Pipelines } from '../pipelines/Pipelines';
import { ServiceTargetsQuery } from '../services/ServiceTargetsQuery';

/** How versions of a service get from environment to environment, and how that is written. */
export function createPipelineRoutes(options: {
  environments: readonly Environment[];
  httpAuth: HttpAuthService;
  pipelines: Pipelines;
  serviceTargets: Pick<ServiceTargetsQuery, 'targetsOf'>;
}) {
  const { environments, httpAuth, pipelines, serviceTargets } = options;
  const router = Router();
  const schema = pipelineJsonSchema({
    environments: environments.map(({ name }) => name),
  });

  router.get('/v1/services/:entityRef/pipeline', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const { entityRef, targets } = await serviceTargets.targetsOf({
      entityRef: req.params.entityRef,
      credentials,
    });
    const pipeline = await pipelines.of({ entityRef, targets });
    res.json({ pipeline } satisfies PipelineResponse);
  });

  router.get('/v1/pipeline-schema', (_req, res) => {
    res.type('application/schema+json').send(JSON.stringify(schema));
  });

  return router;
}
