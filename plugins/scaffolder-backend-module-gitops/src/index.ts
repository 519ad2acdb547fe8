/**
 * Template actions for GitOps repositories and promotions.
 *
 * @packageDocumentation
 */
export { scaffolderModuleGitops as default } from './module';
