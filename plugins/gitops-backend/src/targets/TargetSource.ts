import { LoggerService } from '@backstage/backend-plugin-api';
import { InputError, stringifyError } from '@backstage/errors';
import {
  targetIdOf,
  TargetStatus,
} from '@fairlead/backstage-plugin-gitops-common';
import {
  GitOpsEngine,
  WatchedKind,
} from '@fairlead/backstage-plugin-gitops-node';
import { explainFailure } from '../clusters/explainFailure';
import { ObjectSink } from '../clusters/ObjectSink';
import { ReadFailure } from '../clusters/readFailure';
import { References } from '../clusters/references/References';
import { resourceOf } from '../clusters/resourceOf';
import { namedObjectSchema } from '../clusters/schema';
import {
  TargetSourceKey,
  TargetSourcesStore,
} from '../store/TargetSourcesStore';
import { TargetsStore } from '../store/TargetsStore';
import { StoredTargets } from './StoredTargets';
import { TargetWriter } from './TargetWriter';

/** Turns what is read of one kind on one cluster into stored targets. */
export class TargetSource implements ObjectSink {
  readonly #options: TargetSourceOptions;
  readonly #key: TargetSourceKey;
  #seen = new Set<string>();
  /** All objects, also those that define no target. */
  #present = new Set<string>();
  /** Objects that could not be mapped, and why: each is logged once. */
  readonly #malformed = new Map<string, string>();

  static create(options: TargetSourceOptions): TargetSource {
    return new TargetSource(options);
  }

  private constructor(options: TargetSourceOptions) {
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
    await this.#options.writer.flush();
  }

  async listed(resourceVersion: string): Promise<void> {
    const { sources, stored, store, writer } = this.#options;
    await writer.flush();
    this.#retainDependents(this.#present);
    const removed = await store.removeUnseen(this.#key, this.#seen);
    await sources.listed({ ...this.#key, resourceVersion });
    stored.announce({ removed });
  }

  changed(object: unknown, resourceVersion: string): void {
    this.#put(object);
    this.bookmark(resourceVersion);
  }

  deleted(object: unknown, resourceVersion: string): void {
    const id = this.#idOf(object);
    if (id) {
      this.#options.references?.forget(id);
      this.#options.writer.write(id, { type: 'remove' });
    }
    this.bookmark(resourceVersion);
  }

  bookmark(resourceVersion: string): void {
    this.#options.writer.advance({ ...this.#key, resourceVersion });
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
    const { engine, logger, sources, store, stored } = this.#options;
    const { cluster } = this.#key;
    this.#retainDependents(new Set());
    const removed = await store.removeUnseen(this.#key, new Set());
    if (await sources.report(this.#key, { state: 'absent' })) {
      logger.info(`${engine.title} is not installed on ${cluster}`);
      this.#announce();
    }
    stored.announce({ removed });
  }

  /** Returns the id of the target, if the object defines one or did so before it became unreadable. */
  #put(object: unknown): string | undefined {
    const { writer } = this.#options;
    try {
      const status = this.#map(object);
      if (!status) {
        const id = this.#idOf(object);
        if (id) writer.write(id, { type: 'remove' });
        return undefined;
      }
      const id = targetIdOf(status.object);
      this.#malformed.delete(id);
      const environment = this.#options.environmentOf(status);
      writer.write(id, {
        type: 'put',
        source: this.#key,
        status,
        ...(environment && { environment }),
      });
      return id;
    } catch (error) {
      return this.#mark(object, error);
    }
  }

  #map(object: unknown): TargetStatus | undefined {
    const { cluster, engine, kind, references } = this.#options;
    const context = { cluster, now: new Date() };
    const { metadata } = namedObjectSchema.safeParse(object).data ?? {};
    const id = this.#idOf(object);
    if (!references || !metadata || !id) return engine.map(object, context);
    const dependent = {
      id,
      kind,
      namespace: metadata.namespace ?? '',
      name: metadata.name,
      take: this.#take,
    };
    return references.mapping(dependent, find =>
      engine.map(object, { ...context, find }),
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
    const { engine, logger, writer } = this.#options;
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
      logger.warn(`${engine.title} can't be understood at ${name}: ${reason}`);
    }
    if (id) {
      writer.write(id, {
        type: 'mark',
        reason: `What is shown is the last that could be understood. ${reason}`,
      });
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
    this.#options.stored.announce({ clusters: [this.#key.cluster] });
  }
}

/** Which source, and where its targets go. */
export interface TargetSourceOptions {
  cluster: string;
  engine: GitOpsEngine;
  kind: WatchedKind;
  /** What the engine's mapping may look up; absent when it looks nothing up. */
  references?: References;
  environmentOf(status: TargetStatus): string | undefined;
  sources: TargetSourcesStore;
  store: TargetsStore;
  stored: StoredTargets;
  writer: TargetWriter;
  logger: LoggerService;
}
