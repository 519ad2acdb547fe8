import { spawn } from 'node:child_process';
import { mkdirSync, openSync, closeSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Starts a process that outlives this one, in a group of its own; resolves with its record. */
export function startDetached({ name, command, args, env, logDir }) {
  mkdirSync(logDir, { recursive: true });
  const logFile = join(logDir, `${name}.log`);
  const log = openSync(logFile, 'a');
  const child = spawn(command, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', log, log],
    detached: true,
  });
  closeSync(log);
  return new Promise((done, failed) => {
    child.once('error', failed);
    child.once('spawn', () => {
      child.unref();
      done({ name, pid: child.pid, started: startOf(child.pid), logFile });
    });
  });
}

/** Whether the process of a record runs, and is not another that was given its id since. */
export function isRunning({ pid, started }) {
  return started !== undefined && startOf(pid) === started;
}

/** Asks the processes to end, last started first, and makes those that have not after a while. */
export async function stopAll(records, { graceMs = 8000 } = {}) {
  const toStop = [...records].reverse();
  for (const record of toStop) {
    signal(record, 'SIGTERM');
    const deadline = Date.now() + graceMs;
    while (isRunning(record) && Date.now() < deadline) {
      await new Promise(done => setTimeout(done, 50));
    }
    signal(record, 'SIGKILL');
  }
}

/** The last lines that a process wrote. */
export function lastLines({ logFile }, count = 5) {
  return readFileSync(logFile, 'utf8')
    .trimEnd()
    .split('\n')
    .slice(-count)
    .join('\n');
}

function signal(record, name) {
  if (!isRunning(record)) return;
  try {
    process.kill(-record.pid, name);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/** When the process started, in the kernel's ticks; undefined when there is none or it is dead. */
function startOf(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return undefined;
    throw error;
  }
}
