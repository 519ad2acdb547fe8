import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contentHash } from './contentHash.mjs';
import { root, stateRoot } from './paths.mjs';
import { Problem, say } from './say.mjs';
import { yarn } from './yarn.mjs';

const marker = join(stateRoot, 'frontend-built');

/** Builds the frontend, unless what it is built from has not changed since. Its config is read when it is served. */
export async function buildFrontend() {
  const wanted = contentHash([
    'yarn.lock',
    'packages/app',
    'plugins/gitops',
    'plugins/gitops-common',
  ]);
  const isBuilt =
    existsSync(join(root, 'packages', 'app', 'dist', 'index.html')) &&
    existsSync(marker) &&
    readFileSync(marker, 'utf8') === wanted;
  if (isBuilt) return;

  say('Building the frontend (once; a minute or two)');
  mkdirSync(stateRoot, { recursive: true });
  const { code, tail } = await yarn(['workspace', 'app', 'build'], {
    logFile: join(stateRoot, 'frontend.log'),
  });
  if (code !== 0) {
    throw new Problem(
      `The frontend could not be built:\n${tail}`,
      `All of the output: ${join(stateRoot, 'frontend.log')}`,
    );
  }
  writeFileSync(marker, wanted);
}
