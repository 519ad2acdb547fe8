import { LoggerService } from '@backstage/backend-plugin-api';
import { InputError, NotFoundError } from '@backstage/errors';
import { Forge, ForgeTree } from '@fairlead/backstage-plugin-gitops-node';
import { Forges } from '../../forges/Forges';
import { FileSet, WantedFiles } from '../../manifests/FileSet';
import { ValueFile } from '../../manifests/values/ValueFile';
import { RepositoryAt } from './RepositoryAt';
import { revisionKind } from './revision';

const FILES_PER_REQUEST = 100;
const FILES_PER_PLAN = 1500;
const FILES_PER_TARGET = 12;

interface Entry {
  repository: RepositoryAt;
  forge: Forge;
  /** Whether a plan can't be made without it. */
  required: boolean;
}

/** Reads for one plan what its finders ask for: in rounds, each repository at one commit. */
export class RepositoryReader {
  readonly #forges: Forges;
  readonly #logger: LoggerService | undefined;
  readonly #entries = new Map<string, Entry>();

  readonly #maxFiles: number;

  static create(options: {
    forges: Forges;
    logger?: LoggerService;
    /** How many targets it is for: the more, the more files may be read. */
    targets?: number;
  }): RepositoryReader {
    return new RepositoryReader(options);
  }

  private constructor(options: {
    forges: Forges;
    logger?: LoggerService;
    targets?: number;
  }) {
    this.#forges = options.forges;
    this.#logger = options.logger;
    this.#maxFiles = FILES_PER_PLAN + FILES_PER_TARGET * (options.targets ?? 0);
  }

  /**
   * Undefined when no integration covers it. What is not `required` counts as empty when it can't be read; for the
   * rest, {@link readWanted} throws the forge's error.
   */
  at(options: {
    repoUrl: string;
    ref: string | undefined;
    required: boolean;
  }): RepositoryAt | undefined {
    const repoUrl = this.#forges.normalize(options.repoUrl);
    const forge = this.#forges.forRepository(options.repoUrl);
    if (!repoUrl || !forge) {
      return undefined;
    }
    const ref = (options.ref || 'HEAD').replace(/^refs\/heads\//, '');
    const key = `${repoUrl}#${ref}`;
    const known = this.#entries.get(key);
    if (known) {
      known.required ||= options.required;
      return known.repository;
    }
    const branch =
      ref !== 'HEAD' && revisionKind(ref) === 'branch' ? ref : undefined;
    const repository: RepositoryAt = {
      repoUrl,
      ref,
      ...(branch && { branch }),
      files: new FileSet({ maxFiles: this.#maxFiles }),
    };
    this.#entries.set(key, { repository, forge, required: options.required });
    return repository;
  }

  normalize(repoUrl: string): string | undefined {
    return this.#forges.normalize(repoUrl);
  }

  /** Where a parsed file was read from; undefined for what is no file of a repository. */
  ownerOf(file: ValueFile): RepositoryAt | undefined {
    return [...this.#entries.values()]
      .map(({ repository }) => repository)
      .find(({ files }) => files.owns(file));
  }

  hasWanted(): boolean {
    return [...this.#entries.values()].some(({ repository }) =>
      repository.files.hasWanted(),
    );
  }

  /** Repositories that a plan can't be made without and that aren't there, or can't be seen by the portal. */
  missing(): RepositoryAt[] {
    return [...this.#entries.values()].flatMap(({ repository, required }) =>
      required && repository.missing ? repository : [],
    );
  }

  /**
   * Reads all that is asked for. A repository or ref that isn't there counts as empty and is told by {@link missing},
   * unless it shall be thrown.
   */
  async readWanted(options: { missing?: 'throw' } = {}): Promise<void> {
    const waiting = [...this.#entries.values()].filter(({ repository }) =>
      repository.files.hasWanted(),
    );
    await Promise.all(
      waiting.map(entry =>
        this.#readEntry(entry, { throwMissing: options.missing === 'throw' }),
      ),
    );
  }

  async #readEntry(
    entry: Entry,
    options: { throwMissing: boolean },
  ): Promise<void> {
    const { repository, required } = entry;
    const wanted = repository.files.takeWanted();
    const ids = repository.files.takeWantedIds();
    try {
      const [first = [], ...more] = chunksOf(wanted.files);
      // The first request says which commit the others read at, so it goes alone.
      if (
        !repository.commitSha ||
        first.length + wanted.directories.length > 0
      ) {
        const { directories } = wanted;
        await this.#read(entry, { files: first, directories });
      }
      await Promise.all([
        ...more.map(files => this.#read(entry, { files, directories: [] })),
        ...(ids.length > 0 ? [this.#readDirectoryIds(entry, ids)] : []),
      ]);
    } catch (error) {
      const missing = error instanceof NotFoundError;
      if (required && !(missing && !options.throwMissing)) {
        throw error;
      }
      if (missing) {
        repository.missing = error.message;
      }
      this.#logger?.warn(
        `${repository.repoUrl} at ${repository.ref} can't be read, so a plan is made without what it says: ${error}`,
      );
      repository.files.add(wanted, { files: [], paths: [] });
      repository.files.addDirectoryIds(ids, new Map());
    }
  }

  async #readDirectoryIds(
    { repository, forge }: Entry,
    directories: string[],
  ): Promise<void> {
    const answer = await forge.readDirectoryIds({
      repoUrl: repository.repoUrl,
      ref: repository.commitSha ?? repository.ref,
      directories,
    });
    repository.files.addDirectoryIds(directories, answer);
  }

  async #read(entry: Entry, wanted: WantedFiles): Promise<void> {
    const { repository, forge } = entry;
    let tree: ForgeTree;
    try {
      tree = await forge.readTree({
        repoUrl: repository.repoUrl,
        ref: repository.commitSha ?? repository.ref,
        ...wanted,
      });
    } catch (error) {
      const { files, directories } = wanted;
      if (!(error instanceof InputError) || files.length === 0) {
        throw error;
      }
      // One of them is no text, or too large. The forge doesn't say which, so the halves tell.
      if (files.length === 1 && directories.length === 0) {
        repository.files.addUnreadable(files[0], error.message);
        return;
      }
      const half = Math.floor(files.length / 2);
      await this.#read(entry, { files: files.slice(0, half), directories });
      await this.#read(entry, { files: files.slice(half), directories: [] });
      return;
    }
    repository.commitSha ??= tree.commitSha;
    if (tree.defaultBranch) {
      repository.branch ??= tree.defaultBranch;
    }
    repository.files.add(wanted, tree);
  }
}

function chunksOf(files: readonly string[]): string[][] {
  const chunks: string[][] = [];
  for (let start = 0; start < files.length; start += FILES_PER_REQUEST) {
    chunks.push(files.slice(start, start + FILES_PER_REQUEST));
  }
  return chunks;
}
