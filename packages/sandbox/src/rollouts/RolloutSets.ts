import { ClusterObjects, KubeObject } from '../contracts';
import { JsonRecord, numberAt, recordAt } from '../json';
import { ownedBy, ownerReference } from '../workloads/owned';
import { Happening } from '../workloads/EventRecorder';
import { replicaSetKind } from '../workloads/ReplicaSets';
import { hashLabel, revisionAnnotation, Rollout } from './Rollout';
import { Workload } from './workloadOf';

const deadlineAnnotation = 'scale-down-deadline';
const desiredAnnotation = 'rollout.argoproj.io/desired-replicas';

/** The ReplicaSets of a Rollout during one look at it. */
export class RolloutSets {
  readonly #objects: ClusterObjects;
  readonly #rollout: Rollout;
  readonly #owner: KubeObject;
  readonly #say: (happening: Happening) => void;
  /** Oldest first. */
  #sets: KubeObject[] = [];

  static read(options: {
    objects: ClusterObjects;
    rollout: Rollout;
    owner: KubeObject;
    say: (happening: Happening) => void;
  }): RolloutSets {
    const sets = new RolloutSets(options);
    sets.#read();
    return sets;
  }

  private constructor(options: Parameters<typeof RolloutSets.read>[0]) {
    this.#objects = options.objects;
    this.#rollout = options.rollout;
    this.#owner = options.owner;
    this.#say = options.say;
  }

  all(): readonly KubeObject[] {
    return this.#sets;
  }

  of(hash: string | undefined): KubeObject | undefined {
    return this.#sets.find(
      ({ metadata }) => metadata.labels?.[hashLabel] === hash,
    );
  }

  newestRevision(): number {
    return Math.max(0, ...this.#sets.map(revisionOf));
  }

  /** Creates the set of a template, without pods. */
  create({ hash, workload }: { hash: string; workload: Workload }): KubeObject {
    const { name, namespace } = this.#rollout.metadata;
    const metadata = recordAt(workload.template, 'metadata');
    const labels = {
      ...textsOf(recordAt(metadata, 'labels')),
      [hashLabel]: hash,
    };
    const { minReadySeconds } = this.#rollout.spec;
    const set = this.#objects.create({
      ...replicaSetKind,
      metadata: {
        name: `${name}-${hash}`,
        namespace,
        labels,
        annotations: {
          [revisionAnnotation]: String(this.newestRevision() + 1),
          [desiredAnnotation]: String(this.#rollout.spec.replicas ?? 1),
        },
        ownerReferences: [ownerReference(this.#owner)],
      },
      spec: {
        replicas: 0,
        ...(minReadySeconds && { minReadySeconds }),
        selector: {
          matchLabels: { ...workload.matchLabels, [hashLabel]: hash },
        },
        template: { ...workload.template, metadata: { ...metadata, labels } },
      },
    });
    this.#say({
      type: 'Normal',
      reason: 'NewReplicaSetCreated',
      message: `Created ReplicaSet ${set.metadata.name} (revision ${revisionOf(set)})`,
    });
    this.#read();
    return set;
  }

  /** Makes a set that was there before the newest one again. */
  renew(set: KubeObject): void {
    const newest = this.newestRevision();
    if (revisionOf(set) < newest) {
      this.#annotate(set, { [revisionAnnotation]: String(newest + 1) });
    }
  }

  scale(set: KubeObject, replicas: number): void {
    if (replicas > 0) this.#annotate(set, { [deadlineAnnotation]: null });
    const before = wantedOf(set);
    if (before === replicas) return;
    this.#patch(set, { spec: { replicas } });
    this.#say({
      type: 'Normal',
      reason: 'ScalingReplicaSet',
      message: `Scaled ${replicas > before ? 'up' : 'down'} ReplicaSet ${set.metadata.name} (revision ${revisionOf(set)}) from ${before} to ${replicas}`,
    });
  }

  /** Scales a set down when its time is over; returns how many milliseconds are left until then. */
  retire(set: KubeObject, delayMs: number): number | undefined {
    if (wantedOf(set) === 0) return undefined;
    const known = set.metadata.annotations?.[deadlineAnnotation];
    const deadline = known ? Date.parse(known) : Date.now() + delayMs;
    const left = deadline - Date.now();
    if (left <= 0) {
      this.#annotate(set, { [deadlineAnnotation]: null });
      this.scale(set, 0);
      return undefined;
    }
    this.#annotate(set, {
      [deadlineAnnotation]: new Date(deadline).toISOString(),
    });
    return left;
  }

  /** Forgets the oldest of those without pods. */
  forgetOld(kept: readonly string[]): void {
    const idle = this.#sets.filter(
      set =>
        !kept.includes(set.metadata.labels?.[hashLabel] ?? '') &&
        wantedOf(set) === 0 &&
        countOf(set, 'replicas') === 0,
    );
    const limit = this.#rollout.spec.revisionHistoryLimit ?? 10;
    for (const { metadata } of idle.slice(
      0,
      Math.max(0, idle.length - limit),
    )) {
      const { namespace, name } = metadata;
      this.#objects.delete({ ...replicaSetKind, namespace, name });
    }
  }

  #read(): void {
    this.#sets = ownedBy({
      objects: this.#objects,
      owner: this.#owner,
      kind: replicaSetKind,
    }).sort((a, b) => revisionOf(a) - revisionOf(b));
  }

  #annotate(set: KubeObject, wanted: Record<string, string | null>): void {
    const { annotations = {} } = set.metadata;
    const isThere = Object.entries(wanted).every(
      ([key, value]) => (annotations[key] ?? null) === value,
    );
    if (!isThere) this.#patch(set, { metadata: { annotations: wanted } });
  }

  #patch(set: KubeObject, patch: JsonRecord): void {
    const { namespace, name } = set.metadata;
    this.#objects.mergePatch({ ...replicaSetKind, namespace, name }, patch);
    this.#read();
  }
}

export function revisionOf({ metadata }: KubeObject): number {
  return Number(metadata.annotations?.[revisionAnnotation] ?? 0);
}

/** How many pods a set is to have. */
export function wantedOf(set: KubeObject | undefined): number {
  return numberAt(set, 'spec', 'replicas') ?? 0;
}

/** A number of its status. */
export function countOf(
  set: KubeObject | undefined,
  field: 'replicas' | 'readyReplicas' | 'availableReplicas',
): number {
  return numberAt(set, 'status', field) ?? 0;
}

function textsOf(record: JsonRecord): Record<string, string> {
  return Object.fromEntries(
    Object.entries(record).map(([key, value]) => [key, String(value)]),
  );
}
