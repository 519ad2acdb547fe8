import {
  AuthenticationError,
  ConflictError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { z } from 'zod';
import { withCause } from '../../withCause';
import { BudgetRefusal } from '../budget/CredentialBudget';
import { rateLimitEnd } from './rateLimit';

/**
 * What GitHub said, and nothing of what it was asked: Octokit's own errors carry the request with its
 * Authorization header, and causes end up in logs.
 */
export class GithubAnswer extends Error {
  constructor(
    message: string,
    /** Undefined when there was no answer: the connection failed, or took too long. */
    readonly status: number | undefined,
    /** When to ask again, where GitHub limits us. */
    readonly retryAt?: Date,
  ) {
    super(message);
    this.name = 'GithubAnswer';
  }
}

/** Who refused what, for the message. */
export interface GithubAttempt {
  host: string;
  /** `acme/gitops` */
  repository: string;
  /** What was tried, to be read after "to": `create the branch x`. */
  action: string;
  /** Whose credentials were sent; the portal's when left out. */
  holder?: string;
}

const octokitErrorSchema = z.object({
  message: z.string(),
  status: z.number().optional(),
  response: z
    .object({
      headers: z.record(z.string(), z.unknown()).catch({}),
      data: z.unknown().optional(),
    })
    .optional(),
});

/** The error that Octokit threw, as an error that names the side, the repository and the action. */
export function fromOctokitError(
  error: unknown,
  attempt: GithubAttempt,
): Error {
  const parsed = octokitErrorSchema.safeParse(
    error instanceof Error ? { ...error, message: error.message } : error,
  );
  if (!parsed.success || !parsed.data.response) {
    // Octokit reports a broken connection as status 500 without a response.
    const message = error instanceof Error ? error.message : 'no answer';
    return fromAnswer(new GithubAnswer(message, undefined), attempt);
  }
  const { status = 500, message, response } = parsed.data;
  const retryAt = rateLimitEnd({
    status,
    message,
    headers: response.headers,
    now: new Date(),
  });
  return fromAnswer(new GithubAnswer(message, status, retryAt), attempt);
}

/** An answer as one of the errors that the contract of a forge names. */
export function fromAnswer(
  answer: GithubAnswer,
  attempt: GithubAttempt,
): Error {
  return withCause(errorOf(answer, attempt), answer);
}

/** A request that was not sent, as the same error that it would have been answered with. */
export function fromRefusal(
  { by, until, message }: BudgetRefusal,
  attempt: GithubAttempt,
): Error {
  const answer = new GithubAnswer(message, undefined, until);
  if (by === 'forge') return fromAnswer(answer, attempt);
  const { host, repository, action } = attempt;
  return withCause(
    new ServiceUnavailableError(
      `The portal holds back its requests to ${host} for ${repository} until ${until.toISOString()}, to keep within what ${host} allows: could not ${action}`,
    ),
    answer,
  );
}

function errorOf(
  answer: GithubAnswer,
  { host, repository, action, holder = 'the portal' }: GithubAttempt,
): Error {
  const { status, message, retryAt } = answer;
  if (retryAt) {
    return new ServiceUnavailableError(
      `${host} limits ${holder}'s requests for ${repository} until ${retryAt.toISOString()}: could not ${action}`,
    );
  }
  if (status === undefined) {
    return new ServiceUnavailableError(
      `${host} could not be reached to ${action} in ${repository}: ${message}`,
    );
  }
  if (status === 401) {
    return new AuthenticationError(
      `${host} refused ${holder}'s credentials for ${repository}, trying to ${action}: ${message}`,
    );
  }
  if (status === 403) {
    return new NotAllowedError(
      `${host} does not allow ${holder} to ${action} in ${repository}: ${message}`,
    );
  }
  if (status === 404) {
    return new NotFoundError(
      `${host} could not ${action} in ${repository}: it is not there, or ${holder} has no access to it`,
    );
  }
  if (status < 500) {
    return new ConflictError(
      `${host} refused to ${action} in ${repository}: ${message}`,
    );
  }
  return new ServiceUnavailableError(
    `${host} failed to ${action} in ${repository} (status ${status}): ${message}`,
  );
}

/** Whether a write that ended in this error may have been done all the same, so that it has to be read back. */
export function mayHaveTakenEffect(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  if (!(cause instanceof GithubAnswer) || cause.retryAt) return false;
  return cause.status === undefined || cause.status >= 500;
}
