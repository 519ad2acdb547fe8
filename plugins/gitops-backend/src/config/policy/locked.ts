import { z } from 'zod';
import { authoredGates } from './gates';
import { policyShape } from './policy';

/** The keys of a policy that can be kept from the files of services: `merge`, `gates`, `gates.approvals`, … */
const lockable = [
  'order',
  ...Object.keys(policyShape),
  ...Object.keys(authoredGates.shape).map(key => `gates.${key}`),
];

/**
 * A key of a policy that the portal keeps to itself; `order` stands for which environments there are and what comes
 * after what.
 */
export type Locked = string;

/** A list of them. */
export const locked = z.array(z.enum(lockable));
