/**
 * Flux for Fairlead.
 *
 * @packageDocumentation
 */
export { gitopsModuleFlux as default } from './module';
