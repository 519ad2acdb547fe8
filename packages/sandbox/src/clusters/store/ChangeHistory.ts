import { KubeObject } from '../../contracts';

/** One write, as the store committed it. */
export interface Change {
  revision: number;
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  /** `applications.argoproj.io` */
  resource: string;
  /** As it is now; for DELETED as it last was, with the revision of the deletion. */
  object: KubeObject;
  previous?: KubeObject;
}

/**
 * The newest changes of a cluster in order, as many as fit. What is asked for
 * further back is gone: the caller must say so (410) and not leave a gap.
 */
export class ChangeHistory {
  readonly #size: number;
  #changes: Change[] = [];
  #forgottenUpTo: number;

  /** `startsAfter` is the revision at which the history begins. */
  static create(options: { size: number; startsAfter: number }): ChangeHistory {
    return new ChangeHistory(options);
  }

  private constructor(options: { size: number; startsAfter: number }) {
    this.#size = options.size;
    this.#forgottenUpTo = options.startsAfter;
  }

  /** Changes after this revision are all here. */
  get forgottenUpTo(): number {
    return this.#forgottenUpTo;
  }

  add(change: Change): void {
    this.#changes.push(change);
    // Trimmed in batches, because each trim moves the whole array.
    if (this.#changes.length >= this.#size + Math.max(1, this.#size / 4)) {
      this.forget(
        this.#changes[this.#changes.length - this.#size - 1].revision,
      );
    }
  }

  /** Everything after the revision, oldest first; undefined when part of it is no longer known. */
  since(revision: number): Change[] | undefined {
    if (revision < this.#forgottenUpTo) return undefined;
    return this.#changes.slice(this.#firstAfter(revision));
  }

  /** Forgets what happened up to and including the revision. */
  forget(revision: number): void {
    this.#changes = this.#changes.slice(this.#firstAfter(revision));
    this.#forgottenUpTo = Math.max(this.#forgottenUpTo, revision);
  }

  #firstAfter(revision: number): number {
    let low = 0;
    let high = this.#changes.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#changes[middle].revision <= revision) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
