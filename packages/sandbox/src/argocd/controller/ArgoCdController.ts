import { isDeepStrictEqual } from 'node:util';
import { ClusterObjects, ForgeContent, KubeObject } from '../../contracts';
import { ApplicationWorker, WorkerContext } from './ApplicationWorker';
import { Desired } from './Desired';
import { Destinations } from './Destinations';
import { generateApplications } from './generateApplications';
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
];

/**
 * What Argo CD's controllers do on one cluster: keeps the Applications there, and those that ApplicationSets
 * generate, at what is really in Git.
 */
export class ArgoCdController {
  readonly #options: ArgoCdOptions;
  readonly #context: WorkerContext;
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
    this.#context = {
      home,
      destinations: Destinations.create({ home, others }),
      desired: Desired.create({ forge }),
      timings,
      onError,
    };
  }

  async stop(): Promise<void> {
    for (const stop of this.#stops) stop();
    for (const timer of this.#timers) clearTimeout(timer);
    await Promise.all([...this.#workers.values()].map(each => each.stop()));
  }

  #watch(): void {
    const { home, forge, timings, onError } = this.#options;
    this.#stops.push(
      home.watch({ apiVersion, kind: 'Application' }, ({ type, object }) => {
        if (type === 'DELETED') this.#forget(object);
        else if (type !== 'BOOKMARK') this.#onApplication(object);
      }),
      home.watch({ apiVersion, kind: 'ApplicationSet' }, ({ type, object }) => {
        if (type !== 'ADDED' && type !== 'MODIFIED') return;
        try {
          generateApplications({ home, applicationSet: object });
        } catch (error) {
          onError(error);
        }
      }),
      forge.onPush(() => this.#later(timings.webhookMs)),
    );
    for (const cluster of this.#context.destinations.all()) {
      for (const kind of watchedKinds) {
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
    if (isDeepStrictEqual(this.#seen.get(id), written)) return;
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

function idOf({ metadata }: KubeObject): string {
  return `${metadata.namespace}/${metadata.name}`;
}
