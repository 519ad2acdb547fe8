import { NotFoundError } from '@backstage/errors';
import { ContainerLog } from '@fairlead/backstage-plugin-gitops-common';
import { ManagedResource } from '@fairlead/backstage-plugin-gitops-node';
import { StoredTarget } from '../targets/StoredTarget';
import { ClusterResources, RequestLimits } from './ClusterResources';
import { refKeyOf } from './ListReader';
import { LiveObject, liveObjectOf } from './liveObject';
import { ManagedResources } from './ManagedResources';
import { refOf } from './nodeOf';
import { podPartsOf } from './pod';
import { ServedKinds } from './ServedKinds';

const shownLines = 200;
const mostBytes = 256 * 1024;
const timeoutMs = 5_000;
/** CronJob, Job, Pod are three; operators may add some. */
const mostOwners = 6;

/** Which log. */
export interface LogRequest {
  namespace: string;
  pod: string;
  container: string;
  /** Of the run before the last restart. */
  previous: boolean;
}

/** Reads the last lines of a container's log, if the pod belongs to the target. */
export class LogReader {
  readonly #options: LogReaderOptions;

  static create(options: LogReaderOptions): LogReader {
    return new LogReader(options);
  }

  private constructor(options: LogReaderOptions) {
    this.#options = options;
  }

  /** Throws NotFoundError when the target has no such pod, and what the cluster says when it refuses. */
  async read(
    options: { target: StoredTarget; signal: AbortSignal } & LogRequest,
  ): Promise<ContainerLog> {
    const { target, signal, namespace, pod, container } = options;
    const limits = { signal, timeoutMs };
    const { managed = [], cluster } = await this.#options.managed.of(
      target,
      limits,
    );
    const missing = new NotFoundError(
      `${target.status.object.name} has no pod ${namespace}/${pod} with a container ${container}`,
    );
    // What may be read in a target must not open the logs of everything else that the portal's account can read.
    if (!cluster) throw missing;
    const object = await this.#object({
      cluster,
      apiVersion: 'v1',
      kind: 'Pod',
      namespace,
      name: pod,
      limits,
    });
    if (
      !object ||
      !podPartsOf(object).containers.some(({ name }) => name === container) ||
      !(await this.#belongs({ object, managed, cluster, limits }))
    ) {
      throw missing;
    }
    const text = await this.#options.objects.log({
      cluster,
      ...limits,
      ...options,
      tailLines: shownLines + 1,
      limitBytes: mostBytes,
    });
    const lines = text.split(/\r?\n/);
    if (lines[lines.length - 1] === '') lines.pop();
    return {
      lines: lines.slice(-shownLines),
      truncated: lines.length > shownLines,
    };
  }

  /** Whether the pod, or what owns it, or what owns that, is what the engine applied. */
  async #belongs(options: {
    object: LiveObject;
    managed: readonly ManagedResource[];
    cluster: string;
    limits: RequestLimits;
  }): Promise<boolean> {
    const { managed, cluster, limits } = options;
    const applied = new Set(managed.map(refKeyOf));
    let current: LiveObject | undefined = options.object;
    for (let hop = 0; current && hop < mostOwners; hop++) {
      if (applied.has(refKeyOf(refOf(current)))) return true;
      const owners: Owners = current.metadata.ownerReferences ?? [];
      const owner = owners.find(each => each.uid) ?? undefined;
      if (!owner) return false;
      const { namespace = '' } = options.object.metadata;
      const next: LiveObject | undefined = await this.#object({
        cluster,
        ...owner,
        namespace: namespace ?? '',
        limits,
      });
      current = next?.metadata.uid === owner.uid ? next : undefined;
    }
    return false;
  }

  async #object(options: {
    cluster: string;
    apiVersion: string;
    kind: string;
    namespace: string;
    name: string;
    limits: RequestLimits;
  }): Promise<LiveObject | undefined> {
    const { cluster, namespace, name, limits } = options;
    const place = await this.#options.served.findIn(options);
    if (!place?.namespaced) return undefined;
    try {
      const raw = await this.#options.objects.get({
        ...place,
        cluster,
        namespace,
        name,
        ...limits,
      });
      return liveObjectOf(raw, options);
    } catch (error) {
      if (error instanceof NotFoundError) return undefined;
      throw error;
    }
  }
}

type Owners = NonNullable<LiveObject['metadata']['ownerReferences']>;

/** What it reads with. */
export interface LogReaderOptions {
  managed: ManagedResources;
  objects: ClusterResources;
  served: ServedKinds;
}
