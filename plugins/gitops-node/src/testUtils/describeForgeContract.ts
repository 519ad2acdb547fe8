import { describeDirectories } from './forgeContract/directories';
import { ForgeBench } from './forgeContract/ForgeBench';
import { ForgeContractSubject } from './forgeContract/ForgeContractSubject';
import { describeMerging } from './forgeContract/merging';
import { describeOpening } from './forgeContract/opening';
import { describeReading } from './forgeContract/reading';
import { describeShowing } from './forgeContract/showing';
import { describeUpdating } from './forgeContract/updating';

/**
 * What every {@link Forge} must keep, as a jest suite. `create` is called before each test.
 *
 * @public
 */
export function describeForgeContract(options: {
  name: string;
  create: () => Promise<ForgeContractSubject>;
}): void {
  describe(`${options.name} as a forge`, () => {
    const bench = new ForgeBench();
    beforeEach(async () => bench.begin(await options.create()));
    afterEach(async () => bench.subject.close());

    describeReading(bench);
    describeOpening(bench);
    describeUpdating(bench);
    describeMerging(bench);
    describeShowing(bench);
    describeDirectories(bench);
  });
}
