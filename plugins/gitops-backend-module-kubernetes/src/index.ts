/**
 * Plain Kubernetes, without an engine, for Fairlead.
 *
 * @packageDocumentation
 */
export { gitopsModuleKubernetes as default } from './module';
