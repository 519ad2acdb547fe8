import { isDeepStrictEqual } from 'node:util';
import { JsonValue } from '@backstage/types';
import {
  MappingContext,
  ObjectReference,
  ReferencedKind,
  WatchedKind,
} from '@fairlead/backstage-plugin-gitops-node';
import { Dependent, Dependents, Lookups } from './Dependents';

/** Looks something up for a mapping. */
export type Lookup = Required<Pick<MappingContext, 'find' | 'list'>>;

/** In the place of a name: all of them. No object is called so. */
const anyName = '*';

/**
 * What one engine's referenced objects on one cluster say, in the memory of the replica that reads the cluster, and
 * which objects were mapped with it.
 */
export class References {
  readonly #kinds: readonly ReferencedKind[];
  readonly #values = new Map<string, JsonValue>();
  readonly #dependents = new Dependents();
  #onOutdated: (outdated: Lookups[]) => void = () => {};

  static create(options: { kinds: readonly ReferencedKind[] }): References {
    return new References(options.kinds);
  }

  private constructor(kinds: readonly ReferencedKind[]) {
    this.#kinds = kinds;
  }

  /** Calls a mapping, and remembers what it looked up, in vain or not. */
  mapping<T>(dependent: Dependent, map: (lookup: Lookup) => T): T {
    const keys = new Set<string>();
    const noting = (key: string | undefined) => {
      if (key) keys.add(key);
    };
    try {
      return map({
        find: reference => {
          noting(this.#keyOf(reference));
          return this.find(reference);
        },
        list: reference => {
          const key = this.#keyOf({ ...reference, name: anyName });
          noting(key);
          return key ? this.#all(key) : new Map();
        },
      });
    } finally {
      this.#dependents.note({ dependent, keys });
    }
  }

  find(reference: ObjectReference): JsonValue | undefined {
    const key = this.#keyOf(reference);
    return key === undefined ? undefined : this.#values.get(key);
  }

  /** What was looked up by the dependent no longer matters. */
  forget(id: string): void {
    this.#dependents.forget(id);
  }

  /** Of the dependents of a kind, these are all that there are. */
  retainDependents(kind: WatchedKind, ids: ReadonlySet<string>): void {
    this.#dependents.retain(kind, ids);
  }

  isLast(lookups: Lookups): boolean {
    return this.#dependents.isLast(lookups);
  }

  /** Undefined: the object is gone, or says nothing. */
  set(key: string, value: JsonValue | undefined): void {
    if (isDeepStrictEqual(this.#values.get(key), value)) return;
    if (value === undefined) this.#values.delete(key);
    else this.#values.set(key, value);
    const outdated = [
      ...this.#dependents.of(key),
      ...this.#dependents.of(withAnyName(key)),
    ];
    if (outdated.length > 0) this.#onOutdated(outdated);
  }

  /** Of the objects of a kind, these are all that there are. */
  retain(kind: ReferencedKind, keys: ReadonlySet<string>): void {
    const prefix = prefixOf(kind);
    for (const key of [...this.#values.keys()]) {
      if (key.startsWith(prefix) && !keys.has(key)) this.set(key, undefined);
    }
  }

  /** From now on hears of dependents whose references say something else than when they were mapped. */
  onOutdated(listener: (outdated: Lookups[]) => void): void {
    this.#onOutdated = listener;
  }

  /** Nobody tells us any more what changes. */
  clear(): void {
    this.#onOutdated = () => {};
    this.#values.clear();
    this.#dependents.clear();
  }

  #all(key: string): ReadonlyMap<string, JsonValue> {
    const prefix = key.slice(0, -anyName.length);
    return new Map(
      [...this.#values]
        .filter(([each]) => each.startsWith(prefix))
        .map(([each, value]) => [each.slice(prefix.length), value]),
    );
  }

  #keyOf(reference: ObjectReference): string | undefined {
    const { group, kind, namespace, name } = reference;
    const known = this.#kinds.find(
      each =>
        each.kind === kind && (group === undefined || each.group === group),
    );
    return known && referenceKey(known, { namespace, name });
  }
}

/** Under which an object is kept. */
export function referenceKey(
  kind: ReferencedKind,
  object: { namespace?: string; name: string },
): string {
  return `${prefixOf(kind)}${object.namespace ?? ''}/${object.name}`;
}

function prefixOf({ group, plural }: ReferencedKind): string {
  return `${plural}.${group} `;
}

function withAnyName(key: string): string {
  return key.slice(0, key.lastIndexOf('/') + 1) + anyName;
}
