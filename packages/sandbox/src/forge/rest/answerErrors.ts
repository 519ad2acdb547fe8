import { isError } from '@backstage/errors';
import { ErrorRequestHandler } from 'express';
import { NotMergeableError, ValidationError } from '../domain';

const documentation = 'https://docs.github.com/rest';

const statuses: Record<string, number> = {
  AuthenticationError: 401,
  ConflictError: 409,
  InputError: 422,
  NotAllowedError: 403,
  NotFoundError: 404,
};

/** Errors in GitHub's form. */
export function answerErrors(
  onError: (error: Error) => void,
): ErrorRequestHandler {
  return (error, _request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const status = statusOf(error);
    if (status === 500) onError(error);
    response.status(status).json({
      message: messageOf(error, status),
      ...(error instanceof ValidationError &&
        error.problems.length > 0 && { errors: error.problems }),
      documentation_url: documentation,
      status: String(status),
    });
  };
}

function statusOf(error: unknown): number {
  if (error instanceof NotMergeableError) return 405;
  if (!isError(error)) return 500;
  if (error.type === 'entity.parse.failed') return 400;
  if (error.type === 'entity.too.large') return 413;
  if (error.name === 'URIError') return 400;
  return statuses[error.name] ?? 500;
}

function messageOf(error: unknown, status: number): string {
  if (status === 500) return 'Server Error';
  if (status === 400) return 'Problems parsing JSON';
  return isError(error) ? error.message : 'Unknown error';
}
