import { randomUUID } from 'crypto';
import express, { Express } from 'express';
import { Faults } from '../../contracts';
import { strikeHttpFaults } from '../../faults/httpFaults';
import { ForgeDomain } from '../domain';
import { createGraphqlRouter } from '../graphql';
import { createPagesRouter } from '../pages';
import { answerErrors } from '../rest/answerErrors';
import { createRestRouter } from '../rest/createRestRouter';
import { WebhookSender } from '../webhooks/WebhookSender';
import { resolveActor } from './actor';
import { createFilesRouter } from './files';
import { answerGitErrors } from './answerGitErrors';
import { createGitRouter } from './gitHttp';

/** Everything that the forge answers, as one application. */
export function createForgeApp(options: {
  forge: ForgeDomain;
  faults: Faults;
  webhooks: WebhookSender;
  onError: (error: unknown) => void;
}): Express {
  const { forge, faults, webhooks, onError } = options;
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.use((request, response, next) => {
    // Clients of the Fetch API send "no-cache" with each conditional request, which GitHub answers with 304 all the same.
    delete request.headers['cache-control'];
    response.set('x-github-request-id', randomUUID());
    next();
  });
  app.use(
    strikeHttpFaults({
      faults,
      surface: 'forge',
      errorBody: (status, message) => ({
        message,
        documentation_url: 'https://docs.github.com/rest',
        status: String(status),
      }),
    }),
  );
  app.use(resolveActor(forge));
  app.use('/api', answerErrors(onError));
  app.use(answerGitErrors());

  app.use(createFilesRouter(forge));
  app.use('/api/v3', createRestRouter({ forge, webhooks, onError }));
  app.use('/api/graphql', createGraphqlRouter(forge));
  app.use(createGitRouter(forge));
  app.use(createPagesRouter(forge));
  app.use(answerErrors(onError));
  return app;
}
