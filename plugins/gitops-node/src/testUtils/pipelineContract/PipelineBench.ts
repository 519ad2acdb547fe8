import { ManagedStages } from '@fairlead/backstage-plugin-gitops-common';
import { MappingContext } from '../../engines/GitOpsEngine';
import { PromotionPipeline } from '../../stages/PromotionPipeline';
import { Sample, samplesOf } from '../engineContract/Sample';
import { mappingContextOf } from '../engineContract/mappingContextOf';
import { PipelineContractSubject } from './PipelineContractSubject';

type Action = Parameters<PromotionPipeline['prepare']>[0];

/** What all parts of the suite work on. */
export class PipelineBench {
  readonly pipeline: PromotionPipeline;
  readonly context: MappingContext;
  readonly samples: readonly Sample[];
  readonly secrets: readonly string[];

  static create(subject: PipelineContractSubject): PipelineBench {
    return new PipelineBench(subject);
  }

  private constructor(subject: PipelineContractSubject) {
    const { pipeline, samples, referenced, secrets = [] } = subject;
    this.pipeline = pipeline;
    this.secrets = secrets;
    this.context = mappingContextOf({
      references: pipeline.references,
      objects: referenced,
    });
    this.samples = samplesOf(samples, this.context.cluster);
  }

  /** Samples that have stages, with what the system makes of them. */
  mapped(): Array<Sample & { status: ManagedStages }> {
    return this.samples.flatMap(sample => {
      const status = this.pipeline.map(sample.object, this.context);
      return status ? [{ ...sample, status }] : [];
    });
  }

  prepare(
    action: Action,
    options: { object: unknown; stage: string },
  ): ReturnType<PromotionPipeline['prepare']> {
    return this.pipeline.prepare(action, {
      ...options,
      freight: 'freight-1',
      user: 'user:default/ada',
      now: this.context.now,
    });
  }
}
