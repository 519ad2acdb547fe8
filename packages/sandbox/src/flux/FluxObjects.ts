import { ClusterObjects, KubeObject, ObjectRef } from '../contracts';
import { isSameJson, JsonRecord, recordAt, textAt } from '../json';

const requestedAt = 'reconcile.fluxcd.io/requestedAt';
const finalizer = 'finalizers.fluxcd.io';

/** The objects of Flux on a cluster: their statuses, requests and ends. */
export class FluxObjects {
  readonly cluster: ClusterObjects;

  static create(cluster: ClusterObjects): FluxObjects {
    return new FluxObjects(cluster);
  }

  private constructor(cluster: ClusterObjects) {
    this.cluster = cluster;
  }

  get(ref: ObjectRef): KubeObject | undefined {
    return this.cluster.get(ref);
  }

  /**
   * Writes a status, if anything in it is new; does nothing when the object is gone. Conditions are written before the
   * rest, as the real controllers do: for a moment they speak of what the rest does not show yet.
   */
  updateStatus(
    ref: ObjectRef,
    change: (status: JsonRecord, object: KubeObject) => JsonRecord,
  ): void {
    const object = this.cluster.get(ref);
    if (!object) return;
    const before = recordAt(object, 'status');
    // Before the first success, no generation counts as observed.
    const next = change({ observedGeneration: -1, ...before }, object);
    const { conditions } = next;
    const said = { ...before, ...(conditions !== undefined && { conditions }) };
    if (!isSameJson(before, said)) this.#write(ref, said);
    if (!isSameJson(said, next)) this.#write(ref, next);
  }

  /** What a suspended object does, and nothing else. */
  acknowledge(ref: ObjectRef): void {
    this.updateStatus(ref, (status, object) => ({
      ...status,
      ...handledIn(object),
    }));
  }

  holdFinalizer(ref: ObjectRef): void {
    const finalizers = this.get(ref)?.metadata.finalizers ?? [];
    if (finalizers.includes(finalizer)) return;
    this.cluster.mergePatch(ref, {
      metadata: { finalizers: [...finalizers, finalizer] },
    });
  }

  releaseFinalizer(ref: ObjectRef): void {
    const finalizers = this.get(ref)?.metadata.finalizers ?? [];
    if (!finalizers.includes(finalizer)) return;
    this.cluster.mergePatch(ref, {
      metadata: { finalizers: finalizers.filter(each => each !== finalizer) },
    });
  }

  #write(ref: ObjectRef, status: JsonRecord): void {
    this.cluster.setStatus(ref, JSON.parse(JSON.stringify(status)));
  }
}

/** The request that was not handled yet, if there is one. */
export function openRequest(object: KubeObject): string | undefined {
  const asked = object.metadata.annotations?.[requestedAt];
  return asked !== textAt(object, 'status', 'lastHandledReconcileAt')
    ? asked
    : undefined;
}

/** For a status: the request is handled. */
export function handledIn({ metadata }: KubeObject): JsonRecord {
  const asked = metadata.annotations?.[requestedAt];
  return asked ? { lastHandledReconcileAt: asked } : {};
}
