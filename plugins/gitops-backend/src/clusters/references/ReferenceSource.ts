import { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { ReferencedKind } from '@fairlead/backstage-plugin-gitops-node';
import { TargetSourcesStore } from '../../store/TargetSourcesStore';
import { explainFailure } from '../explainFailure';
import { ObjectSink } from '../ObjectSink';
import { ReadFailure } from '../readFailure';
import { resourceOf } from '../resourceOf';
import { namedObjectSchema } from '../schema';
import { referenceKey, References } from './References';

/** Keeps in memory what is read of one referenced kind on one cluster. */
export class ReferenceSource implements ObjectSink {
  readonly #options: ReferenceSourceOptions;
  readonly #key: { cluster: string; resource: string };
  /** Resolves when all objects are known, or when it is clear that they will not be until somebody does something. */
  readonly settled: Promise<void>;
  #settle: () => void = () => {};
  readonly #malformed = new Set<string>();
  #seen = new Set<string>();

  static create(options: ReferenceSourceOptions): ReferenceSource {
    return new ReferenceSource(options);
  }

  private constructor(options: ReferenceSourceOptions) {
    this.#options = options;
    const { cluster, kind } = options;
    this.#key = { cluster, resource: resourceOf(kind) };
    this.settled = new Promise(resolve => {
      this.#settle = resolve;
    });
  }

  get kind(): ReferencedKind {
    return this.#options.kind;
  }

  // What is only in memory is read from its beginning.
  async resumePoint() {
    return undefined;
  }

  listing(): void {
    this.#seen = new Set();
  }

  async page(objects: unknown[]): Promise<void> {
    for (const object of objects) this.changed(object);
  }

  async listed(): Promise<void> {
    const { kind, references } = this.#options;
    references.retain(kind, this.#seen);
    this.#settle();
  }

  changed(object: unknown): void {
    const key = this.#keyOf(object);
    if (!key) return;
    this.#seen.add(key);
    this.#options.references.set(key, this.#reduce(object, key));
  }

  deleted(object: unknown): void {
    const key = this.#keyOf(object);
    if (key) this.#options.references.set(key, undefined);
  }

  bookmark(): void {
    // Nothing is resumed, so nothing has to be remembered.
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
    // What passes by itself is waited for; else targets would lose for a moment what they had.
    if (failure.kind === 'forbidden' || failure.kind === 'unauthorized') {
      this.#settle();
    }
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
    const { kind, references, sources } = this.#options;
    references.retain(kind, new Set());
    this.#settle();
    if (await sources.report(this.#key, { state: 'absent' })) this.#announce();
  }

  #reduce(object: unknown, key: string) {
    const { kind, logger } = this.#options;
    try {
      const value = kind.reduce(object);
      this.#malformed.delete(key);
      return value;
    } catch (error) {
      if (!this.#malformed.has(key)) {
        this.#malformed.add(key);
        logger.warn(
          `${key} on ${this.#key.cluster} can't be understood: ${stringifyError(error)}`,
        );
      }
      return undefined;
    }
  }

  #keyOf(object: unknown): string | undefined {
    const named = namedObjectSchema.safeParse(object).data;
    return named && referenceKey(this.#options.kind, named.metadata);
  }

  #announce() {
    this.#options.announce(this.#key.cluster);
  }
}

/** Which kind, and where it is kept. */
export interface ReferenceSourceOptions {
  cluster: string;
  kind: ReferencedKind;
  references: References;
  sources: TargetSourcesStore;
  /** Says that it now goes otherwise to read the cluster. */
  announce(cluster: string): void;
  logger: LoggerService;
}
