/**
 * Argo Rollouts for Fairlead.
 *
 * @packageDocumentation
 */
export { gitopsModuleArgoRollouts as default } from './module';
