import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository. */
export const root = resolve(
  dirname(fileURLToPath(import.meta.url)),
  '..',
  '..',
);

/** Everything that the scripts make lives here; it is ignored by git. */
export const stateRoot = join(root, '.fairlead');
