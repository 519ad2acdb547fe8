import express, { Request, Response, Router } from 'express';
import { z } from 'zod';
import { ForgeDomain } from '../domain';
import { actorOf } from '../http/actor';
import { GraphqlAnswer, runQuery } from './runQuery';
import { GraphqlBudget } from './GraphqlBudget';

const requestSchema = z.object({
  query: z.string(),
  operationName: z.string().nullish(),
  variables: z.record(z.string(), z.unknown()).nullish(),
});

/** GitHub's GraphQL endpoint. */
export function createGraphqlRouter(forge: ForgeDomain): Router {
  const router = Router();
  const budget = GraphqlBudget.create();
  router.use(express.json({ limit: '45mb', type: () => true }));
  router.post('/', (request, response, next) => {
    answer({ forge, budget, request, response }).catch(next);
  });
  router.all('/', (_request, response) => {
    response.status(404).json({ message: 'Not Found', status: '404' });
  });
  return router;
}

async function answer(options: {
  forge: ForgeDomain;
  budget: GraphqlBudget;
  request: Request;
  response: Response;
}): Promise<void> {
  const { forge, budget, request, response } = options;
  const actor = actorOf(request);
  if (!actor) {
    response.status(401).json({
      message: 'This endpoint requires you to be authenticated.',
      documentation_url:
        'https://docs.github.com/graphql/guides/forming-calls-with-graphql#authenticating-with-graphql',
      status: '401',
    });
    return;
  }
  const parsed = requestSchema.safeParse(request.body);
  if (!parsed.success) {
    send(response, {
      errors: [
        {
          message: 'A query attribute must be specified and must be a string.',
        },
      ],
    });
    return;
  }
  const { query, operationName, variables } = parsed.data;
  const result = await runQuery({
    query,
    operationName: operationName ?? undefined,
    variables: variables ?? {},
    actor,
    forge,
    budget,
  });
  response.set(budget.headers(actor.user.id));
  send(response, result);
}

/** GitHub answers 200 whatever became of the query. */
function send(response: Response, result: GraphqlAnswer): void {
  response.status(200).set('x-github-media-type', 'github.v4; format=json');
  response.json(result);
}
