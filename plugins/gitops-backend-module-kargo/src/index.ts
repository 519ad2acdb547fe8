/**
 * Kargo for Fairlead.
 *
 * @packageDocumentation
 */
export { gitopsModuleKargo as default } from './module';
