import { describePipelineActing } from './pipelineContract/acting';
import { describePipelineMapping } from './pipelineContract/mapping';
import { PipelineBench } from './pipelineContract/PipelineBench';
import { PipelineContractSubject } from './pipelineContract/PipelineContractSubject';

/**
 * What every {@link PromotionPipeline} must keep, as a jest suite that runs on each of the samples.
 *
 * @public
 */
export function describePromotionPipelineContract(
  options: PipelineContractSubject & {
    /** Of the system and where its samples come from. */
    name: string;
  },
): void {
  const bench = PipelineBench.create(options);
  describe(`${options.name} as a promotion system`, () => {
    describePipelineMapping(bench);
    describePipelineActing(bench);
  });
}
