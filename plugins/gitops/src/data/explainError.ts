import { ResponseError } from '@backstage/errors';
import { z } from 'zod';
import { sentence } from '../text/sentence';

/** An error as a person can use it: what happened, why, and what to do. */
export interface ExplainedError {
  title: string;
  message: string;
  remedy: string;
}

/** The HTTP status that a backend refused with, or undefined where no backend answered. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof ResponseError ? error.statusCode : undefined;
}

/** Says which side refused what. */
export function explainError(error: unknown): ExplainedError {
  if (error instanceof ResponseError) return explainResponse(error);
  if (error instanceof z.ZodError) {
    return {
      title: 'The answer was not understood',
      message: `The page and the gitops backend have different versions: ${error.issues[0]?.message ?? 'unknown shape'} at ${error.issues[0]?.path.join('.') || 'the top'}.`,
      remedy:
        'Reload the page. If that does not help, the portal’s frontend and backend need to be of the same release.',
    };
  }
  if (error instanceof TypeError) {
    return {
      title: 'The portal’s backend can’t be reached',
      message: sentence(error.message),
      remedy: 'Check your network. This page tries again by itself.',
    };
  }
  return {
    title: 'Something went wrong in this page',
    message: sentence(error instanceof Error ? error.message : String(error)),
    remedy: 'Try again.',
  };
}

function explainResponse(error: ResponseError): ExplainedError {
  const message = sentence(error.cause.message || error.message);
  switch (error.statusCode) {
    case 401:
      return {
        title: 'You are signed out',
        message,
        remedy: 'Sign in again and reload the page.',
      };
    case 403:
      return {
        title: 'The portal does not allow you this',
        message,
        remedy:
          'Ask the owner of the service, or whoever writes the portal’s permission policy.',
      };
    case 404:
      return {
        title: 'Not found',
        message,
        remedy: 'It may have been removed, or you may not see it.',
      };
    case 409:
      return {
        title: 'It has changed in the meantime',
        message,
        remedy: 'Look at what is there now, then decide again.',
      };
    case 429:
      return {
        title: 'Too many requests',
        message,
        remedy: 'Wait a minute, then try again.',
      };
    case 503:
      return {
        title: 'This can’t be done at the moment',
        message,
        remedy: 'Try again in a while.',
      };
    default:
      return {
        title:
          error.statusCode >= 500
            ? 'The gitops backend failed'
            : 'The gitops backend refused this',
        message,
        remedy:
          error.statusCode >= 500
            ? 'Try again. If it stays, the backend’s log says more.'
            : 'Correct what the message says, then try again.',
      };
  }
}
