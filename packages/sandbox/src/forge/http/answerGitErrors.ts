import { isError } from '@backstage/errors';
import { ErrorRequestHandler } from 'express';

const statuses: Record<string, number> = {
  AuthenticationError: 401,
  NotAllowedError: 403,
  NotFoundError: 404,
};

/** Errors as text, which `git` shows to its user; with the question for a name and password that makes it ask. */
export function answerGitErrors(): ErrorRequestHandler {
  return (error, _request, response, next) => {
    const status = isError(error) ? statuses[error.name] : undefined;
    if (response.headersSent || status === undefined) {
      next(error);
      return;
    }
    if (status === 401) {
      response.set('WWW-Authenticate', 'Basic realm="GitHub"');
    }
    response
      .status(status)
      .type('text/plain')
      .send(isError(error) ? error.message : '');
  };
}
