import { describeActing } from './engineContract/acting';
import { EngineBench } from './engineContract/EngineBench';
import { EngineContractSubject } from './engineContract/EngineContractSubject';
import { describeKinds } from './engineContract/kinds';
import { describeMapping } from './engineContract/mapping';
import { describeResources } from './engineContract/resources';

/**
 * What every {@link GitOpsEngine} must keep, as a jest suite that runs on each of the samples.
 *
 * @public
 */
export function describeEngineContract(
  options: EngineContractSubject & {
    /** Of the engine and where its samples come from. */
    name: string;
  },
): void {
  const bench = EngineBench.create(options);
  describe(`${options.name} as an engine`, () => {
    describeKinds(options);
    describeMapping(bench);
    describeActing(bench);
    describeResources(bench);
  });
}
