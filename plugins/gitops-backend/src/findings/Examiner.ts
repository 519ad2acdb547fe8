import { LoggerService } from '@backstage/backend-plugin-api';
import { TreeReader } from '../resources/TreeReader';
import { StoredTarget, TargetsReader } from '../targets/StoredTarget';
import { examinationAt } from './examination';
import { Facts } from './Facts';
import { findProblems } from './findProblems';
import { FindingsStore } from './FindingsStore';
import { FoundProblem } from './rankFindings';

const defaultTiming = {
  /** No target is read more often. */
  firstMs: 30_000,
  /** One that stays as it is is read more and more rarely. */
  longestMs: 5 * 60_000,
  /** Changes are collected so long. */
  collectMs: 500,
};
const atOnce = 3;

/**
 * Reads the resources of targets that are not well, in the background and a few at a time, so that pages can say what is
 * wrong without asking a cluster.
 *
 * @remarks
 * Listeners hear of what their replica wrote, so mostly the replica that reads a cluster examines its targets; a claim
 * in the database keeps others from doing it again.
 */
export class Examiner {
  readonly #options: ExaminerOptions;
  readonly #timing: typeof defaultTiming;
  readonly #stopped = new AbortController();
  /** When to read each target next, and how often it was read since it changed. */
  readonly #due = new Map<string, { at: number; rounds: number }>();
  readonly #changed = new Set<string>();
  readonly #running = new Map<string, Promise<void>>();
  #timer: NodeJS.Timeout | undefined;
  #collecting: NodeJS.Timeout | undefined;
  #looking: Promise<void> = Promise.resolve();

  static create(options: ExaminerOptions): Examiner {
    return new Examiner(options);
  }

  private constructor(options: ExaminerOptions) {
    this.#options = options;
    this.#timing = { ...defaultTiming, ...options.timing };
  }

  /** Returns a function that stops it and resolves when nothing is under way. */
  start(): () => Promise<void> {
    const { targets, store } = this.#options;
    const unsubscribe = targets.onChange(({ changed, added, removed }) => {
      [...changed, ...added].forEach(id => this.#changed.add(id));
      removed.forEach(id => this.#due.delete(id));
      this.#later(async () => store.remove(removed));
      this.#collecting ??= setTimeout(() => {
        this.#collecting = undefined;
        this.#later(() => this.#consider(async () => this.#takeChanged()));
      }, this.#timing.collectMs);
    });
    this.#later(async () => {
      await store.prune();
      await this.#consider(() => targets.all());
    });
    return async () => {
      unsubscribe();
      this.#stopped.abort();
      clearTimeout(this.#timer);
      clearTimeout(this.#collecting);
      await this.#looking;
      await Promise.all(this.#running.values());
    };
  }

  #later(work: () => Promise<void>): void {
    this.#looking = this.#looking
      .then(async () => {
        if (!this.#stopped.signal.aborted) await work();
      })
      .catch(error =>
        this.#options.logger.warn(
          'What is wrong with targets could not be looked at',
          error,
        ),
      );
  }

  async #takeChanged(): Promise<StoredTarget[]> {
    const ids = [...this.#changed];
    this.#changed.clear();
    const found: StoredTarget[] = [];
    for (let start = 0; start < ids.length; start += 100) {
      const some = ids.slice(start, start + 100).map(id => ({ id }));
      found.push(...(await this.#options.targets.find(some)));
    }
    return found;
  }

  async #consider(read: () => Promise<StoredTarget[]>): Promise<void> {
    const now = new Date();
    const well: string[] = [];
    for (const target of await read()) {
      const at = examinationAt(target, now);
      if (at) this.#due.set(target.id, { at: at.getTime(), rounds: 0 });
      // One that can't be read is not well for that.
      else if (!target.unreachable) well.push(target.id);
    }
    well.forEach(id => this.#due.delete(id));
    await this.#options.store.remove(well);
    this.#schedule();
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    if (this.#stopped.signal.aborted || this.#running.size >= atOnce) return;
    const waiting = [...this.#due]
      .filter(([id]) => !this.#running.has(id))
      .sort(([, a], [, b]) => a.at - b.at);
    const [next] = waiting;
    if (!next) return;
    const [id, { at }] = next;
    const inMs = at - Date.now();
    if (inMs > 0) {
      this.#timer = setTimeout(() => this.#schedule(), inMs);
      return;
    }
    const run = this.#examine(id)
      .catch(error =>
        this.#options.logger.warn(`${id} could not be examined`, error),
      )
      .finally(() => {
        this.#running.delete(id);
        this.#schedule();
      });
    this.#running.set(id, run);
    this.#schedule();
  }

  async #examine(id: string): Promise<void> {
    const { targets, store, tree, announce } = this.#options;
    const before = this.#due.get(id);
    const rounds = before?.rounds ?? 0;
    const { firstMs, longestMs } = this.#timing;
    const restMs = Math.min(firstMs * 2 ** rounds, longestMs);
    const again = { at: Date.now() + restMs, rounds: rounds + 1 };
    this.#due.set(id, again);
    const now = new Date();
    const claimed = await store.claim({
      targetId: id,
      now,
      until: new Date(now.getTime() + firstMs),
    });
    if (!claimed) {
      // Not to miss what changed right after somebody read it.
      this.#due.set(id, { at: Date.now() + firstMs, rounds });
      return;
    }
    const [target] = await targets.find([{ id }]);
    if (!target || !examinationAt(target, now)) {
      this.#due.delete(id);
      await store.remove([id]);
      return;
    }
    const { signal } = this.#stopped;
    const live = await tree.read(target, { signal });
    // What was read before says more than nothing.
    if (signal.aborted || live.nodes.every(({ health }) => !health)) return;
    const problems = problemsOfResources({
      ...factsOf(target, this.#options),
      live,
      now: new Date(),
    });
    const isNew = await store.put(id, { problems, readAt: live.readAt });
    if (isNew) announce([id]);
  }
}

/** What the resources say beyond the status: that is told from the status as it is when a page is shown. */
function problemsOfResources(facts: Facts): FoundProblem[] {
  const { live, ...known } = facts;
  const told = new Set(findProblems(known).map(each => JSON.stringify(each)));
  return findProblems(facts).filter(each => !told.has(JSON.stringify(each)));
}

/** A target and the name of its engine, for the rules. */
export function factsOf(
  target: StoredTarget,
  { engines }: { engines: ReadonlyArray<{ id: string; title: string }> },
): Pick<Facts, 'target' | 'engine'> {
  const { engine } = target.status;
  const title = engines.find(({ id }) => id === engine)?.title;
  return { target, engine: title ?? engine };
}

/** What it reads, and where it keeps what it finds. */
export interface ExaminerOptions {
  engines: ReadonlyArray<{ id: string; title: string }>;
  logger: LoggerService;
  store: FindingsStore;
  targets: TargetsReader;
  tree: Pick<TreeReader, 'read'>;
  /** Tells open pages that something else is found of these targets. */
  announce(targetIds: string[]): void;
  /** Other than the defaults, for tests. */
  timing?: Partial<typeof defaultTiming>;
}
