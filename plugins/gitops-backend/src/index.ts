/**
 * The backend of Fairlead.
 *
 * @packageDocumentation
 */
export { gitopsPlugin as default } from './plugin';
