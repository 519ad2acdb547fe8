import { RequestHandler } from 'express';
import { withPriority } from '../forges/budget/priority';

/** What a forge is asked on the way to an answer goes before what Fairlead asks by itself. */
export const peopleFirst: RequestHandler = (_request, _response, next) => {
  withPriority('person', next);
};
