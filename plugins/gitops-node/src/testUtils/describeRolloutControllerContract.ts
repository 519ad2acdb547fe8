import { describeRolloutActing } from './rolloutContract/acting';
import { describeRolloutKinds } from './rolloutContract/kinds';
import { describeRolloutMapping } from './rolloutContract/mapping';
import { RolloutBench } from './rolloutContract/RolloutBench';
import { RolloutContractSubject } from './rolloutContract/RolloutContractSubject';

/**
 * What every {@link RolloutController} must keep, as a jest suite that runs on each of the samples.
 *
 * @public
 */
export function describeRolloutControllerContract(
  options: RolloutContractSubject & {
    /** Of the controller and where its samples come from. */
    name: string;
  },
): void {
  const bench = RolloutBench.create(options);
  describe(`${options.name} as a rollout controller`, () => {
    describeRolloutKinds(options);
    describeRolloutMapping(bench);
    describeRolloutActing(bench);
  });
}
