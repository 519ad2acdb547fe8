import { SourceProblem } from '@fairlead/backstage-plugin-gitops-common';
import { TargetSourcesStore } from '../store/TargetSourcesStore';
import { TargetsStore } from '../store/TargetsStore';
import { mergeProblems } from './mergeProblems';
import {
  StoredTarget,
  TargetCondition,
  TargetsChange,
  TargetsReader,
} from './StoredTarget';

/**
 * The targets that were read, whichever replica read them.
 *
 * @remarks
 * Listeners hear of what this replica wrote. That is enough for pages: the replica that wrote publishes a signal,
 * and the signals backend carries it to the pages of all replicas.
 */
export class StoredTargets implements TargetsReader {
  readonly #options: StoredTargetsOptions;
  readonly #listeners = new Set<(change: TargetsChange) => void>();

  static create(options: StoredTargetsOptions): StoredTargets {
    return new StoredTargets(options);
  }

  private constructor(options: StoredTargetsOptions) {
    this.#options = options;
  }

  async find(conditions: TargetCondition[]): Promise<StoredTarget[]> {
    return this.#options.targets.find(conditions);
  }

  async all(): Promise<StoredTarget[]> {
    return this.#options.targets.all();
  }

  async problems(): Promise<SourceProblem[]> {
    return mergeProblems(await this.#options.sources.problems());
  }

  onChange(listener: (change: TargetsChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Tells the listeners; not when there is nothing to tell. */
  announce(change: Partial<TargetsChange>): void {
    const full = {
      changed: [],
      added: [],
      removed: [],
      clusters: [],
      ...change,
    };
    if (Object.values(full).every(ids => ids.length === 0)) return;
    for (const listener of this.#listeners) listener(full);
  }
}

/** What it reads from. */
export interface StoredTargetsOptions {
  targets: TargetsStore;
  sources: TargetSourcesStore;
}
