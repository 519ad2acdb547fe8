import { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { parseLaneResourceRef } from '@fairlead/backstage-plugin-gitops-common';
import {
  StoredTarget,
  TargetsChange,
  TargetsReader,
} from '../targets/StoredTarget';
import { DeploymentsStore, StoredLane } from './DeploymentsStore';
import { Lane, laneKey, LaneState, LaneStep } from './Lane';
import { nextDeployments } from './nextDeployments';

/** Changes that come together are looked at together. */
const collectMs = 250;
/** A look takes at most one part in so many of the time. */
const restFactor = 10;
const maxRestMs = 10_000;
const retryMs = 2_000;

/** Which targets belong to which service. */
export interface ServicesWithTargets {
  all(): Promise<{
    services: Array<{ entityRef: string; targets: StoredTarget[] }>;
  }>;
}

/** What the recorder works with. */
export interface DeploymentRecorderOptions {
  logger: LoggerService;
  services: ServicesWithTargets;
  /** For so long a version must have been healthy. */
  settleMs: number;
  store: DeploymentsStore;
  targets: Pick<TargetsReader, 'onChange'>;
  /**
   * Whether a promotion that was merged into this lane has not ended yet. It decides then whether what runs is
   * proven, because it may have gates to ask.
   */
  isBeingPromoted?(lane: Lane): Promise<boolean>;
  /** Told when something became live or was proven, after it is written down. */
  onNews?(lane: Lane): void;
  now?: () => Date;
}

interface Look {
  lane: Lane;
  targets: StoredTarget[];
  state: StoredLane;
}

/**
 * Writes down which version became live where, and when it was proven.
 *
 * @remarks
 * It looks at lanes whose targets changed, and at those whose settle time is over. Everything it knows is in the
 * database, and whoever writes first wins: several replicas may look at one lane, and one that was stopped goes on
 * where it was.
 */
export class DeploymentRecorder {
  readonly #options: DeploymentRecorderOptions;
  readonly #now: () => Date;
  readonly #ids = new Set<string>();
  readonly #clusters = new Set<string>();
  readonly #due = new Map<string, number>();
  readonly #asked = new Set<Promise<void>>();
  #everything = false;
  #timer: NodeJS.Timeout | undefined;
  #timerAt = Infinity;
  #looking: Promise<void> | undefined;
  #restUntil = 0;
  #stopped = false;
  #unsubscribe: (() => void) | undefined;

  static create(options: DeploymentRecorderOptions): DeploymentRecorder {
    return new DeploymentRecorder(options);
  }

  private constructor(options: DeploymentRecorderOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => new Date());
  }

  /** Listens for changes, and looks at everything soon. */
  start(): void {
    this.#unsubscribe = this.#options.targets.onChange(change =>
      this.#noteChange(change),
    );
    this.#everything = true;
    this.#wakeIn(0);
  }

  /** Looks at everything now, or at some services. Rejects when the catalog or the database can't be read. */
  async look(options: { entityRefs?: string[] } = {}): Promise<void> {
    const { entityRefs } = options;
    const wanted = entityRefs && new Set(entityRefs);
    const look = this.#lookAt(
      ({ entityRef }) => !wanted || wanted.has(entityRef),
      options,
    );
    this.#asked.add(look);
    try {
      await look;
    } finally {
      this.#asked.delete(look);
      this.#wakeForNext();
    }
  }

  /** Begins nothing new, and waits for looks that are under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#unsubscribe?.();
    clearTimeout(this.#timer);
    await Promise.allSettled([this.#looking, ...this.#asked]);
  }

  #noteChange({ changed, added, removed, clusters }: TargetsChange): void {
    for (const id of [...changed, ...added]) this.#ids.add(id);
    for (const cluster of clusters) this.#clusters.add(cluster);
    // Nobody tells any more whose they were.
    if (removed.length > 0) this.#everything = true;
    this.#wakeIn(collectMs);
  }

  #wakeIn(ms: number): void {
    if (this.#stopped) return;
    const at = Math.max(Date.now() + ms, this.#restUntil);
    if (this.#timer && this.#timerAt <= at) return;
    clearTimeout(this.#timer);
    this.#timerAt = at;
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        this.#timerAt = Infinity;
        this.#looking ??= this.#lookAtNoted().finally(() => {
          this.#looking = undefined;
          this.#wakeForNext();
        });
      },
      Math.max(0, at - Date.now()),
    );
    this.#timer.unref();
  }

  #wakeForNext(): void {
    if (this.#everything || this.#ids.size + this.#clusters.size > 0) {
      this.#wakeIn(collectMs);
    }
    const next = Math.min(...this.#due.values());
    if (next < Infinity) {
      this.#wakeIn(Math.max(0, next - this.#now().getTime()));
    }
  }

  async #lookAtNoted(): Promise<void> {
    const began = Date.now();
    const all = this.#everything;
    const ids = new Set(this.#ids);
    const clusters = new Set(this.#clusters);
    const now = this.#now().getTime();
    const due = new Set(
      [...this.#due].filter(([, at]) => at <= now).map(([key]) => key),
    );
    this.#everything = false;
    this.#ids.clear();
    this.#clusters.clear();
    for (const key of due) this.#due.delete(key);
    try {
      await this.#lookAt(
        (lane, targets) =>
          all ||
          due.has(laneKey(lane)) ||
          targets.some(
            ({ id, status }) =>
              ids.has(id) || clusters.has(status.object.cluster),
          ),
      );
      const rest = restFactor * (Date.now() - began);
      this.#restUntil = Date.now() + Math.min(rest, maxRestMs);
    } catch (error) {
      // Nothing is lost: the targets go on showing what they show.
      this.#options.logger.warn(
        `What is deployed could not be written down, trying again soon: ${stringifyError(error)}`,
      );
      this.#everything = true;
      this.#restUntil = Date.now() + retryMs;
    }
  }

  async #lookAt(
    isMeant: (lane: Lane, targets: readonly StoredTarget[]) => boolean,
    options: { entityRefs?: string[] } = {},
  ): Promise<void> {
    const { services: directory, store, logger } = this.#options;
    // Lanes come first: what another replica writes after that makes them stale, so that nothing older overtakes it.
    const states = await store.lanes(options);
    const { services } = await directory.all();
    for (const look of looksOf(services, states)) {
      if (this.#stopped) return;
      const { lane, targets } = look;
      try {
        if (isMeant(lane, targets)) await this.#lookAtLane(look);
      } catch (error) {
        logger.error(
          `What is deployed of ${lane.entityRef} in ${lane.environment} could not be written down: ${stringifyError(error)}`,
        );
      }
    }
  }

  async #lookAtLane({ lane, targets, state }: Look): Promise<void> {
    const { store, settleMs, isBeingPromoted, onNews } = this.#options;
    const key = laneKey(lane);
    const now = this.#now();
    let step = nextDeployments({ current: state, targets, now, settleMs });
    if (step.verifiedAt && (await isBeingPromoted?.(lane))) {
      step = { ...step, verifiedAt: undefined };
    }
    if (step.lookAgainAt) this.#due.set(key, step.lookAgainAt.getTime());
    if (!isNews(step, state)) return;
    const { revision } = state;
    const written = await store.write({ lane, revision, step, targets });
    // Another replica has looked as well, perhaps at something older.
    if (!written) this.#due.set(key, now.getTime() + collectMs);
    else if (step.begins ?? step.verifiedAt) onNews?.(lane);
  }
}

function looksOf(
  services: ReadonlyArray<{ entityRef: string; targets: StoredTarget[] }>,
  states: ReadonlyMap<string, StoredLane>,
): Look[] {
  const looks = new Map<string, Look>();
  const lookAt = (lane: Lane): Look => {
    const key = laneKey(lane);
    const state = states.get(key) ?? { revision: 0 };
    const look = looks.get(key) ?? { lane, targets: [], state };
    looks.set(key, look);
    return look;
  };
  for (const { entityRef, targets } of services) {
    for (const target of targets) {
      const { environment } = target;
      if (environment) lookAt({ entityRef, environment }).targets.push(target);
    }
  }
  // What was being timed may have vanished.
  for (const [key, { clock }] of states) {
    const lane = clock && parseLaneResourceRef(key);
    if (lane) lookAt(lane);
  }
  return [...looks.values()];
}

function isNews(step: LaneStep, state: LaneState): boolean {
  const { begins, verifiedAt, clock } = step;
  return (
    begins !== undefined ||
    verifiedAt !== undefined ||
    JSON.stringify(clock) !== JSON.stringify(state.clock)
  );
}
