import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, stateRoot } from './paths.mjs';
import { run } from './run.mjs';
import { Problem, say } from './say.mjs';

const tools = join(stateRoot, 'tools');

/** The Yarn that package.json asks for, installed from npm when it is not there yet. Returns the path of its script. */
export async function ensureYarn() {
  const version = wantedVersion();
  const script = join(tools, `yarn-${version}`, yarnScript);
  if (existsSync(script)) return script;

  say(`Installing Yarn ${version}`);
  const prefix = join(tools, `yarn-${version}`);
  mkdirSync(prefix, { recursive: true });
  const { code, tail } = await run(
    'npm',
    [
      'install',
      '--no-audit',
      '--no-fund',
      '--no-save',
      '--prefix',
      prefix,
      `@yarnpkg/cli-dist@${version}`,
    ],
    { cwd: prefix, logFile: join(tools, 'yarn.log') },
  );
  if (code !== 0 || !existsSync(script)) {
    throw new Problem(
      `Yarn ${version} could not be installed from npm:\n${tail}`,
      'Check that the npm registry can be reached, then run the command again.',
    );
  }
  return script;
}

/** Runs Yarn in the root of the repository. */
export async function yarn(args, options = {}) {
  const script = await ensureYarn();
  return run(process.execPath, [script, ...args], { cwd: root, ...options });
}

const yarnScript = join(
  'node_modules',
  '@yarnpkg',
  'cli-dist',
  'bin',
  'yarn.js',
);

function wantedVersion() {
  const { packageManager } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  return packageManager.replace('yarn@', '');
}
