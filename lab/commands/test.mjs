import { Problem } from '../../scripts/lib/say.mjs';
import { yarn } from '../../scripts/lib/yarn.mjs';
import { stateFile } from '../paths.mjs';
import { Lab } from '../run/Lab.mjs';

/** Runs the tests that need real programs on a lab that is up; those whose programs do not run are skipped. */
export async function test({ names }) {
  if (!Lab.find()) {
    throw new Problem('The lab is not up.', 'Start it: yarn lab up');
  }
  const { code } = await yarn(
    [
      ...['workspace', '@fairlead/backstage-plugin-gitops-backend', 'test'],
      ...['--watchAll=false', '--maxWorkers=1', '--verbose'],
      ...(names.length > 0
        ? names.map(name => `src/lab/${name}.lab.test.ts`)
        : ['src/lab']),
    ],
    { env: { CI: '1', FAIRLEAD_LAB: stateFile } },
  );
  return code;
}
