import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { isBuilt } from '../build/build.mjs';
import { filesOf } from '../build/moduleFiles.mjs';
import { binaryOf, stateDir } from '../paths.mjs';
import { isHealthy, waitUntil } from './health.mjs';
import { isRunning, lastLines, startDetached, stopAll } from './processes.mjs';
import { readState, removeState, writeState } from './state.mjs';

/** A lab that runs or is being started: its addresses, its files and its processes. */
export class Lab {
  #state;

  static create({ ports, certificates, kubeconfig }) {
    const dataDir = join(stateDir, 'data');
    mkdirSync(dataDir, { recursive: true });
    const state = { ports, certificates, kubeconfig, dataDir, processes: [] };
    writeState(state);
    return new Lab(state);
  }

  /** The one that `yarn lab up` left running, or undefined. */
  static find() {
    const state = readState();
    return state && new Lab(state);
  }

  constructor(state) {
    this.#state = state;
  }

  get ports() {
    return this.#state.ports;
  }

  get kubeconfig() {
    return this.#state.kubeconfig;
  }

  get certificates() {
    return this.#state.certificates;
  }

  get dataDir() {
    return this.#state.dataDir;
  }

  /**
   * Starts a program or service and waits until it is well. Resolves with why it is not, or with
   * undefined.
   */
  async start(program, { seconds = 90 } = {}) {
    if (program.module && !isBuilt(program)) return 'it is not built';
    const before = this.#state.processes.find(
      ({ name }) => name === program.name,
    );
    if (before && isRunning(before)) return 'it runs already';
    for (const folder of program.folders ?? []) {
      mkdirSync(join(this.dataDir, folder), { recursive: true });
    }
    const { command, args, env, health } = program.run({
      ...this.#state,
      filesOf,
    });
    const record = await startDetached({
      name: program.name,
      command: command ?? binaryOf(program),
      args,
      env,
      logDir: join(stateDir, 'logs'),
    });
    this.#state.processes = [
      ...this.#state.processes.filter(({ name }) => name !== program.name),
      { ...record, version: program.version, health },
    ];
    writeState(this.#state);
    const well = await waitUntil({
      condition: () => this.#isWell({ health }),
      ended: () => !isRunning(record),
      seconds,
    });
    if (well) return undefined;
    const what = isRunning(record)
      ? `it was not healthy within ${seconds} s`
      : 'it ended at once';
    return `${what}; its last words:\n${lastLines(record)}`;
  }

  /** Each process with whether it runs and is well. */
  async check() {
    return Promise.all(
      this.#state.processes.map(async record => ({
        ...record,
        running: isRunning(record),
        well: isRunning(record) && (await this.#isWell(record)),
      })),
    );
  }

  /** Ends one process and leaves the rest. */
  async stop(name) {
    await stopAll(this.#state.processes.filter(record => record.name === name));
  }

  /** Ends every process, and removes all that the lab made but the cache. */
  async end() {
    await stopAll(this.#state.processes);
    removeState();
  }

  #isWell({ health }) {
    return isHealthy({ ...health, certificates: this.#state.certificates });
  }
}
