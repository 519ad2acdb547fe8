import { WatchedKind } from '@fairlead/backstage-plugin-gitops-node';

/** An object whose mapping looked something up. */
export interface Dependent {
  /** Of the target that it defines, or would define. */
  id: string;
  kind: WatchedKind;
  namespace: string;
  name: string;
  /** Maps the object, freshly read, and stores what comes out. */
  take(object: unknown): void;
}

/** A dependent as it was mapped one time: another object each time, so that one can tell whether it is the last. */
export interface Lookups {
  dependent: Dependent;
  keys: ReadonlySet<string>;
}

/** Who looked up what, found from both ends. */
export class Dependents {
  readonly #byId = new Map<string, Lookups>();
  readonly #idsByKey = new Map<string, Set<string>>();

  /** Replaces what was known of the dependent. */
  note(lookups: Lookups): void {
    const { dependent, keys } = lookups;
    this.forget(dependent.id);
    if (keys.size === 0) return;
    this.#byId.set(dependent.id, lookups);
    for (const key of keys) {
      const ids = this.#idsByKey.get(key) ?? new Set();
      this.#idsByKey.set(key, ids.add(dependent.id));
    }
  }

  forget(id: string): void {
    const lookups = this.#byId.get(id);
    this.#byId.delete(id);
    for (const key of lookups?.keys ?? []) {
      const ids = this.#idsByKey.get(key);
      ids?.delete(id);
      if (ids?.size === 0) this.#idsByKey.delete(key);
    }
  }

  /** Forgets those of a kind that are not in the set. */
  retain(kind: WatchedKind, ids: ReadonlySet<string>): void {
    for (const [id, { dependent }] of this.#byId) {
      if (dependent.kind === kind && !ids.has(id)) this.forget(id);
    }
  }

  of(key: string): Lookups[] {
    return [...(this.#idsByKey.get(key) ?? [])].flatMap(
      id => this.#byId.get(id) ?? [],
    );
  }

  /** The dependent has neither been mapped again since, nor is it gone. */
  isLast(lookups: Lookups): boolean {
    return this.#byId.get(lookups.dependent.id) === lookups;
  }

  clear(): void {
    this.#byId.clear();
    this.#idsByKey.clear();
  }
}
