import { posix } from 'node:path';
import { ForgeContent, RepositoryRef } from '../../contracts';

/** The files of one commit; each is read from the forge once. */
export class GitTree {
  readonly sha: string;
  readonly #forge: ForgeContent;
  readonly #repository: RepositoryRef;
  readonly #contents = new Map<string, Promise<string | undefined>>();
  #paths: Promise<string[]> | undefined;

  static create(options: {
    forge: ForgeContent;
    repository: RepositoryRef;
    sha: string;
  }): GitTree {
    return new GitTree(options);
  }

  private constructor(options: {
    forge: ForgeContent;
    repository: RepositoryRef;
    sha: string;
  }) {
    this.#forge = options.forge;
    this.#repository = options.repository;
    this.sha = options.sha;
  }

  /** Paths of all files below a folder, relative to the repository's root. */
  async list(folder: string): Promise<string[]> {
    this.#paths ??= this.#forge.listFiles({
      ...this.#repository,
      ref: this.sha,
    });
    const prefix = normalize(folder);
    const paths = await this.#paths;
    return prefix === ''
      ? paths
      : paths.filter(path => path.startsWith(`${prefix}/`));
  }

  /** Undefined when there is no such file. */
  async read(path: string): Promise<string | undefined> {
    const normalized = normalize(path);
    // The listing knows what is absent, without one request per guess.
    if (!(await this.list('')).includes(normalized)) return undefined;
    const known = this.#contents.get(normalized);
    if (known) return known;
    const content = this.#forge.readFile({
      ...this.#repository,
      ref: this.sha,
      path: normalized,
    });
    this.#contents.set(normalized, content);
    return content;
  }
}

/** Without leading and trailing slashes and dots; the root is the empty string. */
function normalize(path: string): string {
  const normalized = posix.normalize(`/${path}`).slice(1).replace(/\/$/, '');
  return normalized === '.' ? '' : normalized;
}
