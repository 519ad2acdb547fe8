import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { contentHash } from './contentHash.mjs';
import { root, stateRoot } from './paths.mjs';
import { Problem, say } from './say.mjs';
import { yarn } from './yarn.mjs';

const marker = join(stateRoot, 'installed');

/** Installs exactly what yarn.lock says, unless that was done already. */
export async function install() {
  const wanted = `${process.version} ${contentHash(manifests())}`;
  if (
    existsSync(join(root, 'node_modules', '.yarn-state.yml')) &&
    existsSync(marker) &&
    readFileSync(marker, 'utf8') === wanted
  ) {
    return;
  }

  say('Installing packages (a few minutes the first time)');
  mkdirSync(stateRoot, { recursive: true });
  const logFile = join(stateRoot, 'install.log');
  const { code, tail } = await yarn(['install', '--immutable'], {
    env: nodeHeaders(),
    logFile,
  });
  if (code !== 0) {
    throw new Problem(
      `The packages could not be installed:\n${tail}`,
      remedyFor(tail, logFile),
    );
  }
  writeFileSync(marker, wanted);
}

function manifests() {
  const packages = ['packages', 'plugins'].flatMap(folder =>
    readdirSync(join(root, folder)).map(
      name => `${folder}/${name}/package.json`,
    ),
  );
  return ['package.json', 'yarn.lock', '.yarnrc.yml', ...packages];
}

// Native add-ons that have no prebuilt binary are compiled. The headers that lie next to
// this Node.js spare a download, which a closed network would refuse.
function nodeHeaders() {
  const prefix = resolve(dirname(process.execPath), '..');
  const found = existsSync(join(prefix, 'include', 'node', 'node.h'));
  return process.env.npm_config_nodedir || !found
    ? {}
    : { npm_config_nodedir: prefix };
}

function remedyFor(output, logFile) {
  if (/YN0028|lockfile would have been/.test(output)) {
    return 'package.json and yarn.lock disagree: run `yarn install` and commit the lockfile.';
  }
  if (/YN0009|couldn't be built|gyp ERR/.test(output)) {
    return `A native add-on could not be compiled: install python3, make and a C++ compiler. All of the output: ${logFile}`;
  }
  return `All of the output: ${logFile}`;
}
