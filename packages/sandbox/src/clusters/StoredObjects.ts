import {
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
import {
  ClusterObjects,
  KindRef,
  KubeObject,
  ObjectRef,
  WatchEvent,
} from '../contracts';
import { ResourceKind, resourceOf } from './kinds/ResourceKind';
import { ObjectPlace, ObjectService, inVersion } from './objects/ObjectService';
import { watchObjects } from './objects/watchObjects';
import { ObjectStore } from './store/ObjectStore';
import { StatusError } from './StatusError';

/**
 * The objects of a cluster for code in the same process. What it hands out are
 * copies. Other than over HTTP, an object may be created whole: with its
 * status, with an age, and in a namespace that is not there yet.
 */
export class StoredObjects implements ClusterObjects {
  readonly name: string;
  readonly #url: () => string;
  readonly #store: ObjectStore;
  readonly #service: ObjectService;

  static create(options: {
    name: string;
    url: () => string;
    store: ObjectStore;
    service: ObjectService;
  }): StoredObjects {
    return new StoredObjects(options);
  }

  private constructor(options: Parameters<typeof StoredObjects.create>[0]) {
    this.name = options.name;
    this.#url = options.url;
    this.#store = options.store;
    this.#service = options.service;
  }

  get url(): string {
    return this.#url();
  }

  get(ref: ObjectRef): KubeObject | undefined {
    const kind = this.#kind(ref);
    const object = this.#store.get(resourceOf(kind), placeOf(kind, ref));
    return object && copy(kind, object);
  }

  list(ref: KindRef & { namespace?: string }): KubeObject[] {
    const kind = this.#kind(ref);
    return this.#store
      .list(resourceOf(kind))
      .filter(isIn(ref.namespace))
      .map(object => copy(kind, object));
  }

  create(object: KubeObject): KubeObject {
    const kind = this.#kind(object);
    return this.#inOurWords(() => {
      const placed = withDefaultNamespace(kind, object);
      this.#ensureNamespace(placed);
      return copy(kind, this.#service.create(kind, placed, { part: 'all' }));
    });
  }

  apply(object: KubeObject): KubeObject {
    const kind = this.#kind(object);
    const placed = withDefaultNamespace(kind, object);
    const current = this.#store.get(resourceOf(kind), placed.metadata);
    if (!current) return this.create(placed);
    const { status: _, ...content } = placed;
    return this.#inOurWords(() =>
      copy(
        kind,
        this.#service.update(
          placeOf(kind, placed.metadata),
          {
            ...content,
            ...(current.status === undefined ? {} : { status: current.status }),
            metadata: appliedMetadata(current, placed),
          },
          { part: 'all' },
        ),
      ),
    );
  }

  mergePatch(ref: ObjectRef, patch: object): KubeObject {
    const kind = this.#kind(ref);
    return this.#inOurWords(() =>
      copy(
        kind,
        this.#service.patch(placeOf(kind, ref), {
          type: 'application/merge-patch+json',
          body: structuredClone(patch),
        }),
      ),
    );
  }

  setStatus(ref: ObjectRef, status: unknown): KubeObject {
    const kind = this.#kind(ref);
    const place = placeOf(kind, ref);
    return this.#inOurWords(() => {
      const current = this.#service.get(place);
      const next = { ...current, status: structuredClone(status) };
      const options = { part: 'status' } as const;
      return copy(kind, this.#service.update(place, next, options));
    });
  }

  delete(ref: ObjectRef): void {
    const kind = this.#kind(ref);
    this.#inOurWords(() => this.#service.delete(placeOf(kind, ref)));
  }

  watch(
    ref: KindRef & { namespace?: string },
    listener: (event: WatchEvent) => void,
  ): () => void {
    const kind = this.#kind(ref);
    return watchObjects({
      store: this.#store,
      resource: resourceOf(kind),
      matches: isIn(ref.namespace),
      onEvent: ({ type, object }) =>
        listener({ type, object: copy(kind, object) }),
    });
  }

  #kind(ref: KindRef): ResourceKind {
    const kind = this.#service.kindOf(ref);
    if (kind) return kind;
    throw new NotFoundError(
      `Cluster ${this.name} does not serve the kind ${ref.kind} of ${ref.apiVersion}`,
    );
  }

  #inOurWords<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      const message = `Cluster ${this.name} refused it`;
      switch (error.code) {
        case 403:
          throw new NotAllowedError(message, error);
        case 404:
          throw new NotFoundError(message, error);
        case 409:
          throw new ConflictError(message, error);
        default:
          throw new InputError(message, error);
      }
    }
  }

  /** Code in this process need not create namespaces first; over HTTP one must. */
  #ensureNamespace({ metadata: { namespace } }: KubeObject): void {
    if (!namespace || this.#store.get('namespaces', { name: namespace }))
      return;
    this.create({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: namespace },
    });
  }
}

function placeOf(
  kind: ResourceKind,
  at: { namespace?: string; name: string },
): ObjectPlace {
  const namespace = kind.namespaced ? (at.namespace ?? 'default') : undefined;
  return { kind, namespace, name: at.name };
}

function isIn(namespace: string | undefined) {
  return ({ metadata }: KubeObject) =>
    namespace === undefined || metadata.namespace === namespace;
}

function withDefaultNamespace(
  kind: ResourceKind,
  object: KubeObject,
): KubeObject {
  const own = structuredClone(object);
  return kind.namespaced && !own.metadata.namespace
    ? { ...own, metadata: { ...own.metadata, namespace: 'default' } }
    : own;
}

/** Labels and annotations are replaced, owners and finalizers where they are given. */
function appliedMetadata(
  current: KubeObject,
  applied: KubeObject,
): KubeObject['metadata'] {
  const { labels: _, annotations: __, ...kept } = current.metadata;
  const { labels, annotations, ownerReferences, finalizers } = applied.metadata;
  return {
    ...kept,
    ...(labels ? { labels } : {}),
    ...(annotations ? { annotations } : {}),
    ...(ownerReferences ? { ownerReferences } : {}),
    ...(finalizers ? { finalizers } : {}),
  };
}

function copy(kind: ResourceKind, object: KubeObject): KubeObject {
  return structuredClone(inVersion(kind, object));
}
