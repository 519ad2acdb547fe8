import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { Problem } from '../../scripts/lib/say.mjs';

const places = ['go', '/usr/local/go/bin/go', '/usr/lib/go/bin/go'];

/** The go command of this machine, or undefined where there is none. */
export function findGo() {
  for (const command of places) {
    if (command.startsWith('/') && !existsSync(command)) continue;
    try {
      const version = execFileSync(command, ['env', 'GOVERSION'], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }).trim();
      return { command, version };
    } catch (error) {
      if (error.code !== 'ENOENT') throw error;
    }
  }
  return undefined;
}

/** The go command, or a Problem that says how to get it. */
export function requireGo() {
  const go = findGo();
  if (go) return go;
  throw new Problem(
    'Go was not found, and the lab builds its programs from their Go modules.',
    'Install Go 1.26 or newer from https://go.dev/dl/ (unpacked in /usr/local/go it is found there), then run the command again.',
  );
}

/** How many compilations may run at once: FAIRLEAD_LAB_JOBS, or what Go chooses. */
export function buildLimits() {
  const jobs = process.env.FAIRLEAD_LAB_JOBS;
  return jobs
    ? { env: { GOMAXPROCS: jobs }, flags: ['-p', jobs] }
    : { env: {}, flags: [] };
}
