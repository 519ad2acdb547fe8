import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { isBuilt } from '../build/build.mjs';
import { filesOf } from '../build/moduleFiles.mjs';
import { binaryOf, stateDir } from '../paths.mjs';
import { isHealthy, waitUntil } from './health.mjs';
import { Kubectl } from './kubectl.mjs';
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

  /** `{ url, user, token }` of the forge's administrator; undefined where it has not run. */
  get gitea() {
    return this.#state.gitea;
  }

  /** `{ url, user, token }` of an account of Argo CD's API; undefined where it has not run. */
  get argocd() {
    return this.#state.argocd;
  }

  /**
   * Starts a program or service and waits until it is well. Resolves with why it is not, or with
   * undefined.
   */
  async start(program, { seconds = 90 } = {}) {
    if (!isBuilt(program)) return 'it is not built';
    const before = this.#state.processes.find(
      ({ name }) => name === program.name,
    );
    if (before && isRunning(before)) return 'it runs already';
    try {
      return await this.#start({ program, seconds });
    } catch (error) {
      return error.message;
    }
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

  async #start({ program, seconds }) {
    for (const folder of program.folders ?? []) {
      mkdirSync(join(this.dataDir, folder), { recursive: true });
    }
    const lab = this.#forPrograms();
    await program.prepare?.(lab);
    const { command, args, env, health } = program.run(lab);
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
    if (well) return this.#furnish(program);
    const what = isRunning(record)
      ? `it was not healthy within ${seconds} s`
      : 'it ended at once';
    return `${what}; its last words:\n${lastLines(record)}`;
  }

  async #furnish({ access, furnish }) {
    if (!furnish || this.#state[access]) return;
    this.#state[access] = await furnish(this.#forPrograms());
    writeState(this.#state);
  }

  #forPrograms() {
    return {
      ...this.#state,
      filesOf,
      kubectl: new Kubectl(this.kubeconfig),
    };
  }

  #isWell({ health }) {
    return isHealthy({ ...health, certificates: this.#state.certificates });
  }
}
