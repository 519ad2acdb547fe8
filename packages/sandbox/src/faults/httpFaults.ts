import { RequestHandler } from 'express';
import { Fault, Faults, FaultSurface } from '../contracts';

const httpFaults: ReadonlyArray<Fault['type']> = [
  'latency',
  'status',
  'rate-limit',
  'cut',
  'hang',
];

/** How a surface words the errors that a fault makes it answer with. */
export type ErrorBody = (status: number, message: string) => unknown;

/** Lets the faults strike the requests of one HTTP server. To be used before everything else. */
export function strikeHttpFaults(options: {
  faults: Faults;
  surface: FaultSurface;
  errorBody: ErrorBody;
}): RequestHandler {
  const { faults, surface, errorBody } = options;
  return (request, response, next) => {
    const rule = faults.take({
      surface,
      method: request.method,
      path: request.originalUrl,
      types: httpFaults,
    });
    const fault = rule?.fault;
    switch (fault?.type) {
      case 'latency':
        setTimeout(next, fault.ms);
        return;
      case 'status':
        response
          .status(fault.status)
          .set(fault.headers ?? {})
          .json(fault.body ?? errorBody(fault.status, 'A fault on request'));
        return;
      case 'rate-limit': {
        const primary = fault.limit === 'primary';
        response
          .status(403)
          .set(
            primary
              ? {
                  'x-ratelimit-limit': '5000',
                  'x-ratelimit-remaining': '0',
                  'x-ratelimit-used': '5000',
                  'x-ratelimit-reset': String(
                    Math.ceil(Date.now() / 1000) + fault.seconds,
                  ),
                }
              : { 'retry-after': String(fault.seconds) },
          )
          .json(
            errorBody(
              403,
              primary
                ? 'API rate limit exceeded for user ID 1.'
                : 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
            ),
          );
        return;
      }
      case 'hang':
        return;
      case 'cut':
        if (fault.when === 'before') {
          request.socket.destroy();
          return;
        }
        // The effect happens, its answer never arrives.
        response.write = () => true;
        response.end = () => {
          request.socket.destroy();
          return response;
        };
        next();
        return;
      default:
        next();
    }
  };
}
