import { KubeObject } from '../../contracts';
import { KindRegistry } from '../kinds/KindRegistry';
import { establish, parseDefinition } from '../kinds/customKinds';
import { definitionsResource } from '../kinds/builtInKinds';
import { apiVersionOf, ResourceKind, resourceOf } from '../kinds/ResourceKind';
import { kubeObjectSchema } from '../store/kubeObjectSchema';
import { ObjectStore } from '../store/ObjectStore';
import {
  alreadyExists,
  badRequest,
  conflict,
  invalid,
  notFound,
  StatusError,
} from '../StatusError';
import { applyPatch, Patch } from './applyPatch';
import { checkDefinition } from './checkDefinition';
import { checkMetadata } from './checkMetadata';
import { isSameJson } from './isSameJson';
import { ObjectPart, takePart } from './takePart';
import { prepareChanged, prepareNew, timestamp } from './prepareObject';

/** Where an object is: its kind, and its name within it. */
export interface ObjectPlace {
  kind: ResourceKind;
  namespace?: string;
  name: string;
}

/** How a write is to be done. */
export interface WriteOptions {
  /** Check everything, store nothing. */
  dryRun?: boolean;
  /** What is taken from what is written; `main` when left out. */
  part?: ObjectPart;
  /** Told which fields were dropped because the schema does not know them. May throw to refuse them. */
  onDropped?: (paths: string[]) => void;
}

/** What a delete does about dependents, and on which condition it is done at all. */
export interface DeleteOptions {
  dryRun?: boolean;
  propagation?: 'Background' | 'Foreground' | 'Orphan';
  uid?: string;
  resourceVersion?: string;
}

/**
 * What the API server does with objects between the wire and the store:
 * metadata, generations, validation, conflicts, finalizers. It speaks in
 * `StatusError`s.
 */
export class ObjectService {
  readonly #store: ObjectStore;
  readonly #kinds: KindRegistry;

  static create(options: {
    store: ObjectStore;
    kinds: KindRegistry;
  }): ObjectService {
    return new ObjectService(options);
  }

  private constructor(options: { store: ObjectStore; kinds: KindRegistry }) {
    this.#store = options.store;
    this.#kinds = options.kinds;
  }

  /** The object in the version that was asked for. Throws NotFound. */
  get(place: ObjectPlace): KubeObject {
    return inVersion(place.kind, this.#stored(place));
  }

  create(
    kind: ResourceKind,
    input: KubeObject,
    options: WriteOptions = {},
  ): KubeObject {
    if (input.metadata.resourceVersion) {
      throw badRequest(
        'resourceVersion should not be set on objects to be created',
      );
    }
    if (kind.namespaced && !input.metadata.namespace) {
      throw badRequest(`an empty namespace may not be set during creation`);
    }
    const { status: _, ...withoutStatus } = input;
    const isWhole = options.part === 'all';
    const given = kind.statusSubresource && !isWhole ? withoutStatus : input;
    const object = this.#check(
      kind,
      prepareNew(kind, given, { keepAge: isWhole }),
      options,
    );
    this.#checkNamespace(kind, object);
    const { namespace, name } = object.metadata;
    if (this.#store.get(resourceOf(kind), { namespace, name })) {
      throw alreadyExists(kind, name);
    }
    return options.dryRun
      ? object
      : this.#store.put(resourceOf(kind), this.#complete(kind, object));
  }

  /** Replaces the object, if it has not changed since the given resourceVersion. */
  update(
    place: ObjectPlace,
    input: KubeObject,
    options: WriteOptions = {},
  ): KubeObject {
    const { kind } = place;
    const current = this.#stored(place);
    if (kind.custom && !input.metadata.resourceVersion) {
      throw invalid({ ...kind, name: place.name }, [
        {
          reason: 'FieldValueInvalid',
          message: 'Invalid value: 0x0: must be specified for an update',
          field: 'metadata.resourceVersion',
        },
      ]);
    }
    this.#checkPreconditions(place, current, {
      uid: input.metadata.uid,
      resourceVersion: input.metadata.resourceVersion,
    });
    return this.#change(kind, current, input, options);
  }

  patch(
    place: ObjectPlace,
    patch: Patch,
    options: WriteOptions = {},
  ): KubeObject {
    const { kind } = place;
    const current = this.#stored(place);
    const parsed = kubeObjectSchema.safeParse(
      applyPatch({ kind, object: inVersion(kind, current), patch }),
    );
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      throw badRequest(
        `the patch does not lead to an object: ${issue.path.join('.')}: ${issue.message}`,
      );
    }
    this.#checkPreconditions(place, current, {
      uid: parsed.data.metadata.uid,
      resourceVersion: parsed.data.metadata.resourceVersion,
    });
    return this.#change(kind, current, parsed.data, options);
  }

  /** `removed` is false while finalizers hold the object. */
  delete(
    place: ObjectPlace,
    options: DeleteOptions = {},
  ): { object: KubeObject; removed: boolean } {
    const { kind } = place;
    const current = this.#stored(place);
    this.#checkPreconditions(place, current, options);
    const finalizers = new Set(current.metadata.finalizers);
    if (options.propagation === 'Foreground') {
      finalizers.add('foregroundDeletion');
    }
    if (options.propagation === 'Orphan') finalizers.add('orphan');
    if (kind.kind === 'Namespace' && !kind.group) {
      // Held until what is in it has gone.
      finalizers.add('kubernetes');
    }
    if (finalizers.size === 0) {
      const removed = options.dryRun
        ? current
        : (this.#store.remove(resourceOf(kind), place) ?? current);
      return { object: inVersion(kind, removed), removed: true };
    }
    if (current.metadata.deletionTimestamp || options.dryRun) {
      return { object: inVersion(kind, current), removed: false };
    }
    const terminating = this.#store.put(resourceOf(kind), {
      ...current,
      ...(kind.kind === 'Namespace' && !kind.group
        ? { status: { phase: 'Terminating' } }
        : {}),
      metadata: {
        ...current.metadata,
        deletionTimestamp: timestamp(),
        deletionGracePeriodSeconds: 0,
        finalizers: [...finalizers],
        ...(current.metadata.generation === undefined
          ? {}
          : { generation: current.metadata.generation + 1 }),
      },
    });
    return { object: inVersion(kind, terminating), removed: false };
  }

  #stored(place: ObjectPlace): KubeObject {
    const object = this.#store.get(resourceOf(place.kind), place);
    if (!object) throw notFound(place.kind, place.name);
    return object;
  }

  #change(
    kind: ResourceKind,
    current: KubeObject,
    input: KubeObject,
    options: WriteOptions,
  ): KubeObject {
    const changed = prepareChanged(
      kind,
      current,
      takePart({ kind, current, input, part: options.part ?? 'main' }),
    );
    const next = this.#check(kind, changed, options);
    if (isSameJson(next, current) || options.dryRun) {
      return inVersion(kind, next);
    }
    const { deletionTimestamp, finalizers = [] } = next.metadata;
    if (deletionTimestamp && finalizers.length === 0) {
      const removed = this.#store.remove(resourceOf(kind), next.metadata);
      return inVersion(kind, removed ?? next);
    }
    return inVersion(
      kind,
      this.#store.put(resourceOf(kind), this.#complete(kind, next)),
    );
  }

  /** Prunes, fills in defaults and validates. */
  #check(
    kind: ResourceKind,
    object: KubeObject,
    options: WriteOptions,
  ): KubeObject {
    const pruned = kind.schema?.prune(object) ?? { object, dropped: [] };
    if (pruned.dropped.length > 0) options.onDropped?.(pruned.dropped);
    const causes = [
      ...checkMetadata(kind, pruned.object),
      ...(kind.schema?.validate(pruned.object) ?? []),
      ...checkDefinition(kind, pruned.object),
    ];
    if (causes.length > 0) {
      throw invalid({ ...kind, name: object.metadata.name }, causes);
    }
    return pruned.object;
  }

  /** What the controllers of a real cluster add at once to kinds that have no controller here. */
  #complete(kind: ResourceKind, object: KubeObject): KubeObject {
    if (resourceOf(kind) === definitionsResource) {
      const definition = parseDefinition(object);
      return definition.success && !object.status
        ? establish(object, definition.data, timestamp())
        : object;
    }
    return kind.kind === 'Namespace' && !kind.group && !object.status
      ? { ...object, status: { phase: 'Active' } }
      : object;
  }

  #checkNamespace(kind: ResourceKind, object: KubeObject): void {
    const { namespace, name } = object.metadata;
    if (!kind.namespaced || !namespace) return;
    const found = this.#store.get('namespaces', { name: namespace });
    if (!found) throw notFound({ group: '', plural: 'namespaces' }, namespace);
    if (found.metadata.deletionTimestamp) {
      throw new StatusError(
        `${resourceOf(kind)} "${name}" is forbidden: unable to create new content in namespace ${namespace} because it is being terminated`,
        { code: 403, reason: 'Forbidden' },
      );
    }
  }

  #checkPreconditions(
    place: ObjectPlace,
    current: KubeObject,
    wanted: { uid?: string; resourceVersion?: string },
  ): void {
    const { uid, resourceVersion } = current.metadata;
    const subject = { ...place.kind, name: place.name };
    if (wanted.uid && wanted.uid !== uid) {
      throw conflict(
        subject,
        `Precondition failed: UID in precondition: ${wanted.uid}, UID in object meta: ${uid}`,
      );
    }
    if (wanted.resourceVersion && wanted.resourceVersion !== resourceVersion) {
      throw conflict(
        subject,
        'the object has been modified; please apply your changes to the latest version and try again',
      );
    }
  }

  /** The kind that an object says it is. Undefined when this cluster does not serve it. */
  kindOf(object: {
    apiVersion: string;
    kind: string;
  }): ResourceKind | undefined {
    return this.#kinds.byKind(object.apiVersion, object.kind);
  }
}

/** The stored object as a client of this version gets it: versions differ in nothing but their name here. */
export function inVersion(kind: ResourceKind, object: KubeObject): KubeObject {
  const apiVersion = apiVersionOf(kind);
  return object.apiVersion === apiVersion ? object : { ...object, apiVersion };
}
