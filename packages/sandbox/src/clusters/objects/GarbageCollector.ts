import { z } from 'zod';
import { KubeObject } from '../../contracts';
import { KindRegistry } from '../kinds/KindRegistry';
import { Change } from '../store/ChangeHistory';
import { ObjectStore } from '../store/ObjectStore';
import { objectKey } from '../store/objectKey';
import { ObjectService } from './ObjectService';

const ownerSchema = z.object({ uid: z.string() });

interface Filed {
  resource: string;
  namespace?: string;
  name: string;
}

/**
 * Does what the garbage collector and the namespace controller of a cluster
 * do: dependents go with the last of their owners, and what is in a namespace
 * goes with it.
 */
export class GarbageCollector {
  readonly #store: ObjectStore;
  readonly #kinds: KindRegistry;
  readonly #service: ObjectService;
  readonly #uids = new Set<string>();
  readonly #dependents = new Map<string, Map<string, Filed>>();
  /** Owners that go when their last dependent has gone, by uid. */
  readonly #waiting = new Map<string, Filed>();

  /** Takes stock of the store, and follows it from then on. */
  static start(options: {
    store: ObjectStore;
    kinds: KindRegistry;
    service: ObjectService;
  }): GarbageCollector {
    const collector = new GarbageCollector(options);
    collector.#start();
    return collector;
  }

  private constructor(options: {
    store: ObjectStore;
    kinds: KindRegistry;
    service: ObjectService;
  }) {
    this.#store = options.store;
    this.#kinds = options.kinds;
    this.#service = options.service;
  }

  #start(): void {
    for (const resource of this.#store.resources()) {
      for (const object of this.#store.list(resource)) {
        this.#file(resource, object);
      }
    }
    this.#store.subscribe(change => this.#follow(change));
  }

  #follow(change: Change): void {
    const { resource, type, object, previous } = change;
    if (previous) this.#unfile(resource, previous);
    if (type === 'DELETED') {
      this.#uids.delete(object.metadata.uid ?? '');
      this.#waiting.delete(object.metadata.uid ?? '');
      this.#ownerHasGone(object);
      this.#finishOwnersOf(object);
      this.#finishNamespaceOf(object);
      return;
    }
    this.#file(resource, object);
    if (object.metadata.deletionTimestamp) {
      if (resource === 'namespaces') this.#emptyNamespace(object);
      this.#finishOwner(resource, object);
    }
  }

  #ownerHasGone(owner: KubeObject): void {
    for (const filed of this.#dependentsOf(owner)) {
      const dependent = this.#store.get(filed.resource, filed);
      if (dependent && !this.#hasOtherOwner(dependent, owner)) {
        this.#delete(filed);
      }
    }
  }

  #hasOtherOwner(dependent: KubeObject, gone: KubeObject): boolean {
    return ownersOf(dependent).some(
      uid => uid !== gone.metadata.uid && this.#uids.has(uid),
    );
  }

  /** An owner that waits for its dependents (foreground), or lets them go (orphan). */
  #finishOwner(resource: string, owner: KubeObject): void {
    const finalizers = owner.metadata.finalizers ?? [];
    if (finalizers.includes('orphan')) {
      for (const filed of this.#dependentsOf(owner)) this.#orphan(filed, owner);
      this.#dropFinalizer(resource, owner, 'orphan');
    } else if (finalizers.includes('foregroundDeletion')) {
      for (const filed of this.#dependentsOf(owner)) this.#delete(filed);
      if (this.#dependentsOf(owner).length === 0) {
        this.#dropFinalizer(resource, owner, 'foregroundDeletion');
      }
    }
  }

  #finishOwnersOf(object: KubeObject): void {
    for (const uid of ownersOf(object)) {
      const filed = this.#waiting.get(uid);
      const owner = filed && this.#store.get(filed.resource, filed);
      if (owner) this.#finishOwner(filed.resource, owner);
    }
  }

  #emptyNamespace(namespace: KubeObject): void {
    for (const filed of this.#contentOf(namespace)) this.#delete(filed);
    this.#finishNamespace(namespace);
  }

  #finishNamespaceOf(object: KubeObject): void {
    const { namespace } = object.metadata;
    const holder = namespace
      ? this.#store.get('namespaces', { name: namespace })
      : undefined;
    if (holder?.metadata.deletionTimestamp) this.#finishNamespace(holder);
  }

  #finishNamespace(namespace: KubeObject): void {
    if (this.#contentOf(namespace).length === 0) {
      this.#dropFinalizer('namespaces', namespace, 'kubernetes');
    }
  }

  #contentOf(namespace: KubeObject): Filed[] {
    return this.#store.resources().flatMap(resource =>
      this.#store
        .list(resource)
        .filter(object => object.metadata.namespace === namespace.metadata.name)
        .map(object => filedAs(resource, object)),
    );
  }

  #delete(filed: Filed): void {
    const kind = this.#kindOf(filed.resource);
    const object = this.#store.get(filed.resource, filed);
    if (kind && object && !object.metadata.deletionTimestamp) {
      this.#service.delete({ kind, ...filed });
    }
  }

  #orphan(filed: Filed, owner: KubeObject): void {
    const object = this.#store.get(filed.resource, filed);
    if (!object) return;
    const { ownerReferences = [], ...metadata } = object.metadata;
    const others = ownerReferences.filter(
      reference => reference.uid !== owner.metadata.uid,
    );
    this.#store.put(filed.resource, {
      ...object,
      metadata: {
        ...metadata,
        ...(others.length > 0 ? { ownerReferences: others } : {}),
      },
    });
  }

  #dropFinalizer(resource: string, owner: KubeObject, name: string): void {
    const current = this.#store.get(resource, owner.metadata);
    if (!current?.metadata.finalizers?.includes(name)) return;
    const finalizers = current.metadata.finalizers.filter(
      each => each !== name,
    );
    if (finalizers.length === 0) this.#store.remove(resource, current.metadata);
    else {
      this.#store.put(resource, {
        ...current,
        metadata: { ...current.metadata, finalizers },
      });
    }
  }

  #kindOf(resource: string) {
    const [plural, ...group] = resource.split('.');
    return this.#kinds.byResource({ plural, group: group.join('.') });
  }

  #dependentsOf(owner: KubeObject): Filed[] {
    return [
      ...(this.#dependents.get(owner.metadata.uid ?? '')?.values() ?? []),
    ];
  }

  #file(resource: string, object: KubeObject): void {
    const filed = filedAs(resource, object);
    const { uid: ownUid = '', deletionTimestamp } = object.metadata;
    this.#uids.add(ownUid);
    if (deletionTimestamp) this.#waiting.set(ownUid, filed);
    for (const uid of ownersOf(object)) {
      const dependents = this.#dependents.get(uid) ?? new Map<string, Filed>();
      dependents.set(`${resource}/${objectKey(filed)}`, filed);
      this.#dependents.set(uid, dependents);
    }
  }

  #unfile(resource: string, object: KubeObject): void {
    for (const uid of ownersOf(object)) {
      const dependents = this.#dependents.get(uid);
      dependents?.delete(`${resource}/${objectKey(object.metadata)}`);
      if (dependents?.size === 0) this.#dependents.delete(uid);
    }
  }
}

function filedAs(resource: string, { metadata }: KubeObject): Filed {
  return { resource, namespace: metadata.namespace, name: metadata.name };
}

function ownersOf(object: KubeObject): string[] {
  return (object.metadata.ownerReferences ?? []).flatMap(reference => {
    const owner = ownerSchema.safeParse(reference);
    return owner.success ? [owner.data.uid] : [];
  });
}
