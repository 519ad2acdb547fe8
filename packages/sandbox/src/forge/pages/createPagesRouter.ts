import { isError } from '@backstage/errors';
import { ErrorRequestHandler, Router, urlencoded } from 'express';
import { ForgeDomain } from '../domain';
import { html } from './html';
import { PageResponder } from './PageResponder';
import { codeRoutes } from './routes/codeRoutes';
import { homeRoutes } from './routes/homeRoutes';
import { pullRequestActionRoutes } from './routes/pullRequestActionRoutes';
import { pullRequestRoutes } from './routes/pullRequestRoutes';
import { sessionRoutes } from './routes/sessionRoutes';

/** The web pages of the forge, for people. */
export function createPagesRouter(forge: ForgeDomain): Router {
  const pages = PageResponder.create(forge);
  const router = Router();
  router.use(urlencoded({ extended: false, limit: '1mb' }));
  router.use(
    sessionRoutes(forge),
    homeRoutes(forge, pages),
    pullRequestActionRoutes(forge),
    pullRequestRoutes(forge, pages),
    codeRoutes(forge, pages),
  );
  const onError: ErrorRequestHandler = (error, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const isMissing = isError(error) && error.name === 'NotFoundError';
    response.status(isMissing ? 404 : 500);
    pages.send(request, response, {
      title: isMissing ? 'Not found' : 'Something went wrong',
      content: html`<h1>${isMissing ? 'Not found' : 'Something went wrong'}</h1>
        <p>${isError(error) ? error.message : 'There is no more to say.'}</p>`,
    });
  };
  router.use(onError);
  return router;
}
