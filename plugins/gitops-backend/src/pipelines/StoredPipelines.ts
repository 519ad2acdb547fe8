import {
  Pipeline,
  PipelineProblem,
} from '@fairlead/backstage-plugin-gitops-common';
import { Forges } from '../forges/Forges';
import { StoredTarget } from '../targets/StoredTarget';
import { fileUrl } from './fileUrl';
import {
  inFileOrder,
  ParsedPipelineFile,
  parsePipelineFile,
  PlacedMistake,
} from './parsePipelineFile';
import { PipelineEntities } from './PipelineEntities';
import {
  PipelineFileReader,
  ReadFile,
  ReadService,
} from './PipelineFileReader';
import { Pipelines } from './Pipelines';
import {
  PipelinesStore,
  StoredFile,
  StoredPipelineFile,
} from './PipelinesStore';
import { PipelineConfig, resolvePipeline } from './resolvePipeline';

/** What pipelines are made from. */
export interface StoredPipelinesOptions {
  config: PipelineConfig;
  entities: PipelineEntities;
  forges: Forges;
  reader: PipelineFileReader;
  store: PipelinesStore;
}

/** Pipelines from the portal's config and the files of services, of which the last good content is stored. */
export class StoredPipelines implements Pipelines {
  readonly #options: StoredPipelinesOptions;
  /** By entity ref, because reading YAML is dearer than comparing it. */
  readonly #parsed = new Map<
    string,
    { content: string; file: ParsedPipelineFile }
  >();

  static create(options: StoredPipelinesOptions): StoredPipelines {
    return new StoredPipelines(options);
  }

  private constructor(options: StoredPipelinesOptions) {
    this.#options = options;
  }

  async of(options: { entityRef: string }): Promise<Pipeline> {
    const { entityRef } = options;
    const stored = await this.#options.store.get(entityRef);
    return this.#pipelineOf(stored ?? { entityRef, problems: [] });
  }

  async ofMany(entityRefs: readonly string[]): Promise<Map<string, Pipeline>> {
    const stored = await this.#options.store.find(entityRefs);
    const files = new Map(stored.map(file => [file.entityRef, file]));
    return new Map(
      entityRefs.map(entityRef => [
        entityRef,
        this.#pipelineOf(files.get(entityRef) ?? { entityRef, problems: [] }),
      ]),
    );
  }

  async fresh(options: {
    entityRef: string;
    targets: readonly StoredTarget[];
  }): Promise<Pipeline> {
    const annotation = await this.#options.entities.annotationOf(
      options.entityRef,
    );
    await this.refresh([{ ...options, ...(annotation && { annotation }) }]);
    return this.of(options);
  }

  /** Reads the files of services again. Returns the entity refs of those of which something is different now. */
  async refresh(
    services: readonly ReadService[],
    options: { signal?: AbortSignal } = {},
  ): Promise<string[]> {
    const { reader, store } = this.#options;
    const found = await reader.read(services, options);
    const stored = await store.find([...found.keys()]);
    const before = new Map(stored.map(file => [file.entityRef, file]));
    const files = [...found].map(([entityRef, file]) =>
      this.#accept({ entityRef, file, before: before.get(entityRef) }),
    );
    const different = files.filter(
      file =>
        JSON.stringify(file) !== JSON.stringify(before.get(file.entityRef)),
    );
    await store.put(different);
    return different.map(({ entityRef }) => entityRef);
  }

  /** What to store of a file that was read: its content only if nothing is wrong with it. */
  #accept(options: {
    entityRef: string;
    file: ReadFile;
    before: StoredPipelineFile | undefined;
  }): StoredPipelineFile {
    const { entityRef, file, before } = options;
    if (file === 'none') return { entityRef, problems: [] };
    const good = before?.good;
    if (good && isSame(good, file)) return { entityRef, good, problems: [] };
    const mistakes = this.#resolve({ entityRef, file }).mistakes;
    if (mistakes.length === 0) return { entityRef, good: file, problems: [] };
    return {
      entityRef,
      ...(good && { good }),
      problems: this.#problems(file, mistakes),
    };
  }

  #pipelineOf(stored: StoredPipelineFile): Pipeline {
    const { entityRef, good, problems } = stored;
    const { pipeline, mistakes } = this.#resolve({ entityRef, file: good });
    if (!good) return { ...pipeline, problems };
    const { repoUrl, path, sha, url } = good;
    return {
      ...pipeline,
      file: { repoUrl, path, sha, url },
      // What was good may not be any more, when the portal's config has changed.
      problems: [...problems, ...this.#problems(good, mistakes)],
    };
  }

  #resolve(options: { entityRef: string; file: StoredFile | undefined }): {
    pipeline: Pipeline;
    mistakes: PlacedMistake[];
  } {
    const { entityRef, file } = options;
    const { config } = this.#options;
    if (!file) {
      const { pipeline } = resolvePipeline({ entityRef, config });
      return { pipeline, mistakes: [] };
    }
    const { authored, mistakes, place } = this.#parse(entityRef, file.content);
    const resolved = resolvePipeline({
      entityRef,
      config,
      ...(authored && { file: { authored, path: file.path } }),
    });
    return {
      pipeline: resolved.pipeline,
      mistakes: inFileOrder([...mistakes, ...resolved.mistakes.map(place)]),
    };
  }

  #parse(entityRef: string, content: string): ParsedPipelineFile {
    const known = this.#parsed.get(entityRef);
    if (known?.content === content) return known.file;
    const file = parsePipelineFile(content);
    this.#parsed.set(entityRef, { content, file });
    return file;
  }

  #problems(
    file: StoredFile,
    mistakes: readonly PlacedMistake[],
  ): PipelineProblem[] {
    const { repoUrl, path, sha } = file;
    const forge = this.#options.forges.forRepository(repoUrl);
    return mistakes.map(({ message, line, column }) => ({
      message,
      file: path,
      line,
      column,
      ...(forge && { url: fileUrl({ forge, repoUrl, sha, path, line }) }),
    }));
  }
}

function isSame(good: StoredFile, file: StoredFile): boolean {
  return (
    good.repoUrl === file.repoUrl &&
    good.path === file.path &&
    good.blobSha === file.blobSha
  );
}
