import { LoggerService } from '@backstage/backend-plugin-api';
import { InputError, stringifyError } from '@backstage/errors';
import {
  ObjectRef,
  targetIdOf,
} from '@fairlead/backstage-plugin-gitops-common';
import {
  MappingContext,
  WatchedKind,
} from '@fairlead/backstage-plugin-gitops-node';
import {
  TargetSourceKey,
  TargetSourcesStore,
} from '../store/TargetSourcesStore';
import { explainFailure } from './explainFailure';
import { ObjectSink } from './ObjectSink';
import { ReadFailure } from './readFailure';
import { References } from './references/References';
import { resourceOf } from './resourceOf';
import { namedObjectSchema } from './schema';

/** Turns raw objects into what is stored: an engine, or a rollout controller. */
export interface ObjectMapper<Status> {
  readonly title: string;
  map(object: unknown, context: MappingContext): Status | undefined;
}

/** Where what was mapped is kept. Ids are those of `targetIdOf`. */
export interface MappedObjects<Status> {
  put(id: string, options: { source: TargetSourceKey; status: Status }): void;
  /** Its object can't be understood any more: the last status stays and says so. */
  mark(id: string, reason: string): void;
  remove(id: string): void;
  /** Everything up to this resource version has been handed over. */
  advance(position: TargetSourceKey & { resourceVersion: string }): void;
  /** Resolves when all that was handed over so far is stored. */
  flush(): Promise<void>;
  /** Removes those of a source that a full list of it did not have; those who care are told when that is noted. */
  removeUnseen(
    source: TargetSourceKey,
    seen: ReadonlySet<string>,
  ): Promise<{ announce(): void }>;
  /** It now goes otherwise to read the cluster. */
  announceCluster(cluster: string): void;
}

/** Turns what is read of one kind on one cluster into stored targets or rollouts. */
export class MappedSource<
  Status extends { object: ObjectRef },
> implements ObjectSink {
  readonly #options: MappedSourceOptions<Status>;
  readonly #key: TargetSourceKey;
  #seen = new Set<string>();
  /** All objects, also those of which nothing is stored. */
  #present = new Set<string>();
  /** Objects that could not be mapped, and why: each is logged once. */
  readonly #malformed = new Map<string, string>();

  static create<Status extends { object: ObjectRef }>(
    options: MappedSourceOptions<Status>,
  ): MappedSource<Status> {
    return new MappedSource(options);
  }

  private constructor(options: MappedSourceOptions<Status>) {
    this.#options = options;
    const { cluster, kind } = options;
    this.#key = { cluster, resource: resourceOf(kind) };
  }

  async resumePoint() {
    return this.#options.sources.resumePoint(this.#key);
  }

  listing(): void {
    this.#seen = new Set();
    this.#present = new Set();
  }

  async page(objects: unknown[]): Promise<void> {
    for (const object of objects) {
      const present = this.#idOf(object);
      if (present) this.#present.add(present);
      const id = this.#put(object);
      if (id) this.#seen.add(id);
    }
    await this.#options.objects.flush();
  }

  async listed(resourceVersion: string): Promise<void> {
    const { objects, sources } = this.#options;
    await objects.flush();
    this.#retainDependents(this.#present);
    const removed = await objects.removeUnseen(this.#key, this.#seen);
    await sources.listed({ ...this.#key, resourceVersion });
    removed.announce();
  }

  changed(object: unknown, resourceVersion: string): void {
    this.#put(object);
    this.bookmark(resourceVersion);
  }

  deleted(object: unknown, resourceVersion: string): void {
    const id = this.#idOf(object);
    if (id) {
      this.#options.references?.forget(id);
      this.#options.objects.remove(id);
    }
    this.bookmark(resourceVersion);
  }

  bookmark(resourceVersion: string): void {
    this.#options.objects.advance({ ...this.#key, resourceVersion });
  }

  async reading(): Promise<void> {
    const { logger, sources } = this.#options;
    const { cluster, resource } = this.#key;
    if (await sources.report(this.#key, { state: 'reading' })) {
      logger.info(`Reading ${resource} on ${cluster} again`);
      this.#announce();
    }
  }

  async failing(failure: ReadFailure, since: Date): Promise<void> {
    const { logger, sources } = this.#options;
    const problem = explainFailure(failure, this.#key);
    const news = await sources.report(this.#key, {
      state: 'failing',
      since: since.toISOString(),
      problem,
    });
    if (news) {
      logger.warn(`${problem.message}. ${problem.remedy}.`);
      this.#announce();
    }
  }

  async absent(): Promise<void> {
    const { logger, mapper, objects, sources } = this.#options;
    const { cluster } = this.#key;
    this.#retainDependents(new Set());
    const removed = await objects.removeUnseen(this.#key, new Set());
    if (await sources.report(this.#key, { state: 'absent' })) {
      logger.info(`${mapper.title} is not installed on ${cluster}`);
      this.#announce();
    }
    removed.announce();
  }

  /** Returns the id under which something is stored of it, if so: also what was so before it became unreadable. */
  #put(object: unknown): string | undefined {
    const { objects } = this.#options;
    try {
      const status = this.#map(object);
      if (!status) {
        const id = this.#idOf(object);
        if (id) objects.remove(id);
        return undefined;
      }
      const id = targetIdOf(status.object);
      this.#malformed.delete(id);
      objects.put(id, { source: this.#key, status });
      return id;
    } catch (error) {
      return this.#mark(object, error);
    }
  }

  #map(object: unknown): Status | undefined {
    const { cluster, kind, mapper, references } = this.#options;
    const context = { cluster, now: new Date() };
    const { metadata } = namedObjectSchema.safeParse(object).data ?? {};
    const id = this.#idOf(object);
    if (!references || !metadata || !id) return mapper.map(object, context);
    const dependent = {
      id,
      kind,
      namespace: metadata.namespace ?? '',
      name: metadata.name,
      take: this.#take,
    };
    return references.mapping(dependent, lookup =>
      mapper.map(object, { ...context, ...lookup }),
    );
  }

  /** Maps an object that did not come by list or watch: nothing is thereby known of where those stand. */
  readonly #take = (object: unknown) => {
    this.#put(object);
  };

  #retainDependents(ids: ReadonlySet<string>) {
    const { kind, references } = this.#options;
    references?.retainDependents(kind, ids);
  }

  #mark(object: unknown, error: unknown): string | undefined {
    const { logger, mapper, objects } = this.#options;
    const { cluster, resource } = this.#key;
    const id = this.#idOf(object);
    // Without its causes, which repeat the same in the words of a parser.
    const reason =
      error instanceof InputError
        ? error.message.replace(/; caused by .*$/s, '')
        : stringifyError(error);
    const name = id ?? `an object of ${resource} without a name on ${cluster}`;
    if (this.#malformed.get(name) !== reason) {
      this.#malformed.set(name, reason);
      logger.warn(`${mapper.title} can't be understood at ${name}: ${reason}`);
    }
    if (id) {
      objects.mark(
        id,
        `What is shown is the last that could be understood. ${reason}`,
      );
    }
    return id;
  }

  #idOf(object: unknown): string | undefined {
    const named = namedObjectSchema.safeParse(object).data;
    if (!named) return undefined;
    const { cluster, kind } = this.#options;
    return targetIdOf({
      cluster,
      apiVersion: kind.group ? `${kind.group}/${kind.version}` : kind.version,
      kind: kind.kind,
      namespace: named.metadata.namespace ?? '',
      name: named.metadata.name,
    });
  }

  #announce() {
    this.#options.objects.announceCluster(this.#key.cluster);
  }
}

/** Which source, and where what comes of it goes. */
export interface MappedSourceOptions<Status> {
  cluster: string;
  kind: WatchedKind;
  mapper: ObjectMapper<Status>;
  objects: MappedObjects<Status>;
  /** What the mapping may look up; absent when it looks nothing up. */
  references?: References;
  sources: TargetSourcesStore;
  logger: LoggerService;
}
