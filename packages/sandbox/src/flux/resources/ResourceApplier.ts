import { NotFoundError, toError } from '@backstage/errors';
import { ClusterObjects, KubeObject, ObjectRef } from '../../contracts';
import { applied, isInSync } from '../../argocd/controller/threeWay';
import { isClusterScoped, keyOf, refOf } from '../../argocd/objects';
import { FluxFailure } from '../FluxFailure';
import { InventoryEntry } from '../schema';
import { inventoryOf, refOfEntry } from './inventory';
import { typeProblem } from './typeProblem';

const memory = 'kubectl.kubernetes.io/last-applied-configuration';
const firstKinds = ['Namespace', 'CustomResourceDefinition', 'ServiceAccount'];

/**
 * Brings objects to a cluster as a server-side apply with one manager does: what it says is so, what it said before and
 * says no longer is gone, and what others say besides stays. What it said it remembers itself, not on the object.
 */
export class ResourceApplier {
  readonly #cluster: ClusterObjects;
  readonly #said = new Map<string, KubeObject>();

  static create(options: { cluster: ClusterObjects }): ResourceApplier {
    return new ResourceApplier(options.cluster);
  }

  private constructor(cluster: ClusterObjects) {
    this.#cluster = cluster;
  }

  /** Those that are not there or not as they are wanted. Throws FluxFailure. */
  differing(wanted: readonly KubeObject[]): KubeObject[] {
    return wanted.filter(object => {
      const live = this.#liveOf(object);
      return !live || !(isLeftAlone(live) || isInSync(object, live));
    });
  }

  /** Applies what differs. Throws FluxFailure at the first that is refused. */
  apply(wanted: readonly KubeObject[]): void {
    const ordered = [...wanted].sort((a, b) => rank(a.kind) - rank(b.kind));
    for (const object of ordered) this.#applyOne(object);
  }

  /** Takes away what an inventory has and the new one has not, as far as it is still of this manager. */
  prune(options: {
    before: readonly InventoryEntry[];
    wanted: readonly KubeObject[];
    isOurs: (live: KubeObject) => boolean;
  }): void {
    const ids = new Set(inventoryOf(options.wanted).map(({ id }) => id));
    for (const entry of options.before.filter(({ id }) => !ids.has(id))) {
      const ref = refOfEntry(entry);
      const live = this.#get(ref);
      if (!live || !options.isOurs(live) || isKept(live)) continue;
      this.#cluster.delete(ref);
      this.#said.delete(keyOf(live));
    }
  }

  #applyOne(object: KubeObject): void {
    const named = nameOf(object);
    const mistyped = typeProblem(object);
    if (mistyped) {
      throw new FluxFailure(
        'ReconciliationFailed',
        `${named} dry-run failed: ${mistyped}`,
      );
    }
    try {
      const live = this.#liveOf(object);
      this.#ensureNamespace(object);
      if (live && (isLeftAlone(live) || isInSync(object, live))) {
        this.#said.set(keyOf(object), object);
        return;
      }
      this.#cluster.apply(withoutMemory(applied(object, live)));
      this.#said.set(keyOf(object), object);
    } catch (error) {
      if (error instanceof FluxFailure) throw error;
      throw new FluxFailure(
        'ReconciliationFailed',
        `${named} dry-run failed: ${toError(error).message}`,
        { cause: error },
      );
    }
  }

  #ensureNamespace(object: KubeObject): void {
    if (isClusterScoped(object)) return;
    const { namespace } = object.metadata;
    if (!namespace) {
      throw new FluxFailure(
        'ReconciliationFailed',
        `${nameOf(object)} namespace not specified: the server could not find the requested resource`,
      );
    }
    const ref = { apiVersion: 'v1', kind: 'Namespace', name: namespace };
    if (!this.#cluster.get(ref)) {
      throw new FluxFailure(
        'ReconciliationFailed',
        `${nameOf(object)} not found: namespaces "${namespace}" not found`,
      );
    }
  }

  /** With what was said of it before, where the comparison looks for it. */
  #liveOf(object: KubeObject): KubeObject | undefined {
    const live = this.#get(refOf(object));
    const said = this.#said.get(keyOf(object));
    if (!live || !said) return live;
    const annotations = {
      ...live.metadata.annotations,
      [memory]: JSON.stringify(said),
    };
    return { ...live, metadata: { ...live.metadata, annotations } };
  }

  #get(ref: ObjectRef): KubeObject | undefined {
    try {
      return this.#cluster.get(ref);
    } catch (error) {
      if (!(error instanceof NotFoundError)) throw error;
      throw new FluxFailure(
        'ReconciliationFailed',
        `${nameOf({ ...ref, metadata: ref })} dry-run failed: no matches for kind "${ref.kind}" in version "${ref.apiVersion}"`,
        { cause: error },
      );
    }
  }
}

/** As Flux names objects in messages: `Deployment/shop/orders`. */
export function nameOf({
  kind,
  metadata,
}: {
  kind: string;
  metadata: { namespace?: string; name: string };
}): string {
  return [kind, metadata.namespace, metadata.name].filter(Boolean).join('/');
}

function withoutMemory(object: KubeObject): KubeObject {
  const { [memory]: _, ...annotations } = object.metadata.annotations ?? {};
  const { annotations: __, ...metadata } = object.metadata;
  return {
    ...object,
    metadata: {
      ...metadata,
      ...(Object.keys(annotations).length > 0 && { annotations }),
    },
  };
}

function isLeftAlone(live: KubeObject): boolean {
  return marks(live, 'reconcile') === 'disabled';
}

function isKept(live: KubeObject): boolean {
  return marks(live, 'prune') === 'disabled';
}

function marks({ metadata }: KubeObject, what: string): string | undefined {
  const key = `kustomize.toolkit.fluxcd.io/${what}`;
  return metadata.annotations?.[key] ?? metadata.labels?.[key];
}

function rank(kind: string): number {
  const index = firstKinds.indexOf(kind);
  return index < 0 ? firstKinds.length : index;
}
