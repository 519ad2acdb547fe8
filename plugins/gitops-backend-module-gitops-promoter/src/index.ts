/**
 * GitOps Promoter for Fairlead.
 *
 * @packageDocumentation
 */
export { gitopsModuleGitopsPromoter as default } from './module';
