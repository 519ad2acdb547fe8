import { GitRepositories } from '../argocd/source/GitRepositories';
import {
  ClusterObjects,
  ForgeContent,
  KindRef,
  KubeObject,
  ObjectRef,
} from '../contracts';
import { isSameJson, numberAt, recordAt, recordsAt, textAt } from '../json';
import { WorkQueue } from '../workloads/WorkQueue';
import { conditionOf } from './conditions';
import { FluxObjects } from './FluxObjects';
import { HelmReleaseReconciler } from './helm/HelmReleaseReconciler';
import { KustomizationReconciler } from './kustomize/KustomizationReconciler';
import { GitRepositoryReconciler } from './source/GitRepositoryReconciler';
import { HelmChartReconciler } from './source/HelmChartReconciler';
import { FluxTimings } from './timings';

const kinds = {
  GitRepository: {
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'GitRepository',
  },
  HelmChart: { apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'HelmChart' },
  Kustomization: {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
  },
  HelmRelease: {
    apiVersion: 'helm.toolkit.fluxcd.io/v2',
    kind: 'HelmRelease',
  },
} satisfies Record<string, KindRef>;

type FluxKind = keyof typeof kinds;

const kindNames: FluxKind[] = [
  'GitRepository',
  'HelmChart',
  'Kustomization',
  'HelmRelease',
];

interface Reconciler {
  /** Returns after how many milliseconds the object is to be looked at again. */
  reconcile(ref: ObjectRef): Promise<number | undefined>;
}

/**
 * What Flux's controllers do on one cluster: fetch what GitRepositories follow, and keep what Kustomizations and
 * HelmReleases want at what is really in Git.
 */
export class FluxController {
  readonly #options: FluxOptions;
  readonly #abort = new AbortController();
  readonly #reconcilers: Record<FluxKind, Reconciler>;
  readonly #queue: WorkQueue;
  readonly #seen = new Map<string, { written: unknown; said: unknown }>();
  readonly #stops: Array<() => void> = [];
  readonly #timers = new Set<NodeJS.Timeout>();

  static start(options: FluxOptions): FluxController {
    const controller = new FluxController(options);
    controller.#watch();
    return controller;
  }

  private constructor(options: FluxOptions) {
    const { forge, timings, onError } = options;
    this.#options = options;
    const shared = {
      objects: FluxObjects.create(options.objects),
      repositories: GitRepositories.create({ forge }),
      timings,
      signal: this.#abort.signal,
    };
    this.#reconcilers = {
      GitRepository: GitRepositoryReconciler.create(shared),
      HelmChart: HelmChartReconciler.create(shared),
      Kustomization: KustomizationReconciler.create(shared),
      HelmRelease: HelmReleaseReconciler.create(shared),
    };
    this.#queue = WorkQueue.create({
      work: key => this.#work(key),
      onError: error => {
        if (!this.#abort.signal.aborted) onError(error);
      },
    });
  }

  /** Resolves when what has begun is done. */
  async stop(): Promise<void> {
    for (const stop of this.#stops) stop();
    for (const timer of this.#timers) clearTimeout(timer);
    this.#abort.abort();
    await this.#queue.stop();
  }

  #watch(): void {
    const { objects, forge, timings } = this.#options;
    for (const kind of kindNames) {
      this.#stops.push(
        objects.watch(kinds[kind], ({ type, object }) => {
          if (type === 'DELETED') this.#seen.delete(keyOf(kind, object));
          else if (type !== 'BOOKMARK') this.#onObject(kind, object);
        }),
      );
    }
    this.#stops.push(
      forge.onPush(() => {
        const timer = setTimeout(() => {
          this.#timers.delete(timer);
          for (const each of objects.list(kinds.GitRepository)) {
            this.#queue.add(keyOf('GitRepository', each));
          }
        }, timings.fetchMs);
        this.#timers.add(timer);
      }),
    );
  }

  // Statuses are our own writing: what others have written is a reason to look, and what others wait for.
  #onObject(kind: FluxKind, object: KubeObject): void {
    const key = keyOf(kind, object);
    const { annotations, deletionTimestamp, generation } = object.metadata;
    const written = { annotations, deletionTimestamp, generation };
    const said = {
      revision: textAt(object, 'status', 'artifact', 'revision'),
      applied: textAt(object, 'status', 'lastAppliedRevision'),
      observed: numberAt(object, 'status', 'observedGeneration'),
      ready: conditionOf(object, 'Ready')?.status,
    };
    const before = this.#seen.get(key);
    this.#seen.set(key, { written, said });
    if (!isSameJson(before?.written, written)) this.#queue.add(key);
    if (!isSameJson(before?.said, said)) this.#wakeDependents(kind, object);
  }

  #wakeDependents(kind: FluxKind, object: KubeObject): void {
    const { objects } = this.#options;
    for (const dependent of kindNames) {
      for (const each of objects.list(kinds[dependent])) {
        if (namesOf(each).includes(nameOf(kind, object))) {
          this.#queue.add(keyOf(dependent, each));
        }
      }
    }
  }

  async #work(key: string): Promise<void> {
    const [kind, namespace, name] = key.split('/');
    const known = kindNames.find(each => each === kind);
    if (!known) throw new Error(`Flux looks after no ${kind}`);
    const after = await this.#reconcilers[known].reconcile({
      ...kinds[known],
      namespace,
      name,
    });
    if (after !== undefined) this.#queue.add(key, after);
  }
}

/** What a controller works with. */
export interface FluxOptions {
  /** The cluster that it runs on, and deploys to. */
  objects: ClusterObjects;
  forge: ForgeContent;
  timings: FluxTimings;
  onError: (error: unknown) => void;
}

function keyOf(kind: FluxKind, { metadata }: KubeObject): string {
  return `${kind}/${metadata.namespace}/${metadata.name}`;
}

function nameOf(kind: FluxKind, { metadata }: KubeObject): string {
  return `${kind} ${metadata.namespace}/${metadata.name}`;
}

/** What an object waits for or is made from. */
function namesOf({ kind, metadata, spec, status }: KubeObject): string[] {
  const { namespace: own = '' } = metadata;
  const named = (reference: Record<string, unknown>, of?: string) =>
    `${of ?? reference.kind} ${reference.namespace ?? own}/${reference.name}`;
  const helmChart = textAt(status, 'helmChart');
  return [
    named(recordAt(spec, 'sourceRef')),
    ...recordsAt(spec, 'dependsOn').map(each => named(each, kind)),
    ...(helmChart ? [`HelmChart ${helmChart}`] : []),
  ];
}
