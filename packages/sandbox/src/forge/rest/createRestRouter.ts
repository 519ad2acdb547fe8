import { NotFoundError } from '@backstage/errors';
import express, { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { actorOf } from '../http/actor';
import { accountRoutes } from './accounts';
import { answerErrors } from './answerErrors';
import { branchRoutes } from './branches';
import { checkRoutes } from './checks';
import { commentRoutes } from './comments';
import { commitRoutes } from './commits';
import { compareRoutes } from './compare';
import { contentRoutes } from './contents';
import { gitObjectRoutes } from './gitObjects';
import { labelRoutes } from './labels';
import { metaRoutes } from './meta';
import { organizationRoutes } from './organizations';
import { protectionRoutes } from './protection';
import { pullRequestRoutes } from './pullRequests';
import { refRoutes } from './refs';
import { repositoryRoutes } from './repositories';
import { repositorySettingsRoutes } from './repositorySettings';
import { RequestBudget } from './RequestBudget';
import { RestContext, RestRoutes } from './RestContext';
import { reviewRoutes } from './reviews';
import { searchRoutes } from './search';
import { webhookRoutes } from './webhooks';

const groups: RestRoutes[] = [
  accountRoutes,
  organizationRoutes,
  repositoryRoutes,
  repositorySettingsRoutes,
  contentRoutes,
  gitObjectRoutes,
  refRoutes,
  checkRoutes,
  commitRoutes,
  compareRoutes,
  protectionRoutes,
  branchRoutes,
  pullRequestRoutes,
  reviewRoutes,
  commentRoutes,
  labelRoutes,
  webhookRoutes,
  searchRoutes,
];

/** GitHub's REST API, as an Enterprise Server has it under `/api/v3`. */
export function createRestRouter(
  options: RestContext & { onError: (error: Error) => void },
): Router {
  const { onError, ...context } = options;
  const budget = RequestBudget.create();
  const router = PromiseRouter();
  router.use(budget.count());
  router.use((request, response, next) => {
    response.set({
      'x-github-media-type': 'github.v3; format=json',
      'x-github-api-version-selected': '2022-11-28',
      'cache-control': 'private, max-age=60, s-maxage=60',
      vary: 'Accept, Authorization, Cookie, X-GitHub-OTP',
    });
    if (actorOf(request)) {
      response.set('x-oauth-scopes', 'admin:org, admin:repo_hook, repo, user');
    }
    next();
  });
  router.use(express.json({ limit: '100mb', type: () => true, strict: false }));
  metaRoutes(router, { ...context, budget });
  groups.forEach(addRoutes => addRoutes(router, context));
  router.use(() => {
    throw new NotFoundError('Not Found');
  });
  router.use(answerErrors(onError));
  return router;
}
