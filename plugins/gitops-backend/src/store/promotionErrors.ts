import { ConflictError } from '@backstage/errors';

/** Thrown when a lane is taken. */
export class LaneTakenError extends ConflictError {}

/** Thrown when a promotion was changed since it was read. */
export class StaleRevisionError extends ConflictError {}
