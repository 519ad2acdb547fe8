import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** What was built, by version; `yarn lab down` leaves it alone. */
export const cacheRoot = join(
  process.env.XDG_CACHE_HOME || join(homedir(), '.cache'),
  'fairlead-lab',
);

/** What a running lab needs; `yarn lab down` removes it. It is ignored by git. */
export const stateDir = join(root, '.fairlead', 'lab');

/** What is known of a lab that is up. */
export const stateFile = join(stateDir, 'lab.json');

/** The configuration of Fairlead for the lab's cluster. */
export const appConfigFile = join(stateDir, 'app-config.lab.yaml');

/** Where the recorder writes what it saw. */
export const recordingsDir = join(root, 'lab', 'recordings');

/** The file of a built program. */
export function binaryOf(program) {
  const { name, version } = program.builtFrom ?? program;
  return join(cacheRoot, 'bin', `${name}-${version}`);
}
