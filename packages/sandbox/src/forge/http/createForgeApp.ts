import express, { Express } from 'express';
import { Faults } from '../../contracts';
import { strikeHttpFaults } from '../../faults/httpFaults';
import { ForgeDomain } from '../domain';
import { resolveActor } from './actor';

/** Everything that the forge answers, as one application. */
export function createForgeApp(options: {
  forge: ForgeDomain;
  faults: Faults;
}): Express {
  const { forge, faults } = options;
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'simple');
  app.use(
    strikeHttpFaults({
      faults,
      surface: 'forge',
      errorBody: (_status, message) => ({ message }),
    }),
  );
  app.use(resolveActor(forge));
  return app;
}
