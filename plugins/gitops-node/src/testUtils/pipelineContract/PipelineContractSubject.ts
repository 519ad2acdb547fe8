import { PromotionPipeline } from '../../stages/PromotionPipeline';

/** A promotion system under test, with objects as an API server gives them. @public */
export interface PipelineContractSubject {
  pipeline: PromotionPipeline;
  /** Objects of the system's kinds that the API server would accept: at least one that has a stage. */
  samples: readonly unknown[];
  /** Objects of the kinds that its mapping looks things up in, on the same cluster. */
  referenced?: readonly unknown[];
  /** Texts in samples and referenced objects that nothing that is mapped may contain. */
  secrets?: readonly string[];
}
