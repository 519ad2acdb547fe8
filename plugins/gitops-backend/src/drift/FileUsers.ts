import { posix } from 'node:path';
import { Forges } from '../forges/Forges';
import { kustomizeFiles } from '../manifests/kustomize/kustomizeFiles';
import { ManifestProblem } from '../manifests/ManifestProblem';
import { FileSet } from '../manifests/FileSet';
import { RepositoryAt } from '../promotions/plan/RepositoryAt';
import { RepositoryReader } from '../promotions/plan/RepositoryReader';
import { directoryOf } from '../promotions/plan/TargetReading';
import { StoredTarget, TargetsReader } from '../targets/StoredTarget';

/** Rounds of reading: each level of bases is one. */
const MAX_ROUNDS = 10;
/** Directories whose kustomizations are followed. */
const MAX_DIRECTORIES = 100;

/** Names of the other targets that are made from a file. */
export type UsersOf = (path: string) => string[];

interface Other {
  name: string;
  directory: string;
}

/** Tells which other targets are made from the files that one is made from. */
export class FileUsers {
  readonly #options: FileUsersOptions;

  static create(options: FileUsersOptions): FileUsers {
    return new FileUsers(options);
  }

  private constructor(options: FileUsersOptions) {
    this.#options = options;
  }

  /**
   * Looks at all targets that are made from a directory of the repository, and follows the kustomizations of those
   * that are near the directory of this one: in the folder two levels above it.
   */
  async around(options: {
    target: StoredTarget;
    repository: Pick<RepositoryAt, 'repoUrl' | 'ref'>;
    directory: string;
  }): Promise<UsersOf> {
    const { directory, repository } = options;
    const others = await this.#others(options);
    const near = posix.dirname(posix.dirname(directory));
    const neighbours = others.filter(
      other => near === '.' || other.directory.startsWith(`${near}/`),
    );
    const used = await this.#filesOf(repository, [
      ...new Set(neighbours.map(other => other.directory)),
    ]);
    return path =>
      others
        .filter(
          other =>
            other.directory === '.' ||
            path.startsWith(`${other.directory}/`) ||
            used.get(other.directory)?.has(path),
        )
        .map(({ name }) => name);
  }

  async #others(options: {
    target: StoredTarget;
    repository: Pick<RepositoryAt, 'repoUrl'>;
  }): Promise<Other[]> {
    const { targets, forges } = this.#options;
    const { target, repository } = options;
    const all = await targets.all();
    return all
      .filter(({ id }) => id !== target.id)
      .flatMap(({ status }) =>
        status.sources.flatMap(source => {
          const directory = source.chart ? undefined : directoryOf(source);
          return directory !== undefined &&
            forges.normalize(source.repoUrl) === repository.repoUrl
            ? [{ name: status.object.name, directory }]
            : [];
        }),
      );
  }

  async #filesOf(
    { repoUrl, ref }: Pick<RepositoryAt, 'repoUrl' | 'ref'>,
    directories: readonly string[],
  ): Promise<Map<string, ReadonlySet<string>>> {
    const reader = RepositoryReader.create({
      forges: this.#options.forges,
    });
    const repository = reader.at({ repoUrl, ref, required: true });
    if (!repository || directories.length === 0) return new Map();
    const look = () =>
      new Map(
        directories
          .slice(0, MAX_DIRECTORIES)
          .map(directory => [directory, filesIn(repository.files, directory)]),
      );
    let found = look();
    for (let round = 0; reader.hasWanted() && round < MAX_ROUNDS; round++) {
      await reader.readWanted();
      found = look();
    }
    return found;
  }
}

/** What can't be understood is not built either. */
function filesIn(files: FileSet, directory: string): ReadonlySet<string> {
  try {
    return kustomizeFiles(files, directory);
  } catch (error) {
    if (error instanceof ManifestProblem) return new Set();
    throw error;
  }
}

/** What it looks things up in. */
export interface FileUsersOptions {
  forges: Forges;
  targets: Pick<TargetsReader, 'all'>;
}
