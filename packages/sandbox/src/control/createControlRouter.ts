import express, { NextFunction, Request, Response, Router } from 'express';
import { z } from 'zod';
import { GitTagImages } from '../ci/GitTagImages';
import { Faults } from '../contracts';
import { RunningCluster } from '../clusters';
import { gateSchema, LoadTester } from '../flagger/LoadTester';
import { steeredMetricSchema, SteeredMetrics } from '../metrics/SteeredMetrics';
import { changeDeployment, deploymentChangeSchema } from './changeDeployment';
import { faultRuleSchema } from './faultRule';

const brokenSchema = z.object({
  image: z.string().min(1),
  broken: z.boolean(),
});

/** What the control API works on. */
export interface ControlOptions {
  faults: Faults;
  clusters: readonly RunningCluster[];
  images: GitTagImages;
  metrics: SteeredMetrics;
  loadTester: LoadTester;
}

/** Lets people and tests bring about what is hard to come by: faults, broken images, bad metrics, gates of canaries, and changes by hand. */
export function createControlRouter(options: ControlOptions): Router {
  const { faults, clusters, images, metrics, loadTester } = options;
  const router = Router();
  router.use(express.json());

  router.get('/health', (_, response) => {
    response.json({ status: 'ok' });
  });

  router.get('/faults', (_, response) => {
    response.json({ faults: faults.list() });
  });
  router.post('/faults', (request, response) => {
    const rule = faultRuleSchema(clusters.map(({ name }) => name)).parse(
      request.body,
    );
    response.status(201).json(faults.add(rule));
  });
  router.delete('/faults', (_, response) => {
    faults.clear();
    response.status(204).end();
  });
  router.delete('/faults/:id', (request, response) => {
    faults.remove(request.params.id);
    response.status(204).end();
  });

  router.get('/images', (_, response) => {
    response.json({ broken: images.broken() });
  });
  router.post('/images', (request, response) => {
    const { image, broken } = brokenSchema.parse(request.body);
    images.setBroken(image, broken);
    response.json({ broken: images.broken() });
  });

  router.get('/metrics', (_, response) => {
    response.json({ steered: metrics.steered() });
  });
  router.post('/metrics', (request, response) => {
    metrics.steer(steeredMetricSchema.parse(request.body));
    response.json({ steered: metrics.steered() });
  });

  router.get('/gates', (_, response) => {
    response.json({ open: loadTester.opened() });
  });
  router.post('/gates', (request, response) => {
    loadTester.set(gateSchema.parse(request.body));
    response.json({ open: loadTester.opened() });
  });

  router.post('/clusters/:name/deployments', (request, response) => {
    const cluster = clusters.find(({ name }) => name === request.params.name);
    if (!cluster) {
      response.status(404).json({
        error: `There is no cluster ${request.params.name}: it is one of ${clusters
          .map(({ name }) => name)
          .join(', ')}`,
      });
      return;
    }
    const change = deploymentChangeSchema.parse(request.body);
    response.json(changeDeployment(cluster.objects, change));
  });

  router.use(
    (
      error: unknown,
      _request: Request,
      response: Response,
      next: NextFunction,
    ) => {
      if (error instanceof z.ZodError) {
        response.status(400).json({ error: z.prettifyError(error) });
      } else if (error instanceof Error) {
        response
          .status(error.name === 'NotFoundError' ? 404 : 400)
          .json({ error: error.message });
      } else next(error);
    },
  );
  return router;
}
