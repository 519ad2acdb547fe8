import { setTimeout as delay } from 'node:timers/promises';
import { ManifestError } from '../../argocd/ManifestError';
import { GitRepositories } from '../../argocd/source/GitRepositories';
import { KubeObject, ObjectRef } from '../../contracts';
import { textAt } from '../../json';
import { isReady } from '../conditions';
import { durationOf, measuredSince, msOf } from '../duration';
import { FluxFailure } from '../FluxFailure';
import { FluxObjects, openRequest } from '../FluxObjects';
import { inventoryOf, refOfEntry } from '../resources/inventory';
import { ResourceApplier } from '../resources/ResourceApplier';
import { areCurrent, waitForHealth } from '../resources/waitForHealth';
import {
  GitRepository,
  gitRepositorySchema,
  Kustomization,
  kustomizationSchema,
} from '../schema';
import { FluxTimings } from '../timings';
import { buildKustomization, refuseMissingPath } from './buildKustomization';
import { kustomizationProblem } from './kustomizationProblem';
import { Attempt, KustomizationStatus } from './KustomizationStatus';

const gitKind = {
  apiVersion: 'source.toolkit.fluxcd.io/v1',
  kind: 'GitRepository',
};
/** After which dependencies are looked at again, as declared times go. */
const dependencyMs = 30_000;

/** Keeps what Kustomizations want in the cluster at what is in Git. */
export class KustomizationReconciler {
  readonly #options: KustomizationReconcilerOptions;
  readonly #applier: ResourceApplier;
  readonly #status: KustomizationStatus;

  static create(
    options: KustomizationReconcilerOptions,
  ): KustomizationReconciler {
    return new KustomizationReconciler(options);
  }

  private constructor(options: KustomizationReconcilerOptions) {
    const { objects } = options;
    this.#options = options;
    this.#applier = ResourceApplier.create({ cluster: objects.cluster });
    this.#status = KustomizationStatus.create({ objects });
  }

  /** Returns after how many milliseconds it is to be looked at again. */
  async reconcile(ref: ObjectRef): Promise<number | undefined> {
    const { objects, timings } = this.#options;
    const object = objects.get(ref);
    if (!object) return undefined;
    const kustomization = kustomizationSchema.parse(object);
    if (kustomization.metadata.deletionTimestamp) {
      this.#finalize(ref, kustomization);
      return undefined;
    }
    if (kustomization.spec.suspend) {
      objects.acknowledge(ref);
      return undefined;
    }
    objects.holdFinalizer(ref);
    const attempt: Attempt = {
      ref,
      kustomization,
      startedAt: performance.now(),
    };
    const { interval, retryInterval = interval } = kustomization.spec;
    try {
      const outcome = await this.#attempt(attempt);
      if (outcome === 'canceled') return 0;
      return msOf(interval) * timings.timeFactor;
    } catch (error) {
      const failure = failureOf(error);
      if (failure.isTerminal) {
        this.#status.stalled(attempt, failure);
        return undefined;
      }
      this.#status.failed(attempt, failure);
      const ms =
        failure.reason === 'DependencyNotReady'
          ? dependencyMs
          : msOf(retryInterval);
      return ms * timings.timeFactor;
    }
  }

  async #attempt(attempt: Attempt): Promise<'done' | 'canceled'> {
    const { objects, repositories, timings, signal } = this.#options;
    const { kustomization, ref } = attempt;
    const { spec, metadata } = kustomization;
    const source = this.#sourceOf(kustomization);
    const { revision } = source;
    const waitsFor = kustomizationProblem({ objects, kustomization, revision });
    if (waitsFor) throw new FluxFailure('DependencyNotReady', waitsFor);
    attempt.revision = revision;
    const timeout = timeoutOf(kustomization);
    const tell = (what: string) =>
      this.#status.progressing(
        attempt,
        `${what} for revision ${revision} with a timeout of ${durationOf(timeout)}`,
      );
    const object = objects.get(ref);
    const isNews =
      !object ||
      !isReady(object) ||
      openRequest(object) !== undefined ||
      revision !== kustomization.status?.lastAppliedRevision;
    tell('Fetching manifests');
    if (isNews) await delay(timings.applyMs, undefined, { signal });
    const tree = await repositories.tree({
      repoUrl: source.url,
      targetRevision: revision.slice(revision.lastIndexOf(':') + 1),
    });
    await refuseMissingPath({ kustomization, tree });
    attempt.isFetched = true;
    tell('Building manifests');
    const wanted = await buildKustomization({ kustomization, tree });
    refuseDuplicates(wanted);
    tell('Detecting drift');
    attempt.wanted = wanted;
    this.#apply(wanted);
    const before = kustomization.status?.inventory?.entries ?? [];
    if (spec.prune) {
      this.#applier.prune({
        before,
        wanted,
        isOurs: live => isOf(live, metadata),
      });
    }
    attempt.inventory = inventoryOf(wanted);
    const checked = checkedRefs(
      kustomization,
      attempt.inventory.map(refOfEntry),
    );
    attempt.isChecked = checked !== undefined;
    if (checked && (isNews || !areCurrent(objects.cluster, checked))) {
      return this.#check(attempt, { checked, timeout });
    }
    this.#status.succeeded(attempt);
    return 'done';
  }

  // What was changed until then follows on a line of its own; nothing is, where the first that is refused is all.
  #apply(wanted: readonly KubeObject[]): void {
    try {
      this.#applier.apply(wanted);
    } catch (error) {
      if (!(error instanceof FluxFailure)) throw error;
      throw new FluxFailure(error.reason, `${error.message}\n`, {
        cause: error,
      });
    }
  }

  async #check(
    attempt: Attempt,
    { checked, timeout }: { checked: ObjectRef[]; timeout: number },
  ): Promise<'done' | 'canceled'> {
    const { objects, timings, signal } = this.#options;
    const { revision = '' } = attempt;
    this.#status.checking(
      attempt,
      `Running health checks for revision ${revision} with a timeout of ${durationOf(timeout)}`,
    );
    const startedAt = performance.now();
    const outcome = await waitForHealth({
      cluster: objects.cluster,
      refs: checked,
      timeoutMs: timeout * timings.timeFactor,
      everyMs: timings.healthMs,
      signal,
      isOutdated: () => this.#isOutdated(attempt),
    });
    if (outcome.kind === 'canceled') {
      if (signal.aborted) return 'canceled';
      const { spec, metadata } = attempt.kustomization;
      const { kind, namespace = metadata.namespace, name } = spec.sourceRef;
      this.#status.failed(
        { ...attempt, isChecked: false },
        new FluxFailure(
          'HealthCheckCanceled',
          `New reconciliation triggered by ${kind}/${namespace}/${name}`,
        ),
      );
      return 'canceled';
    }
    if (outcome.kind === 'failed') {
      throw new FluxFailure(
        'HealthCheckFailed',
        `health check failed after ${measuredSince(startedAt)}: ${outcome.message}`,
        { health: outcome.message },
      );
    }
    this.#status.succeeded(
      attempt,
      `Health check passed in ${measuredSince(startedAt)}`,
    );
    return 'done';
  }

  /** Something else is wanted by now. */
  #isOutdated({ ref, kustomization, revision }: Attempt): boolean {
    const object = this.#options.objects.get(ref);
    if (!object || object.metadata.deletionTimestamp) return true;
    if (object.metadata.generation !== kustomization.metadata.generation) {
      return true;
    }
    const source = this.#find(kustomization);
    return Boolean(
      source?.status?.artifact && source.status.artifact.revision !== revision,
    );
  }

  #sourceOf(kustomization: Kustomization): { url: string; revision: string } {
    const { spec } = kustomization;
    const { kind, name } = spec.sourceRef;
    if (spec.kubeConfig) {
      throw new FluxFailure(
        'ReconciliationFailed',
        'other clusters can not be reached from here',
      );
    }
    const source = this.#find(kustomization);
    if (!source) {
      throw new FluxFailure(
        'ArtifactFailed',
        `${kind}.source.toolkit.fluxcd.io "${name}" not found`,
      );
    }
    const revision = source.status?.artifact?.revision;
    if (!revision) {
      throw new FluxFailure(
        'ArtifactFailed',
        'Source artifact not found, retrying in 30s',
      );
    }
    return { url: source.spec.url, revision };
  }

  #find({ metadata, spec }: Kustomization): GitRepository | undefined {
    const { kind, name, namespace = metadata.namespace } = spec.sourceRef;
    if (kind !== 'GitRepository') return undefined;
    const source = this.#options.objects.get({ ...gitKind, namespace, name });
    return source && gitRepositorySchema.parse(source);
  }

  #finalize(ref: ObjectRef, { metadata, spec, status }: Kustomization): void {
    // What is suspended leaves behind what it has applied.
    if (spec.prune && !spec.suspend) {
      this.#applier.prune({
        before: status?.inventory?.entries ?? [],
        wanted: [],
        isOurs: live => isOf(live, metadata),
      });
    }
    this.#options.objects.releaseFinalizer(ref);
  }
}

/** What it works with. */
export interface KustomizationReconcilerOptions {
  objects: FluxObjects;
  repositories: GitRepositories;
  timings: FluxTimings;
  /** Ends what waits. */
  signal: AbortSignal;
}

function failureOf(error: unknown): FluxFailure {
  if (error instanceof FluxFailure) return error;
  if (!(error instanceof ManifestError)) throw error;
  return new FluxFailure(
    'BuildFailed',
    `kustomize build failed: ${error.message}`,
    {
      cause: error,
    },
  );
}

const shortestTimeoutMs = 30_000;

function timeoutOf({ spec }: Kustomization): number {
  return Math.max(
    spec.timeout ? msOf(spec.timeout) : msOf(spec.interval) - 30_000,
    shortestTimeoutMs,
  );
}

/** Undefined where nothing is checked. */
function checkedRefs(
  { spec, metadata }: Kustomization,
  all: ObjectRef[],
): ObjectRef[] | undefined {
  if (spec.wait) return all;
  if (spec.healthChecks.length === 0) return undefined;
  return spec.healthChecks.map(
    ({ apiVersion = 'apps/v1', kind, name, namespace }) => ({
      apiVersion,
      kind,
      name,
      namespace: namespace ?? metadata.namespace,
    }),
  );
}

function isOf(
  live: KubeObject,
  { name, namespace }: Kustomization['metadata'],
): boolean {
  const group = 'kustomize.toolkit.fluxcd.io';
  return (
    textAt(live, 'metadata', 'labels', `${group}/name`) === name &&
    textAt(live, 'metadata', 'labels', `${group}/namespace`) === namespace
  );
}

function refuseDuplicates(objects: readonly KubeObject[]): void {
  const ids = inventoryOf(objects).map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (!twice) return;
  throw new FluxFailure(
    'BuildFailed',
    `kustomize build failed: may not add resource with an already registered id: ${twice}`,
  );
}
