/**
 * What the author of an engine or a forge for Fairlead reads.
 *
 * @packageDocumentation
 */
export * from './engines/GitOpsEngine';
export * from './rollouts/RolloutController';
export * from './stages/PromotionPipeline';
export * from './forges/Forge';
export * from './extensions';
export * from './gates/Gate';
export * from './permissions/conditionExports';
export {
  gitopsLaneResourceRef,
  type LaneFilter,
  type LaneResource,
} from './permissions/lane';
