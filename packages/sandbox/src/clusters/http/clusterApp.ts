import express, { ErrorRequestHandler, Express, Request } from 'express';
import { Faults, FaultSurface } from '../../contracts';
import { strikeHttpFaults } from '../../faults/httpFaults';
import { Access, ClusterUser } from '../auth/Access';
import { KindRegistry } from '../kinds/KindRegistry';
import { ObjectService } from '../objects/ObjectService';
import { ObjectStore } from '../store/ObjectStore';
import {
  noSuchPath,
  StatusError,
  statusFor,
  unauthorized,
} from '../StatusError';
import { discoveryRoutes } from './discovery';
import { healthRoutes } from './health';
import { openApiRoutes } from './openApi';
import { ReadRequests } from './ReadRequests';
import { resourceRoutes } from './resourceRoutes';
import { WatchStreams } from './WatchStreams';
import { WriteRequests } from './WriteRequests';

/** Errors of the body parser carry a status of their own; anything else is a fault of this server. */
function unexpected(error: unknown): StatusError {
  const { status, message }: { status?: unknown; message?: unknown } =
    Object(error);
  const code = typeof status === 'number' && status >= 400 ? status : 500;
  return statusFor(
    code,
    code === 500 ? `Internal error occurred: ${message}` : String(message),
  );
}

const answerStatus: ErrorRequestHandler = (error, _, response, next) => {
  if (response.headersSent) {
    next(error);
    return;
  }
  const status = error instanceof StatusError ? error : unexpected(error);
  if (status.code === 401) response.set('www-authenticate', 'Bearer');
  response.status(status.code).json(status.toStatus());
};

/** The API of one cluster as an HTTP application. */
export function clusterApp(options: {
  surface: FaultSurface;
  faults: Faults;
  store: ObjectStore;
  kinds: KindRegistry;
  service: ObjectService;
  access: Access;
  watches: WatchStreams;
  url: () => string;
}): Express {
  const { surface, faults, store, kinds, service, access, watches, url } =
    options;
  const callers = new WeakMap<Request, ClusterUser>();
  const callerOf = (request: Request) => {
    const caller = callers.get(request);
    if (!caller) throw unauthorized();
    return caller;
  };
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'simple');
  app.use(
    strikeHttpFaults({
      faults,
      surface,
      errorBody: (code, message) => statusFor(code, message).toStatus(),
    }),
  );
  app.use(healthRoutes());
  app.use((request, _, next) => {
    const caller = access.authenticate(request.headers.authorization);
    if (!caller) throw unauthorized();
    callers.set(request, caller);
    next();
  });
  app.use(discoveryRoutes({ kinds, url }));
  app.use(openApiRoutes({ kinds }));
  app.use(express.raw({ type: () => true, limit: '3mb' }));
  app.use(
    resourceRoutes({
      kinds,
      access,
      callerOf,
      reads: ReadRequests.create({ store, service, watches }),
      writes: WriteRequests.create({ store, service }),
    }),
  );
  app.use(() => {
    throw noSuchPath();
  });
  app.use(answerStatus);
  return app;
}
