/** One reason out of several why an object is refused. */
export interface StatusCause {
  reason?: string;
  message: string;
  field?: string;
}

/** What an error is about, as Kubernetes' `Status.details` has it. */
export interface StatusDetails {
  name?: string;
  group?: string;
  kind?: string;
  uid?: string;
  causes?: StatusCause[];
  retryAfterSeconds?: number;
}

/** An error as the API server answers it: a `Status` object with code and reason. */
export class StatusError extends Error {
  readonly code: number;
  readonly reason: string;
  readonly details: StatusDetails | undefined;
  /** For the list metadata of the Status: only `410 Expired` on a continue token fills it. */
  readonly continueToken: string | undefined;

  constructor(
    message: string,
    options: {
      code: number;
      reason: string;
      details?: StatusDetails;
      continueToken?: string;
    },
  ) {
    super(message);
    this.name = 'StatusError';
    this.code = options.code;
    this.reason = options.reason;
    this.details = options.details;
    this.continueToken = options.continueToken;
  }

  /** The `Status` object that goes over the wire. */
  toStatus() {
    return {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: this.continueToken ? { continue: this.continueToken } : {},
      status: 'Failure',
      message: this.message,
      reason: this.reason,
      ...(this.details ? { details: this.details } : {}),
      code: this.code,
    };
  }
}

/** The resource that an error is about: `applications` of `argoproj.io`. */
interface Subject {
  plural: string;
  group: string;
}

const qualified = (subject: Subject) =>
  subject.group ? `${subject.plural}.${subject.group}` : subject.plural;

const about = (subject: Subject, name: string): StatusDetails => ({
  name,
  ...(subject.group ? { group: subject.group } : {}),
  kind: subject.plural,
});

export function notFound(subject: Subject, name: string): StatusError {
  return new StatusError(`${qualified(subject)} "${name}" not found`, {
    code: 404,
    reason: 'NotFound',
    details: about(subject, name),
  });
}

/** There is nothing at this path: not a resource that this cluster has. */
export function noSuchPath(): StatusError {
  return new StatusError('the server could not find the requested resource', {
    code: 404,
    reason: 'NotFound',
    details: {},
  });
}

export function alreadyExists(subject: Subject, name: string): StatusError {
  return new StatusError(`${qualified(subject)} "${name}" already exists`, {
    code: 409,
    reason: 'AlreadyExists',
    details: about(subject, name),
  });
}

export function conflict(
  subject: Subject & { name: string },
  why: string,
): StatusError {
  return new StatusError(
    `Operation cannot be fulfilled on ${qualified(subject)} "${subject.name}": ${why}`,
    { code: 409, reason: 'Conflict', details: about(subject, subject.name) },
  );
}

export function invalid(
  subject: { group: string; kind: string; name: string },
  causes: StatusCause[],
): StatusError {
  const texts = causes.map(cause =>
    cause.field ? `${cause.field}: ${cause.message}` : cause.message,
  );
  const kind = subject.group
    ? `${subject.kind}.${subject.group}`
    : subject.kind;
  return new StatusError(
    `${kind} "${subject.name}" is invalid: ${texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`}`,
    {
      code: 422,
      reason: 'Invalid',
      details: {
        name: subject.name,
        ...(subject.group ? { group: subject.group } : {}),
        kind: subject.kind,
        causes,
      },
    },
  );
}

export function badRequest(message: string): StatusError {
  return new StatusError(message, { code: 400, reason: 'BadRequest' });
}

export function unauthorized(): StatusError {
  return new StatusError('Unauthorized', { code: 401, reason: 'Unauthorized' });
}

export function methodNotAllowed(message: string): StatusError {
  return new StatusError(message, {
    code: 405,
    reason: 'MethodNotAllowed',
    details: {},
  });
}

export function unsupportedMediaType(accepted: readonly string[]): StatusError {
  return new StatusError(
    `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`,
    { code: 415, reason: 'UnsupportedMediaType' },
  );
}

/** The asked-for revision is no longer in the history. */
export function expired(
  message: string,
  options: { continueToken?: string } = {},
): StatusError {
  return new StatusError(message, {
    code: 410,
    reason: 'Expired',
    ...options,
  });
}

/** The client is ahead of this server: it has seen a revision that is not there yet. */
export function tooLargeRevision(asked: number, current: number): StatusError {
  return new StatusError(
    `Timeout: Too large resource version: ${asked}, current: ${current}`,
    {
      code: 504,
      reason: 'Timeout',
      details: {
        causes: [
          {
            reason: 'ResourceVersionTooLarge',
            message: 'Too large resource version',
          },
        ],
        retryAfterSeconds: 1,
      },
    },
  );
}

const reasons: Record<number, string> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  406: 'NotAcceptable',
  409: 'Conflict',
  410: 'Expired',
  415: 'UnsupportedMediaType',
  422: 'Invalid',
  429: 'TooManyRequests',
  500: 'InternalError',
  503: 'ServiceUnavailable',
  504: 'Timeout',
};

/** A `Status` for any code, for errors that no request caused. */
export function statusFor(code: number, message: string): StatusError {
  return new StatusError(message, { code, reason: reasons[code] ?? '' });
}
