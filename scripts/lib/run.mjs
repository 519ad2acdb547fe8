import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';

/**
 * Runs a command to its end. Its output is shown, or goes to `logFile` when one is given.
 * Resolves with the exit code and, for a log file, the last lines of the output.
 */
export function run(command, args, { cwd, env, logFile } = {}) {
  return new Promise((done, failed) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: logFile ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    });
    const tail = [];
    if (logFile) {
      const log = createWriteStream(logFile);
      const keep = chunk => {
        log.write(chunk);
        tail.push(...chunk.toString().split('\n'));
        tail.splice(0, Math.max(0, tail.length - 40));
      };
      child.stdout.on('data', keep);
      child.stderr.on('data', keep);
      child.on('close', () => log.end());
    }
    child.on('error', failed);
    child.on('close', (code, signal) =>
      done({ code: code ?? (signal ? 130 : 1), tail: tail.join('\n') }),
    );
  });
}
