import { setTimeout as delay } from 'node:timers/promises';
import { LoggerService } from '@backstage/backend-plugin-api';
import {
  ReferencedKind,
  WatchedKind,
} from '@fairlead/backstage-plugin-gitops-node';
import { ClusterApi } from './ClusterApi';
import { ReadTiming } from './nextStep';
import { ObjectReflector } from './ObjectReflector';
import { ObjectSink } from './ObjectSink';
import { DependentsReader } from './references/DependentsReader';
import { References } from './references/References';
import { ReferenceSource } from './references/ReferenceSource';

/** How long references hold up what depends on them. */
export interface ReferenceTiming {
  /** From the beginning of reading until objects are mapped with the references that are known by then. */
  referencesMs: number;
}

export const defaultReferenceTiming: ReferenceTiming = { referencesMs: 10_000 };

/** Reads all kinds of one engine on one cluster, each independently of the others, and first what they refer to. */
export class EngineReader {
  readonly #options: EngineReaderOptions;

  static create(options: EngineReaderOptions): EngineReader {
    return new EngineReader(options);
  }

  private constructor(options: EngineReaderOptions) {
    this.#options = options;
  }

  /** Resolves when the signal is aborted and everything has come to rest. */
  async run(options: { signal: AbortSignal; resume: boolean }): Promise<void> {
    const { references } = this.#options;
    if (references) await this.#runWith(references, options.signal);
    else await this.#readKinds(options);
  }

  async #runWith(
    references: EngineReferences,
    signal: AbortSignal,
  ): Promise<void> {
    const { api, cluster, logger, timing } = this.#options;
    const { known } = references;
    const dependents = DependentsReader.create({
      api,
      cluster,
      references: known,
      signal,
      timing,
      logger,
    });
    known.onOutdated(outdated => dependents.read(outdated));
    const sources = references.kinds.map(kind => references.sourceOf(kind));
    await Promise.all([
      ...sources.map(sink =>
        this.#read({ kind: sink.kind, sink }, { signal, resume: false }),
      ),
      this.#readKindsAfter(sources, signal),
    ]);
    known.clear();
  }

  async #readKindsAfter(
    sources: readonly ReferenceSource[],
    signal: AbortSignal,
  ): Promise<void> {
    const { referencesMs } = this.#options.timing;
    const waiting = new AbortController();
    await Promise.race([
      Promise.all(sources.map(({ settled }) => settled)),
      delay(referencesMs, undefined, {
        signal: AbortSignal.any([signal, waiting.signal]),
      }).catch(() => undefined),
    ]);
    waiting.abort();
    // From a full list: of what other replicas have mapped meanwhile, this one does not know what it refers to.
    if (!signal.aborted) await this.#readKinds({ signal, resume: false });
  }

  async #readKinds(options: {
    signal: AbortSignal;
    resume: boolean;
  }): Promise<void> {
    await Promise.all(
      this.#options.kinds.map(each => this.#read(each, options)),
    );
  }

  async #read(
    { kind, sink }: { kind: WatchedKind; sink: ObjectSink },
    options: { signal: AbortSignal; resume: boolean },
  ): Promise<void> {
    const { api, logger, timing } = this.#options;
    const reflector = ObjectReflector.create({
      api,
      kind,
      sink,
      logger,
      timing,
    });
    await reflector.run(options);
  }
}

/** What it reads, and for whom. */
export interface EngineReaderOptions {
  cluster: string;
  api: ClusterApi;
  kinds: ReadonlyArray<{ kind: WatchedKind; sink: ObjectSink }>;
  references?: EngineReferences;
  timing: ReadTiming & ReferenceTiming;
  logger: LoggerService;
}

/** What the kinds of an engine refer to. */
export interface EngineReferences {
  known: References;
  kinds: readonly ReferencedKind[];
  /** A new one for each time that the cluster is read from the beginning. */
  sourceOf(kind: ReferencedKind): ReferenceSource;
}
