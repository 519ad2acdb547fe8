import { ManifestProblem } from './ManifestProblem';
import { TomlFile } from './toml/TomlFile';
import { isToml, ValueFile } from './values/ValueFile';
import { ManifestFile, YamlFile } from './yaml/YamlFile';

/** What {@link FileSet} asks to be read next. */
export interface WantedFiles {
  files: string[];
  directories: string[];
}

/** A file as the forge gave it. */
export interface LoadedFile extends ManifestFile {
  blobSha: string;
}

/** More than one target is deployed from; what asks for more is a mistake, or means harm. */
const MAX_FILES = 1500;

/**
 * The files of one repository at one commit, as far as they were read.
 *
 * Finders ask it for paths. What isn't read yet is answered as absent and remembered in {@link takeWanted}; the
 * caller reads that and lets the finders run again. So finders are pure, and each round costs one request.
 */
export class FileSet {
  readonly #maxFiles: number;
  readonly #files = new Map<string, LoadedFile | undefined>();
  readonly #unreadable = new Map<string, string>();
  readonly #directories = new Map<string, string[]>();
  readonly #parsed = new Map<string, YamlFile>();
  readonly #toml = new Map<string, TomlFile>();
  readonly #directoryIds = new Map<string, string | undefined>();
  readonly #wantedIds = new Set<string>();
  readonly #wantedFiles = new Set<string>();
  readonly #wantedDirectories = new Set<string>();

  constructor(options: { maxFiles?: number } = {}) {
    this.#maxFiles = options.maxFiles ?? MAX_FILES;
  }

  /** Adds what was read. Requested files that are not among `files` don't exist. */
  add(
    requested: WantedFiles,
    answer: { files: readonly LoadedFile[]; paths: readonly string[] },
  ): void {
    for (const path of requested.files) {
      this.#files.set(path, undefined);
      this.#wantedFiles.delete(path);
    }
    for (const file of answer.files) {
      this.#files.set(file.path, file);
    }
    for (const directory of requested.directories) {
      const prefix = directory ? `${directory}/` : '';
      this.#directories.set(
        directory,
        answer.paths.filter(path => path.startsWith(prefix)),
      );
      this.#wantedDirectories.delete(directory);
    }
  }

  /** Notes that a file is there and can't be given as text, in the forge's words. */
  addUnreadable(path: string, reason: string): void {
    this.#files.set(path, undefined);
    this.#unreadable.set(path, reason);
  }

  /** Undefined when the file does not exist, was not read yet, or can't be read as text. */
  file(path: string): LoadedFile | undefined {
    if (!isInside(path)) {
      return undefined;
    }
    if (!this.#files.has(path)) {
      if (this.#files.size + this.#wantedFiles.size >= this.#maxFiles) {
        throw new ManifestProblem(
          'too-many-files',
          `More than ${this.#maxFiles} files would have to be read to understand ${path}`,
          { file: path },
        );
      }
      this.#wantedFiles.add(path);
    }
    return this.#files.get(path);
  }

  /** Why a file that is there could not be given as text; undefined when it was, or isn't there. */
  unreadable(path: string): string | undefined {
    return this.#unreadable.get(path);
  }

  /** Throws ManifestProblem when the file is there and can't be understood. */
  yaml(path: string): YamlFile | undefined {
    const file = this.#readable(path);
    if (!file) {
      return undefined;
    }
    const parsed = this.#parsed.get(path) ?? YamlFile.parse(file);
    this.#parsed.set(path, parsed);
    return parsed;
  }

  /** The same in the format that the file's name tells: YAML, JSON or TOML. */
  values(path: string): ValueFile | undefined {
    if (!isToml(path)) {
      return this.yaml(path);
    }
    const file = this.#readable(path);
    if (!file) {
      return undefined;
    }
    const parsed = this.#toml.get(path) ?? TomlFile.parse(file);
    this.#toml.set(path, parsed);
    return parsed;
  }

  /** Tree id of a directory; undefined when there is none, or it was not read yet. */
  directoryId(directory: string): string | undefined {
    if (isInside(directory) && !this.#directoryIds.has(directory)) {
      this.#wantedIds.add(directory);
    }
    return this.#directoryIds.get(directory);
  }

  /** Adds tree ids that were read. Requested directories that are not in `answer` don't exist. */
  addDirectoryIds(
    requested: readonly string[],
    answer: ReadonlyMap<string, string>,
  ): void {
    for (const directory of requested) {
      this.#directoryIds.set(directory, answer.get(directory));
      this.#wantedIds.delete(directory);
    }
  }

  #readable(path: string): LoadedFile | undefined {
    const file = this.file(path);
    const unreadable = this.#unreadable.get(path);
    if (unreadable) {
      throw new ManifestProblem(
        'not-text',
        `${path} can't be read: ${unreadable}`,
        { file: path },
      );
    }
    return file;
  }

  /** All paths below a directory; undefined when it was not listed yet. `''` is the root. */
  paths(directory: string): readonly string[] | undefined {
    if (directory && !isInside(directory)) {
      return [];
    }
    const listed = this.#directories.get(directory);
    if (!listed) {
      this.#wantedDirectories.add(directory);
    }
    return listed;
  }

  /** Whether a parsed file came from here. */
  owns(file: ValueFile): boolean {
    return (
      this.#parsed.get(file.path) === file || this.#toml.get(file.path) === file
    );
  }

  /** Whether something was asked for that is not read yet. */
  hasWanted(): boolean {
    return (
      this.#wantedFiles.size +
        this.#wantedDirectories.size +
        this.#wantedIds.size >
      0
    );
  }

  /** Paths that were asked for and not read yet. Asking empties it. */
  takeWanted(): WantedFiles {
    const wanted = {
      files: [...this.#wantedFiles],
      directories: [...this.#wantedDirectories],
    };
    this.#wantedFiles.clear();
    this.#wantedDirectories.clear();
    return wanted;
  }

  /** Directories whose tree ids were asked for and not read yet. Asking empties it. */
  takeWantedIds(): string[] {
    const wanted = [...this.#wantedIds];
    this.#wantedIds.clear();
    return wanted;
  }
}

/** Manifests may point anywhere; only what is in the repository is asked for. */
function isInside(path: string): boolean {
  return (
    path !== '' &&
    path.length < 1000 &&
    !path.startsWith('/') &&
    path.split('/').every(part => !['', '.', '..'].includes(part))
  );
}
