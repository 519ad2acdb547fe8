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
export {
  type PodTemplate,
  podTemplateSchema,
  type Workload,
  workloadSchema,
  workloadSpecSchema,
  workloadStatusSchema,
} from './workloads/workloadSchema';
export { imagesOfPodTemplate, podTemplateOf } from './workloads/podTemplate';
export { isUpdatedOnDelete, partitionOf } from './workloads/updateStrategy';
export { workloadHealth } from './workloads/workloadHealth';
export { type WorkloadHealth } from './workloads/health/WorkloadHealth';
