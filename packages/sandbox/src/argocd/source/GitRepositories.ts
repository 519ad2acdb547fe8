import { ForgeContent, RepositoryRef } from '../../contracts';
import { ManifestError } from '../ManifestError';
import { GitTree } from './GitTree';

const keptTrees = 60;

/** Finds commits by repository URL and revision, and remembers the trees that were read last. */
export class GitRepositories {
  readonly #forge: ForgeContent;
  readonly #trees = new Map<string, GitTree>();

  static create(options: { forge: ForgeContent }): GitRepositories {
    return new GitRepositories(options.forge);
  }

  private constructor(forge: ForgeContent) {
    this.#forge = forge;
  }

  /** Which repository of the forge a URL names; undefined when it is another host's. */
  repositoryOf(repoUrl: string): RepositoryRef | undefined {
    const base = `${this.#forge.baseUrl}/`;
    if (!repoUrl.toLowerCase().startsWith(base.toLowerCase())) return undefined;
    const [owner, name, ...rest] = repoUrl
      .slice(base.length)
      .replace(/\/$/, '')
      .replace(/\.git$/, '')
      .split('/');
    return owner && name && rest.length === 0 ? { owner, name } : undefined;
  }

  /** The tree of a branch, tag, SHA or `HEAD`. Throws ManifestError when it can't be had. */
  async tree(options: {
    repoUrl: string;
    targetRevision?: string | null;
  }): Promise<GitTree> {
    const { repoUrl } = options;
    const ref = options.targetRevision || 'HEAD';
    const repository = this.repositoryOf(repoUrl);
    if (!repository || !(await this.#forge.repositoryExists(repository))) {
      throw new ManifestError(
        `failed to list refs: repository not found: ${repoUrl}`,
      );
    }
    const sha = await this.#forge.resolveRef({ ...repository, ref });
    if (!sha) {
      throw new ManifestError(`unable to resolve '${ref}' to a commit SHA`);
    }
    return this.#remembered(repository, sha);
  }

  #remembered(repository: RepositoryRef, sha: string): GitTree {
    const key = `${repository.owner}/${repository.name}@${sha}`;
    const tree =
      this.#trees.get(key) ??
      GitTree.create({ forge: this.#forge, repository, sha });
    this.#trees.delete(key);
    this.#trees.set(key, tree);
    const [oldest] = this.#trees.keys();
    if (this.#trees.size > keptTrees) this.#trees.delete(oldest);
    return tree;
  }
}
