import {
  AuthenticationError,
  ConflictError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { withCause } from '../withCause';
import { BudgetRefusal } from './budget/CredentialBudget';

/**
 * What a forge said, and nothing of what it was asked: a client's own errors may carry the request with its
 * Authorization header, and causes end up in logs.
 */
export class ForgeAnswer extends Error {
  constructor(
    message: string,
    /** Undefined when there was no answer: the connection failed, or took too long. */
    readonly status: number | undefined,
    /** When to ask again, where the forge limits us. */
    readonly retryAt?: Date,
  ) {
    super(message);
    this.name = 'ForgeAnswer';
  }
}

/** Who refused what, for the message. */
export interface ForgeAttempt {
  host: string;
  /** `acme/gitops` */
  repository: string;
  /** What was tried, to be read after "to": `create the branch x`. */
  action: string;
  /** Whose credentials were sent; the portal's when left out. */
  holder?: string;
}

/** An answer as one of the errors that the contract of a forge names. */
export function fromAnswer(answer: ForgeAnswer, attempt: ForgeAttempt): Error {
  return withCause(errorOf(answer, attempt), answer);
}

/** A request that was not sent, as the same error that it would have been answered with. */
export function fromRefusal(
  { by, until, message }: BudgetRefusal,
  attempt: ForgeAttempt,
): Error {
  const answer = new ForgeAnswer(message, undefined, until);
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
  answer: ForgeAnswer,
  { host, repository, action, holder = 'the portal' }: ForgeAttempt,
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
  if (!(cause instanceof ForgeAnswer) || cause.retryAt) return false;
  return cause.status === undefined || cause.status >= 500;
}
