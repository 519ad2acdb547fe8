import { Faults, FaultRule, FaultSurface } from '../contracts';
import { ClusterListener } from './http/ClusterListener';
import { WatchStreams } from './http/WatchStreams';

/**
 * Follows the faults that concern a cluster as a whole. `down` lasts as long
 * as its rule; ending or expiring the watches happens once, and the rule is
 * removed when it has.
 */
export class ClusterFaults {
  readonly #faults: Faults;
  readonly #surface: FaultSurface;
  readonly #listener: ClusterListener;
  readonly #watches: WatchStreams;
  #unsubscribe: (() => void) | undefined;
  #down = false;

  static create(options: {
    faults: Faults;
    surface: FaultSurface;
    listener: ClusterListener;
    watches: WatchStreams;
  }): ClusterFaults {
    return new ClusterFaults(options);
  }

  private constructor(options: Parameters<typeof ClusterFaults.create>[0]) {
    this.#faults = options.faults;
    this.#surface = options.surface;
    this.#listener = options.listener;
    this.#watches = options.watches;
  }

  /** Resolves when the cluster is as the faults want it: listening, unless it is down. */
  async start(): Promise<void> {
    // Opened in any case, so that the port is known and taken.
    await this.#listener.open();
    this.#unsubscribe = this.#faults.onChange(() => this.#follow());
    this.#follow();
    if (this.#down) await this.#listener.close();
  }

  async stop(): Promise<void> {
    this.#unsubscribe?.();
    await this.#listener.close();
  }

  #follow(): void {
    const ours = this.#faults
      .list()
      .filter(rule => rule.surface === this.#surface);
    this.#followDown(ours.some(rule => rule.fault.type === 'down'));
    for (const rule of ours) {
      if (rule.fault.type === 'end-watches') {
        this.#faults.remove(rule.id);
        this.#endWatches(rule);
      } else if (rule.fault.type === 'expire-watches') {
        this.#faults.remove(rule.id);
        this.#watches.expire();
      }
    }
  }

  #followDown(down: boolean): void {
    if (down === this.#down) return;
    this.#down = down;
    const switched = down ? this.#listener.close() : this.#listener.open();
    switched.catch(error =>
      process.emitWarning(
        `The sandbox's ${this.#surface} could not be switched ${down ? 'off' : 'on'}: ${error}`,
      ),
    );
  }

  #endWatches(rule: FaultRule): void {
    const path = rule.path ? new RegExp(rule.path) : undefined;
    let left = rule.times ?? Infinity;
    this.#watches.end(each => {
      const struck = left > 0 && (!path || path.test(each));
      if (struck) left -= 1;
      return struck;
    });
  }
}
