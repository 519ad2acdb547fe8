import { ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import {
  FromReplica,
  fromReplicaSchema,
  ReplicaCall,
  ToReplica,
} from './messages';

/** What a replica answered; undefined when it died before. */
export type ReplicaAnswer = { id?: string; error?: string } | undefined;

type Boundary = Extract<FromReplica, { type: 'boundary' }>;

/** One replica of the backend: a process that can be killed. */
export class ReplicaProcess {
  static spawn(file: string): ReplicaProcess {
    return new ReplicaProcess(
      fork(join(__dirname, 'replica/load.cjs'), [file], {
        // Not those of the test runner.
        execArgv: [],
        env: { PATH: process.env.PATH, NODE_ENV: 'test' },
      }),
    );
  }

  readonly loaded: Promise<void>;
  readonly died: Promise<void>;
  /** Warnings of its log. */
  readonly log: string[] = [];
  onBoundary: (boundary: Boundary) => void = () => {};
  #isDead = false;
  #calls = 0;
  readonly #answers = new Map<number, (answer: ReplicaAnswer) => void>();
  #ready: () => void = () => {};

  private constructor(private readonly child: ChildProcess) {
    let loaded = () => {};
    this.loaded = new Promise(resolve => (loaded = resolve));
    this.died = new Promise(resolve =>
      child.once('exit', () => {
        this.#isDead = true;
        for (const answer of this.#answers.values()) answer(undefined);
        this.#answers.clear();
        this.#ready();
        loaded();
        resolve();
      }),
    );
    child.on('error', error => this.log.push(String(error)));
    child.on('message', raw => {
      const message = fromReplicaSchema.parse(raw);
      switch (message.type) {
        case 'loaded':
          return loaded();
        case 'ready':
          return this.#ready();
        case 'boundary':
          return this.onBoundary(message);
        case 'answer':
          this.#answers.get(message.call)?.(message);
          this.#answers.delete(message.call);
          return undefined;
        default:
          this.log.push(message.message);
          return undefined;
      }
    });
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  /** Begins its work; resolves when it is at it, or dead. */
  async start(options: Omit<Extract<ToReplica, { type: 'start' }>, 'type'>) {
    await this.loaded;
    const ready = new Promise<void>(resolve => (this.#ready = resolve));
    this.tell({ type: 'start', ...options });
    await ready;
  }

  tell(message: ToReplica): void {
    // A channel that has just broken is the death that is told of elsewhere.
    if (this.child.connected) this.child.send(message, () => {});
  }

  async call(what: ReplicaCall): Promise<ReplicaAnswer> {
    if (this.#isDead) return undefined;
    const call = ++this.#calls;
    const answered = new Promise<ReplicaAnswer>(resolve =>
      this.#answers.set(call, resolve),
    );
    this.tell({ type: 'call', call, what });
    return answered;
  }

  /** Lets it end by itself. */
  async end(): Promise<void> {
    if (this.child.connected) this.child.disconnect();
    await this.died;
  }

  /** Ends it without a chance to do anything about it. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.died;
  }
}
