import { KubeObject } from '../../contracts';
import { Change, ChangeHistory } from './ChangeHistory';
import { compareKeys, objectKey } from './objectKey';

/** Called synchronously, in the order of the changes. Must not throw. */
export type ChangeListener = (change: Change) => void;

/**
 * The objects of one cluster in memory, under one revision counter, with the
 * history that watches and paged lists resume from. It stores and tells; what
 * may be stored is decided elsewhere.
 *
 * Stored objects are never changed afterwards, so they may be shared.
 */
export class ObjectStore {
  readonly #resources = new Map<string, Map<string, KubeObject>>();
  readonly #sorted = new Map<string, readonly KubeObject[]>();
  readonly #listeners = new Set<ChangeListener>();
  readonly #pending: Change[] = [];
  readonly #history: ChangeHistory;
  #revision: number;
  #telling = false;

  /** Starts with these objects, as they were at `revision`. */
  static create(options: {
    historySize: number;
    revision?: number;
    objects?: Iterable<{ resource: string; object: KubeObject }>;
  }): ObjectStore {
    return new ObjectStore(options);
  }

  private constructor(options: Parameters<typeof ObjectStore.create>[0]) {
    this.#revision = options.revision || firstRevision();
    this.#history = ChangeHistory.create({
      size: options.historySize,
      startsAfter: this.#revision,
    });
    for (const { resource, object } of options.objects ?? []) {
      this.#of(resource).set(objectKey(object.metadata), object);
    }
  }

  get revision(): number {
    return this.#revision;
  }

  /** Changes after this revision can still be told. */
  get forgottenUpTo(): number {
    return this.#history.forgottenUpTo;
  }

  get(
    resource: string,
    at: { namespace?: string; name: string },
  ): KubeObject | undefined {
    return this.#resources.get(resource)?.get(objectKey(at));
  }

  /** Sorted by namespace and name. */
  list(resource: string): readonly KubeObject[] {
    const known = this.#sorted.get(resource);
    if (known) return known;
    const sorted = sortObjects(this.#resources.get(resource)?.values() ?? []);
    this.#sorted.set(resource, sorted);
    return sorted;
  }

  /** As the list was at a revision; undefined when the history does not reach back so far. */
  listAt(
    resource: string,
    revision: number,
  ): readonly KubeObject[] | undefined {
    const changes = this.changesSince(revision);
    if (!changes) return undefined;
    const ours = changes.filter(change => change.resource === resource);
    if (ours.length === 0) return this.list(resource);
    const objects = new Map(this.#resources.get(resource));
    for (const change of ours.reverse()) {
      const key = objectKey(change.object.metadata);
      if (change.previous) objects.set(key, change.previous);
      else objects.delete(key);
    }
    return sortObjects(objects.values());
  }

  /** How many objects there are. */
  get size(): number {
    let size = 0;
    for (const objects of this.#resources.values()) size += objects.size;
    return size;
  }

  /** The names of the resources that have objects. */
  resources(): string[] {
    return [...this.#resources]
      .filter(([, objects]) => objects.size > 0)
      .map(([resource]) => resource);
  }

  /** Stores the object under the next revision, which is written into it. */
  put(resource: string, object: KubeObject): KubeObject {
    const objects = this.#of(resource);
    const key = objectKey(object.metadata);
    const previous = objects.get(key);
    const revision = this.#nextRevision();
    const stored = stamp(object, revision);
    objects.set(key, stored);
    this.#tell({
      revision,
      type: previous ? 'MODIFIED' : 'ADDED',
      resource,
      object: stored,
      previous,
    });
    return stored;
  }

  /** Returns the object as watchers see it go; undefined when there was none. */
  remove(
    resource: string,
    at: { namespace?: string; name: string },
  ): KubeObject | undefined {
    const objects = this.#of(resource);
    const key = objectKey(at);
    const previous = objects.get(key);
    if (!previous) return undefined;
    objects.delete(key);
    const revision = this.#nextRevision();
    const object = stamp(previous, revision);
    this.#tell({ revision, type: 'DELETED', resource, object, previous });
    return object;
  }

  /** Everything after the revision, oldest first; undefined when part of it is forgotten. */
  changesSince(revision: number): Change[] | undefined {
    return this.#history.since(revision);
  }

  /** Forgets all history: whoever wants to resume has to list again. */
  forgetHistory(): void {
    // A revision of its own, so that no client is by chance exactly up to date.
    this.#history.forget(this.#nextRevision());
  }

  subscribe(listener: ChangeListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #of(resource: string): Map<string, KubeObject> {
    const known = this.#resources.get(resource);
    if (known) return known;
    const objects = new Map<string, KubeObject>();
    this.#resources.set(resource, objects);
    return objects;
  }

  #nextRevision(): number {
    this.#revision += 1;
    return this.#revision;
  }

  #tell(change: Change): void {
    this.#sorted.delete(change.resource);
    this.#history.add(change);
    this.#pending.push(change);
    // A listener may write in turn; everybody still hears the changes in order.
    if (this.#telling) return;
    this.#telling = true;
    try {
      for (
        let next = this.#pending.shift();
        next;
        next = this.#pending.shift()
      ) {
        for (const listener of [...this.#listeners]) listener(next);
      }
    } finally {
      this.#telling = false;
    }
  }
}

/**
 * Counts from the time, so that a cluster that begins anew does not repeat the
 * revisions that clients of its last life remember.
 */
function firstRevision(): number {
  return Math.floor((Date.now() - Date.UTC(2025, 0)) / 100);
}

function stamp(object: KubeObject, revision: number): KubeObject {
  return {
    ...object,
    metadata: { ...object.metadata, resourceVersion: String(revision) },
  };
}

function sortObjects(objects: Iterable<KubeObject>): KubeObject[] {
  return [...objects]
    .map(object => ({ object, key: objectKey(object.metadata) }))
    .sort((one, other) => compareKeys(one.key, other.key))
    .map(({ object }) => object);
}
