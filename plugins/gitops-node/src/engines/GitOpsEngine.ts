import { JsonValue } from '@backstage/types';
import {
  ResourceRef,
  SyncStatus,
  TargetStatus,
} from '@fairlead/backstage-plugin-gitops-common';

/** A kind that the core lists and watches on every cluster for an engine. @public */
export interface WatchedKind {
  group: string;
  version: string;
  kind: string;
  plural: string;
  /** Only objects with these labels, in the API server's syntax: `app,tier in (web)`. */
  labelSelector?: string;
}

/**
 * A kind whose objects define no targets, but say something about those that do: a Flux `GitRepository` holds the
 * URL that a `Kustomization` only names.
 *
 * @public
 */
export interface ReferencedKind extends WatchedKind {
  /**
   * What mappings need to know of an object, and nothing else of it: it is kept in memory for each object of the
   * kind, and its dependents are mapped anew when it changes. So no times that move on by themselves, and never
   * the data of a Secret. Pure and small; undefined when the object says nothing.
   */
  reduce(object: unknown): JsonValue | undefined;
}

/** Names an object of a {@link ReferencedKind}. @public */
export interface ObjectReference {
  /** Needed only where two referenced kinds of the engine have the same name. */
  group?: string;
  kind: string;
  namespace: string;
  name: string;
}

/** A change to one object, in the only form in which engines ask for one: a JSON merge patch (RFC 7386). @public */
export interface ObjectPatch {
  apiVersion: string;
  kind: string;
  plural: string;
  namespace: string;
  name: string;
  /** Patch the status subresource instead of the main resource. */
  subresource?: 'status';
  /** Carries `metadata.resourceVersion` where the patch must not overtake another writer. */
  body: Record<string, unknown>;
}

/**
 * What a person may ask of an engine. `suspend`: leave the target alone, whatever Git says, until `resume`.
 *
 * @public
 */
export type EngineActionId = 'sync' | 'refresh' | 'suspend' | 'resume';

/** A resource that an engine applied for a target, as its own object lists it. @public */
export interface ManagedResource extends ResourceRef {
  /** Of the API; absent where the engine does not say. */
  version?: string;
  sync?: SyncStatus;
}

/** What a mapping knows besides the object. @public */
export interface MappingContext {
  /** Name of the cluster, as in the portal's config, that the object was read from. */
  cluster: string;
  /** For staleness; passed in so that mappings stay pure. */
  now: Date;
  /**
   * What {@link ReferencedKind.reduce} gave for an object on the same cluster. Undefined when there is none, and
   * just so when it could not be read: a mapping must not conclude that the object does not exist. What a mapping
   * looks up is remembered, also in vain, and the object is mapped anew when the answer changes.
   */
  find?(reference: ObjectReference): JsonValue | undefined;
  /**
   * All objects of a {@link ReferencedKind} in a namespace on the same cluster, by name, of which
   * {@link ReferencedKind.reduce} gave something. The object is mapped anew when any of them changes: for kinds with
   * few objects in a namespace.
   */
  list?(
    reference: Omit<ObjectReference, 'name'>,
  ): ReadonlyMap<string, JsonValue>;
}

/**
 * A controller that deploys from Git: kinds + mapping + actions.
 *
 * @remarks
 * Life cycle of a target:
 *
 * 1. The core lists {@link GitOpsEngine.kinds} (paged) and then watches them, on each cluster by itself.
 *    A kind that a cluster does not serve is noted as "engine not installed", which is no error.
 *    What {@link GitOpsEngine.references} names is listed before, and watched in the same way; it is waited for
 *    so long and no longer, so that a missing right on one of them holds nothing up.
 * 2. Each object is handed to {@link GitOpsEngine.map}, also again and again unchanged: after a reconnect, on
 *    each bookmark lost, on each restart. Nothing is promised about order between objects.
 * 3. What comes back is stored and shown. An object that is gone is removed from the store by the core; the
 *    engine is not asked.
 *
 * An engine does no I/O and keeps no state. It never sees credentials.
 *
 * @public
 */
export interface GitOpsEngine {
  /** Stable and short, stored with each target: `argocd`. */
  readonly id: string;
  /** As people write it: `Argo CD`. */
  readonly title: string;
  readonly kinds: readonly WatchedKind[];
  /** Most objects of its kinds are of no service, as plain workloads are: those that no service has are not shown. */
  readonly isAmbient?: boolean;
  /** Kinds that mappings look things up in. One that a cluster does not serve is simply not there. */
  readonly references?: readonly ReferencedKind[];

  /**
   * Turns one raw object into the model. Pure and total for every object the API server would accept:
   * fields that are missing, zero (`null` times, empty structs) or unknown enum values give a status that says
   * so. Returns undefined for objects that define no target. Throws InputError, naming the field, when the
   * object is not of this engine at all; the core then keeps the last status and marks it.
   */
  map(object: unknown, context: MappingContext): TargetStatus | undefined;

  /**
   * What the engine has applied for the target that an object defines, from the object alone; read when a person
   * wants to see the resources. Without it, or when it returns undefined, the engine's object does not tell.
   * Pure and total, as {@link GitOpsEngine.map}.
   */
  resourcesOf?(object: unknown): ManagedResource[] | undefined;

  /**
   * The patches that carry out an action on the object as it is now (freshly read by the core).
   *
   * Throws ConflictError when the object's state forbids it (an operation in progress, being deleted), with a
   * sentence for the user, and NotImplementedError for actions it does not have.
   */
  prepareAction(
    action: EngineActionId,
    options: { object: unknown; user: string; now: Date },
  ): ObjectPatch[];
}
