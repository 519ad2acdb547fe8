import { NotFoundError } from '@backstage/errors';
import {
  ClusterObjects,
  ForgeContent,
  KindRef,
  KubeObject,
} from '../../contracts';
import { isSameJson } from '../../json';
import { ApplicationSetController } from '../applicationSets/ApplicationSetController';
import { GitRepositories } from '../source/GitRepositories';
import { ApplicationWorker, WorkerContext } from './ApplicationWorker';
import { Desired } from './Desired';
import { Destinations } from './Destinations';
import { ensureDefaultProject } from './Project';
import { ArgoCdTimings } from './timings';
import { managerOf } from './tracking';

const apiVersion = 'argoproj.io/v1alpha1';

/** Kinds whose live state matters to an Application beyond what it says itself. */
const watchedKinds = [
  { apiVersion: 'apps/v1', kind: 'Deployment' },
  { apiVersion: 'apps/v1', kind: 'StatefulSet' },
  { apiVersion: 'apps/v1', kind: 'DaemonSet' },
  { apiVersion: 'batch/v1', kind: 'Job' },
  { apiVersion: 'v1', kind: 'Service' },
  { apiVersion: 'v1', kind: 'ConfigMap' },
  { apiVersion: 'v1', kind: 'Secret' },
  { apiVersion: 'v1', kind: 'ServiceAccount' },
  { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress' },
  { apiVersion, kind: 'Application' },
  { apiVersion, kind: 'ApplicationSet' },
];

/** The same, of kinds that a cluster may not have. */
const watchedCustomKinds = [
  { apiVersion, kind: 'Rollout' },
  { apiVersion: 'flagger.app/v1beta1', kind: 'Canary' },
];

/**
 * What Argo CD's controllers do on one cluster: keeps the Applications there, and those that ApplicationSets
 * generate, at what is really in Git.
 */
export class ArgoCdController {
  readonly #options: ArgoCdOptions;
  readonly #context: WorkerContext;
  readonly #applicationSets: ApplicationSetController;
  readonly #workers = new Map<string, ApplicationWorker>();
  readonly #seen = new Map<string, unknown>();
  readonly #stops: Array<() => void> = [];
  readonly #timers = new Set<NodeJS.Timeout>();

  static start(options: ArgoCdOptions): ArgoCdController {
    const controller = new ArgoCdController(options);
    controller.#watch();
    return controller;
  }

  private constructor(options: ArgoCdOptions) {
    const { home, others, forge, timings, onError } = options;
    this.#options = options;
    const repositories = GitRepositories.create({ forge });
    ensureDefaultProject(home);
    this.#applicationSets = ApplicationSetController.start({
      home,
      repositories,
      onError,
    });
    this.#context = {
      home,
      destinations: Destinations.create({ home, others }),
      repositories,
      desired: Desired.create({ repositories }),
      timings,
      onError,
    };
  }

  async stop(): Promise<void> {
    for (const stop of this.#stops) stop();
    for (const timer of this.#timers) clearTimeout(timer);
    await this.#applicationSets.stop();
    await Promise.all([...this.#workers.values()].map(each => each.stop()));
  }

  #watch(): void {
    const { home, forge, timings } = this.#options;
    this.#stops.push(
      home.watch({ apiVersion, kind: 'Application' }, ({ type, object }) => {
        if (type === 'DELETED') this.#forget(object);
        else if (type !== 'BOOKMARK') this.#onApplication(object);
      }),
      forge.onPush(() => this.#later(timings.webhookMs)),
    );
    for (const cluster of this.#context.destinations.all()) {
      for (const kind of watchedKinds) {
        this.#stops.push(
          cluster.watch(kind, ({ object }) => this.#onResource(object)),
        );
      }
      for (const kind of watchedCustomKinds.filter(each =>
        serves(cluster, each),
      )) {
        this.#stops.push(
          cluster.watch(kind, ({ object }) => this.#onResource(object)),
        );
      }
    }
    const poll = setInterval(() => this.#wakeAll(), timings.pollMs);
    this.#stops.push(() => clearInterval(poll));
  }

  // Statuses are our own writing; only what others may have written is a reason to look.
  #onApplication(object: KubeObject): void {
    const id = idOf(object);
    const { deletionTimestamp, annotations } = object.metadata;
    const written = {
      spec: object.spec,
      operation: object.operation,
      deletionTimestamp,
      annotations,
    };
    if (isSameJson(this.#seen.get(id), written)) return;
    this.#seen.set(id, written);
    this.#workerOf(object).wake();
  }

  #onResource(object: KubeObject): void {
    const instance = managerOf(object);
    if (!instance) return;
    const [name, namespace = 'argocd'] = instance.split('_').reverse();
    this.#workers.get(`${namespace}/${name}`)?.wake();
  }

  #workerOf({ metadata }: KubeObject): ApplicationWorker {
    const id = `${metadata.namespace}/${metadata.name}`;
    const worker =
      this.#workers.get(id) ??
      ApplicationWorker.create({
        context: this.#context,
        namespace: metadata.namespace ?? '',
        name: metadata.name,
      });
    this.#workers.set(id, worker);
    return worker;
  }

  #forget(object: KubeObject): void {
    const id = idOf(object);
    this.#seen.delete(id);
    this.#context.desired.forget(id);
    this.#workers.get(id)?.stop().catch(this.#options.onError);
    this.#workers.delete(id);
  }

  #later(ms: number): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#wakeAll();
    }, ms);
    this.#timers.add(timer);
  }

  #wakeAll(): void {
    this.#applicationSets.wake();
    for (const worker of this.#workers.values()) worker.wake();
  }
}

/** What a controller works with. */
export interface ArgoCdOptions {
  /** The cluster that it runs on. */
  home: ClusterObjects;
  /** The clusters that it may deploy to besides. */
  others: readonly ClusterObjects[];
  forge: ForgeContent;
  timings: ArgoCdTimings;
  onError: (error: unknown) => void;
}

function serves(cluster: ClusterObjects, kind: KindRef): boolean {
  try {
    cluster.list(kind);
    return true;
  } catch (error) {
    if (error instanceof NotFoundError) return false;
    throw error;
  }
}

function idOf({ metadata }: KubeObject): string {
  return `${metadata.namespace}/${metadata.name}`;
}
