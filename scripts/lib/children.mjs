import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';

/**
 * Long-running processes that end together. Each runs in a process group of its own, so that
 * what it starts is ended with it.
 */
export class Children {
  #running = new Set();
  #stopping = false;

  /** Called with the name and exit code of a process that ends without having been asked to. */
  onUnexpectedEnd = () => {};

  start(name, command, args, { cwd, env, logFile }) {
    const log = createWriteStream(logFile);
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    });
    const tail = [];
    const keep = chunk => {
      log.write(chunk);
      tail.push(...chunk.toString().split('\n').filter(Boolean));
      tail.splice(0, Math.max(0, tail.length - 30));
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const entry = { name, child };
    this.#running.add(entry);
    child.on('close', code => {
      log.end();
      this.#running.delete(entry);
      if (!this.#stopping) {
        this.onUnexpectedEnd({ name, code, tail: tail.join('\n') });
      }
    });
    return child;
  }

  /** Asks all to end, and makes those that have not after a while. */
  async stop({ graceMs = 10_000 } = {}) {
    this.#stopping = true;
    this.#signal('SIGTERM');
    const deadline = Date.now() + graceMs;
    while (this.#running.size > 0 && Date.now() < deadline) {
      await new Promise(done => setTimeout(done, 50));
    }
    this.#signal('SIGKILL');
  }

  #signal(signal) {
    for (const { child } of this.#running) {
      try {
        if (process.platform === 'win32') child.kill(signal);
        else process.kill(-child.pid, signal);
      } catch (error) {
        if (error.code !== 'ESRCH') throw error;
      }
    }
  }
}
