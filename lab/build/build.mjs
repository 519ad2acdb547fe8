import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { say } from '../../scripts/lib/say.mjs';
import { binaryOf, cacheRoot } from '../paths.mjs';
import { keepFiles } from './moduleFiles.mjs';
import { compile } from './compile.mjs';
import { durationOf, rememberDuration } from './durations.mjs';
import { prepareModule } from './goModule.mjs';

/** Whether this version of a program is in the cache. */
export const isBuilt = program => existsSync(binaryOf(program));

/**
 * Builds the programs that are missing, one after the other. Resolves with what failed and why;
 * a failure does not keep the others from being built.
 */
export async function buildMissing({ go, programs }) {
  const missing = programs.filter(program => !isBuilt(program));
  const failures = [];
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
