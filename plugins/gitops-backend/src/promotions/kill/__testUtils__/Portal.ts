import { Knex } from 'knex';
import { PromotionsStore } from '../../../store/PromotionsStore';
import { Engine } from './Engine';
import { GitopsForge } from './GitopsForge';
import { Mailbox } from './Mailbox';
import { ReplicaCall } from './messages';
import { ReplicaProcess } from './ReplicaProcess';
import { KillService } from './services';
import { leaseMs } from './timing';

/** Enough for every retry and poll to come, but for no lease to end. */
const turnMs = 12_000;
/** So many turns nobody needs. */
const patience = 2_000;

/** What a portal of some replicas stands on. */
export interface PortalOptions {
  /** See `bundleReplica`. */
  file: string;
  knex: Knex;
  connection: Record<string, unknown>;
  forge: GitopsForge;
  engine: Engine;
  mailbox: Mailbox;
  random: () => number;
}

/** The replicas of a portal, and the time that passes for them. */
export class Portal {
  readonly store: PromotionsStore;
  readonly log: string[] = [];
  kills = 0;
  /** Deaths in the middle of a look. */
  cutLooks = 0;
  /** Some are kept at hand, because a process takes its time to start. */
  readonly #spare: ReplicaProcess[] = [];
  #alive: ReplicaProcess[] = [];
  #ahead = 0;
  #turn: Promise<void> | undefined;
  #arrived: () => void = () => {};

  constructor(private readonly options: PortalOptions) {
    this.store = PromotionsStore.create({ knex: options.knex });
  }

  /** Starts one more replica. At each boundary it waits until `onStep` lets it go; without it, nothing holds it up. */
  async start(
    options: {
      onStep?: (
        step: string,
        options: { replica: ReplicaProcess; go: () => void },
      ) => void;
      onBoundary?: (step: string) => void;
    } = {},
  ): Promise<ReplicaProcess> {
    const { file, connection, forge } = this.options;
    const { onStep, onBoundary } = options;
    while (this.#spare.length < 3) {
      this.#spare.push(ReplicaProcess.spawn(file));
    }
    const replica = this.#spare.shift() ?? ReplicaProcess.spawn(file);
    replica.onBoundary = ({ boundary, step }) => {
      onBoundary?.(step);
      onStep?.(step, {
        replica,
        go: () => replica.tell({ type: 'go', boundary }),
      });
    };
    replica.died.then(() => {
      this.#alive = this.#alive.filter(each => each !== replica);
      this.log.push(...replica.log);
    });
    const ahead = this.#ahead;
    await replica.start({
      connection,
      forgeUrl: forge.forge.url,
      forgeToken: forge.token,
      ahead,
      stepping: onStep !== undefined,
    });
    // Its clock must not be behind those of the others: leases are compared with clocks.
    replica.tell({ type: 'pass', ms: this.#ahead - ahead });
    if (!replica.isDead) {
      this.#alive.push(replica);
      this.#arrived();
    }
    return replica;
  }

  /** Kills it; what it had leased stays leased until the lease ends. */
  async kill(replica: ReplicaProcess): Promise<void> {
    await replica.kill();
    this.kills += 1;
    const { knex } = this.options;
    const held = await knex('promotions')
      .whereNull('finished_at')
      .whereNotNull('lease_token');
    if (held.length > 0) this.cutLooks += 1;
  }

  /** All that live finish what they are at, and go. */
  async retire(): Promise<void> {
    await Promise.all(this.#alive.map(each => each.call({ name: 'idle' })));
    await Promise.all(this.#alive.map(each => each.end()));
    this.outlastLeases();
  }

  async killAll(): Promise<void> {
    await Promise.all(
      [...this.#alive, ...this.#spare].map(replica => replica.kill()),
    );
    this.#spare.length = 0;
  }

  get isDead(): boolean {
    return this.#alive.length === 0;
  }

  /** With nobody left to renew them, all leases end. */
  outlastLeases(): void {
    this.#ahead += leaseMs;
  }

  /** Waits until every pull request tells how its promotion has ended. */
  async untilAllIsSaid(): Promise<void> {
    const { knex } = this.options;
    await this.until('all is said', async () => {
      const unsaid = await knex('promotions')
        .whereNotNull('finished_at')
        .whereNotNull('next_look_at');
      return unsaid.length === 0;
    });
  }

  /** Asks any replica; once more, as a person would, when it dies before it answers. */
  async ask(what: ReplicaCall): Promise<{ id?: string; error?: string }> {
    for (let attempt = 0; attempt < patience; attempt++) {
      const answer = await this.#any()?.call(what);
      if (answer) return answer;
      await this.turn();
    }
    throw new Error(`nobody answered ${what.name}`);
  }

  /** Waits until something is so. */
  async until<T>(
    what: string,
    look: () => Promise<T | undefined | false>,
  ): Promise<T> {
    for (let turn = 0; turn < patience; turn++) {
      const found = await look();
      if (found) return found;
      await this.turn();
    }
    throw new Error(`it did not happen that ${what}`);
  }

  /** One for all who wait: the replicas finish what they are at, the world moves, time passes. */
  async turn(): Promise<void> {
    this.#turn ??= this.#move().finally(() => {
      this.#turn = undefined;
    });
    return this.#turn;
  }

  /** Dev runs another version from now on. */
  async release(service: KillService, version: string): Promise<void> {
    await this.options.engine.release(service, version);
  }

  async #move(): Promise<void> {
    const { engine, mailbox } = this.options;
    if (this.isDead) {
      await new Promise<void>(resolve => (this.#arrived = resolve));
    }
    const changed = await engine.sync();
    for (const mail of mailbox.take()) {
      this.#any()?.tell({ type: 'webhook', ...mail });
    }
    if (changed.length > 0) {
      this.#any()?.tell({ type: 'targets-changed', ids: changed });
    }
    await Promise.all(this.#alive.map(each => each.call({ name: 'idle' })));
    // Whoever died took its leases with it; whoever lives has none now.
    this.#ahead += turnMs;
    for (const replica of this.#alive) {
      replica.tell({ type: 'pass', ms: turnMs });
    }
    // Lets the channels to the replicas, and the forge, have their turn.
    await new Promise(resolve => setImmediate(resolve));
  }

  #any(): ReplicaProcess | undefined {
    return this.#alive[Math.floor(this.options.random() * this.#alive.length)];
  }
}
