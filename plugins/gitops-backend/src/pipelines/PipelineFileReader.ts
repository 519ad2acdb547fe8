import { LoggerService } from '@backstage/backend-plugin-api';
import { InputError, stringifyError } from '@backstage/errors';
import { ForgeFile } from '@fairlead/backstage-plugin-gitops-node';
import { Forges } from '../forges/Forges';
import { StoredTarget } from '../targets/StoredTarget';
import { fileUrl } from './fileUrl';
import { PipelinePlace, pipelinePlaces } from './pipelinePlaces';
import { StoredFile } from './PipelinesStore';

/** A service whose file is read. */
export interface ReadService {
  entityRef: string;
  /** Value of its entity's annotation. */
  annotation?: string;
  targets: readonly StoredTarget[];
}

/** What {@link PipelineFileReader.read} found of one service. `none`: the forge says that there is no such file. */
export type ReadFile = StoredFile | 'none';

/** What the reader works with. */
export interface PipelineFileReaderOptions {
  fileNames: readonly string[];
  forges: Forges;
  logger: LoggerService;
}

/** A repository at the commit at which it is read. */
interface Repository {
  sha: string;
  files: ReadonlyMap<string, ForgeFile>;
  /** Paths of files that the forge does not return: binary or too large. */
  refused: ReadonlySet<string>;
}

/** So many files are asked for in one request. */
const filesPerRequest = 100;

/**
 * Reads pipeline files from the default branches of their repositories: those of many services with few requests,
 * and that of one service with one.
 */
export class PipelineFileReader {
  readonly #options: PipelineFileReaderOptions;

  static create(options: PipelineFileReaderOptions): PipelineFileReader {
    return new PipelineFileReader(options);
  }

  private constructor(options: PipelineFileReaderOptions) {
    this.#options = options;
  }

  /** Where the file of a service is looked for. */
  placesOf(service: ReadService): PipelinePlace[] {
    const { fileNames, forges } = this.#options;
    return pipelinePlaces({
      ...service,
      fileNames,
      normalize: url => forges.normalize(url),
    }).filter(({ repoUrl }) => forges.forRepository(repoUrl));
  }

  /**
   * By entity ref. A service is missing when nothing is known about its file: a repository could not be read, or none
   * of its targets says where it lives.
   */
  async read(
    services: readonly ReadService[],
    options: { signal?: AbortSignal } = {},
  ): Promise<Map<string, ReadFile>> {
    const found = new Map<string, ReadFile>();
    let open = services.map(({ entityRef, ...service }) => ({
      entityRef,
      places: this.placesOf({ entityRef, ...service }),
    }));
    // Hardly any service has its targets in several repositories, so the later rounds are nearly always empty.
    for (let round = 0; open.length > 0; round++) {
      const wanted = new Map<string, string[]>();
      for (const { places } of open) {
        const place = places[round];
        if (!place) continue;
        const { repoUrl, paths } = place;
        wanted.set(repoUrl, [...(wanted.get(repoUrl) ?? []), ...paths]);
      }
      const repositories = await this.#readAll(wanted, options.signal);
      open = open.filter(({ entityRef, places }) => {
        const place = places[round];
        if (!place) {
          if (round > 0) found.set(entityRef, 'none');
          return false;
        }
        const repository = repositories.get(place.repoUrl);
        if (!repository) return false;
        if (place.paths.some(path => repository.refused.has(path)))
          return false;
        const file = this.#fileAt(place, repository);
        if (file) found.set(entityRef, file);
        return !file;
      });
    }
    return found;
  }

  #fileAt(
    place: PipelinePlace,
    repository: Repository,
  ): StoredFile | undefined {
    const { repoUrl } = place;
    const { sha } = repository;
    const path = place.paths.find(each => repository.files.has(each));
    const file = path === undefined ? undefined : repository.files.get(path);
    const forge = this.#options.forges.forRepository(repoUrl);
    if (path === undefined || !file || !forge) return undefined;
    return {
      repoUrl,
      path,
      sha,
      blobSha: file.blobSha,
      url: fileUrl({ forge, repoUrl, sha, path }),
      content: file.content,
    };
  }

  async #readAll(
    wanted: ReadonlyMap<string, string[]>,
    signal: AbortSignal | undefined,
  ): Promise<Map<string, Repository>> {
    const repositories = new Map<string, Repository>();
    for (const [repoUrl, paths] of wanted) {
      if (signal?.aborted) break;
      try {
        const repository = await this.#readRepository({ repoUrl, paths });
        if (repository) repositories.set(repoUrl, repository);
      } catch (error) {
        this.#options.logger.warn(
          `Pipeline files of ${repoUrl} could not be read, so what they said before holds: ${stringifyError(error)}`,
        );
      }
    }
    return repositories;
  }

  async #readRepository(options: {
    repoUrl: string;
    paths: string[];
  }): Promise<Repository | undefined> {
    const { repoUrl } = options;
    const forge = this.#options.forges.forRepository(repoUrl);
    if (!forge) return undefined;
    const files = new Map<string, ForgeFile>();
    const refused = new Set<string>();
    let sha: string | undefined;
    const chunks = inParts([...new Set(options.paths)], filesPerRequest);
    for (let chunk = chunks.shift(); chunk; chunk = chunks.shift()) {
      try {
        const tree = await forge.readTree({
          repoUrl,
          // All of them as they are at one commit.
          ref: sha ?? 'HEAD',
          files: chunk,
          directories: [],
        });
        sha = tree.commitSha;
        for (const file of tree.files) files.set(file.path, file);
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        // One file that can't be read must not hide those of all other services.
        const [path] = chunk;
        if (chunk.length > 1) {
          chunks.unshift(...inParts(chunk, Math.ceil(chunk.length / 2)));
        } else {
          refused.add(path);
          this.#options.logger.warn(
            `The pipeline file ${path} of ${repoUrl} can't be read: ${stringifyError(error)}`,
          );
        }
      }
    }
    return sha === undefined ? undefined : { sha, files, refused };
  }
}

function inParts<T>(list: readonly T[], size: number): T[][] {
  const parts: T[][] = [];
  for (let start = 0; start < list.length; start += size) {
    parts.push(list.slice(start, start + size));
  }
  return parts;
}
