import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { say } from '../../scripts/lib/say.mjs';
import { binaryOf, cacheRoot } from '../paths.mjs';
import { keepFiles } from './moduleFiles.mjs';
import { compile } from './compile.mjs';
import { durationOf, rememberDuration } from './durations.mjs';
import { prepareModule } from './goModule.mjs';

/** Whether a program can be started: it is in the cache, installed, or one that needs no build. */
export function isBuilt(program) {
  if (program.installed) return isOnPath(program.installed);
  return !program.module || existsSync(binaryOf(program));
}

/**
 * Builds the programs that are missing, one after the other. Resolves with what failed and why;
 * a failure does not keep the others from being built.
 */
export async function buildMissing({ go, programs }) {
  const absent = programs.filter(program => !isBuilt(program));
  const missing = [
    ...new Set(
      absent
        .filter(({ installed }) => !installed)
        .map(program => program.builtFrom ?? program),
    ),
  ];
  const failures = absent
    .filter(({ installed }) => installed)
    .map(program => ({
      program,
      reason: `${program.installed} is not installed; it is in Debian's packages: apt-get install ${program.installed}`,
    }));
  for (const [index, program] of missing.entries()) {
    const rest = missing.slice(index);
    say(
      `Building ${program.name} ${program.version} (${index + 1} of ${missing.length}; ${timeLeft(rest)})`,
    );
    const started = Date.now();
    try {
      await build({ go, program });
      const seconds = (Date.now() - started) / 1000;
      rememberDuration({ name: program.name, seconds });
      say(`Built ${program.name} in ${inWords(seconds)}`);
    } catch (error) {
      failures.push({ program, reason: error.message });
      say(`Could not build ${program.name}: ${error.message}`);
    }
  }
  return failures;
}

async function build({ go, program }) {
  await keepFiles({ go, program });
  const dir = await prepareModule({ go, ...program });
  let shown = Date.now();
  await compile({
    go,
    dir,
    program,
    output: binaryOf(program),
    logFile: join(cacheRoot, 'logs', `${program.name}-${program.version}.log`),
    onPackage: count => {
      if (Date.now() - shown < 30_000) return;
      shown = Date.now();
      say(`  ${program.name}: ${count} packages compiled`);
    },
  });
}

function isOnPath(command) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .some(folder => existsSync(join(folder, command)));
}

function timeLeft(programs) {
  const seconds = programs.reduce(
    (sum, { name, usualSeconds }) => sum + (durationOf(name) ?? usualSeconds),
    0,
  );
  return `about ${inWords(seconds)} left`;
}

function inWords(seconds) {
  return seconds < 90
    ? `${Math.round(seconds)} s`
    : `${Math.round(seconds / 60)} min`;
}
