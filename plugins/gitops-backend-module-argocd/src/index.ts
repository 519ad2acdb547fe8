/**
 * Argo CD for Fairlead.
 *
 * @packageDocumentation
 */
export { gitopsModuleArgocd as default } from './module';
