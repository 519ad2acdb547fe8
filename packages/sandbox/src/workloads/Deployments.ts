import { ClusterObjects, KubeObject } from '../contracts';
import { isSameJson, numberAt, recordAt, recordsAt, textAt } from '../json';
import { deploymentStatus } from './deploymentStatus';
import { ownedBy, ownerReference } from './owned';
import { templateHash } from './pods';
import { replicaSetKind } from './ReplicaSets';
import { nextReplicas, RolloutRules } from './rollingUpdate';
import { WorkloadTimings } from './timings';
import { WorkloadContext, WorkloadController } from './WorkloadController';

const hashLabel = 'pod-template-hash';
const revisionAnnotation = 'deployment.kubernetes.io/revision';

/** Rolls out Deployments by scaling their ReplicaSets step by step. */
export class Deployments implements WorkloadController {
  readonly kind = { apiVersion: 'apps/v1', kind: 'Deployment' };
  readonly #objects: ClusterObjects;
  readonly #timings: WorkloadTimings;
  readonly #again: WorkloadContext['again'];
  readonly #progressedAt = new Map<string, number>();

  static create(context: WorkloadContext): Deployments {
    return new Deployments(context);
  }

  private constructor(context: WorkloadContext) {
    this.#objects = context.objects;
    this.#timings = context.timings;
    this.#again = context.again;
  }

  look(deployment: KubeObject): void {
    const hash = templateHash(recordAt(deployment, 'spec', 'template'));
    const sets = this.#setsOf(deployment);
    const existing = sets.find(
      ({ metadata }) => metadata.labels?.[hashLabel] === hash,
    );
    const paused = recordAt(deployment, 'spec').paused === true;
    if (!existing && paused) return;
    const revision = newestRevision(sets);
    const current =
      existing ?? this.#createSet(deployment, { hash, revision: revision + 1 });
    const old = sets.filter(set => set !== existing);
    if (existing && revisionOf(existing) < revision) {
      this.#annotate(existing, revision + 1);
    }
    this.#annotate(deployment, Math.max(revisionOf(current), revision));
    if (!paused) this.#scale({ deployment, current, old });
    this.#forgetOld(deployment, old);
    this.#report(deployment, { hash, created: !existing });
  }

  #setsOf(deployment: KubeObject): KubeObject[] {
    return ownedBy({
      objects: this.#objects,
      owner: deployment,
      kind: replicaSetKind,
    }).sort((a, b) => revisionOf(a) - revisionOf(b));
  }

  #createSet(
    deployment: KubeObject,
    { hash, revision }: { hash: string; revision: number },
  ): KubeObject {
    const { name, namespace } = deployment.metadata;
    const template = recordAt(deployment, 'spec', 'template');
    const metadata = recordAt(template, 'metadata');
    const labels = { ...recordAt(metadata, 'labels'), [hashLabel]: hash };
    const minReadySeconds = numberAt(deployment, 'spec', 'minReadySeconds');
    return this.#objects.create({
      ...replicaSetKind,
      metadata: {
        name: `${name}-${hash}`,
        namespace,
        labels: Object.fromEntries(
          Object.entries(labels).map(([key, value]) => [key, String(value)]),
        ),
        annotations: { [revisionAnnotation]: String(revision) },
        ownerReferences: [ownerReference(deployment)],
      },
      spec: {
        replicas: 0,
        ...(minReadySeconds && { minReadySeconds }),
        selector: {
          matchLabels: {
            ...recordAt(deployment, 'spec', 'selector', 'matchLabels'),
            [hashLabel]: hash,
          },
        },
        template: { ...template, metadata: { ...metadata, labels } },
      },
    });
  }

  #scale(options: {
    deployment: KubeObject;
    current: KubeObject;
    old: KubeObject[];
  }): void {
    const { deployment, current, old } = options;
    const next = nextReplicas({
      rules: rulesOf(deployment),
      current: replicasOf(current),
      old: old.map(replicasOf),
    });
    for (const [name, replicas] of next) {
      const { namespace } = deployment.metadata;
      this.#objects.mergePatch(
        { ...replicaSetKind, namespace, name },
        { spec: { replicas } },
      );
    }
  }

  #forgetOld(deployment: KubeObject, old: KubeObject[]): void {
    const limit = numberAt(deployment, 'spec', 'revisionHistoryLimit') ?? 10;
    const idle = old.filter(
      set =>
        numberAt(set, 'spec', 'replicas') === 0 &&
        (numberAt(set, 'status', 'replicas') ?? 0) === 0,
    );
    for (const { metadata } of idle.slice(
      0,
      Math.max(0, idle.length - limit),
    )) {
      const { namespace, name } = metadata;
      this.#objects.delete({ ...replicaSetKind, namespace, name });
    }
  }

  #report(
    deployment: KubeObject,
    { hash, created }: { hash: string; created: boolean },
  ): void {
    const sets = this.#setsOf(deployment);
    const current = sets.find(
      ({ metadata }) => metadata.labels?.[hashLabel] === hash,
    );
    if (!current) return;
    const { uid = '', namespace, name } = deployment.metadata;
    const rules = rulesOf(deployment);
    const now = Date.now();
    const progressedAt = this.#progressedAt.get(uid) ?? lastUpdate(deployment);
    const { status, progressed, deadlineIn } = deploymentStatus({
      deployment,
      counts: {
        wanted: rules.replicas,
        replicas: sumOf(sets, 'replicas'),
        updated: sumOf([current], 'replicas'),
        ready: sumOf(sets, 'readyReplicas'),
        available: sumOf(sets, 'availableReplicas'),
        minAvailable: rules.replicas - rules.maxUnavailable,
      },
      current: { name: current.metadata.name, created },
      progressedAt: progressedAt ?? now,
      deadlineMs: this.#deadlineOf(deployment),
      now,
    });
    if (progressed || progressedAt === undefined) {
      this.#progressedAt.set(uid, now);
    }
    if (!isSameJson(recordAt(deployment, 'status'), status)) {
      this.#objects.setStatus({ ...this.kind, namespace, name }, status);
    }
    if (deadlineIn !== undefined) this.#again(deployment, deadlineIn);
  }

  #deadlineOf(deployment: KubeObject): number {
    const { maxProgressDeadlineMs, minReadyFactor } = this.#timings;
    const seconds =
      numberAt(deployment, 'spec', 'progressDeadlineSeconds') ?? 600;
    const minReadySeconds =
      numberAt(deployment, 'spec', 'minReadySeconds') ?? 0;
    // A pod that only waits for its time must not count as late.
    return Math.min(
      seconds * 1000,
      maxProgressDeadlineMs + minReadySeconds * 1000 * minReadyFactor,
    );
  }

  #annotate(object: KubeObject, revision: number): void {
    const value = String(revision);
    if (object.metadata.annotations?.[revisionAnnotation] === value) return;
    const { apiVersion, kind, metadata } = object;
    const { namespace, name } = metadata;
    this.#objects.mergePatch(
      { apiVersion, kind, namespace, name },
      { metadata: { annotations: { [revisionAnnotation]: value } } },
    );
  }
}

function rulesOf(deployment: KubeObject): RolloutRules {
  const replicas = numberAt(deployment, 'spec', 'replicas') ?? 1;
  const strategy = recordAt(deployment, 'spec', 'strategy');
  const rolling = recordAt(strategy, 'rollingUpdate');
  const maxSurge = countOf(rolling.maxSurge, { of: replicas, up: true });
  const maxUnavailable = countOf(rolling.maxUnavailable, {
    of: replicas,
    up: false,
  });
  return {
    replicas,
    strategy: strategy.type === 'Recreate' ? 'Recreate' : 'RollingUpdate',
    maxSurge,
    // With neither, nothing could ever move.
    maxUnavailable: maxSurge + maxUnavailable === 0 ? 1 : maxUnavailable,
  };
}

function countOf(
  value: unknown,
  { of, up }: { of: number; up: boolean },
): number {
  if (typeof value === 'number') return value;
  const percent = /^(\d+)%$/.exec(typeof value === 'string' ? value : '25%');
  const share = (Number(percent?.[1] ?? 25) * of) / 100;
  return up ? Math.ceil(share) : Math.floor(share);
}

function replicasOf(set: KubeObject) {
  return {
    name: set.metadata.name,
    wanted: numberAt(set, 'spec', 'replicas') ?? 0,
    available: numberAt(set, 'status', 'availableReplicas') ?? 0,
  };
}

function revisionOf({ metadata }: KubeObject): number {
  return Number(metadata.annotations?.[revisionAnnotation] ?? 0);
}

function newestRevision(sets: KubeObject[]): number {
  return Math.max(0, ...sets.map(revisionOf));
}

function sumOf(sets: KubeObject[], field: string): number {
  return sets.reduce(
    (sum, set) => sum + (numberAt(set, 'status', field) ?? 0),
    0,
  );
}

function lastUpdate(deployment: KubeObject): number | undefined {
  const condition = recordsAt(deployment, 'status', 'conditions').find(
    ({ type }) => type === 'Progressing',
  );
  const text = textAt(condition, 'lastUpdateTime');
  return text === undefined ? undefined : Date.parse(text);
}
