/**
 * Flagger for Fairlead.
 *
 * @packageDocumentation
 */
export { gitopsModuleFlagger as default } from './module';
