import { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { Commit } from '@fairlead/backstage-plugin-gitops-common';
import { Forges } from '../forges/Forges';
import { CommitsStore } from '../store/CommitsStore';
import { RecentlyUnknown } from './RecentlyUnknown';

/** A commit of a repository. */
interface CommitRef {
  repoUrl: string;
  sha: string;
}

/** What {@link CachedCommits} works with. */
export interface CachedCommitsOptions {
  forges: Forges;
  logger: LoggerService;
  store: CommitsStore;
  now?: () => number;
}

const FULL_SHA = /^([0-9a-f]{40}|[0-9a-f]{64})$/;

/**
 * Commits, each asked of its forge once and kept for ever.
 *
 * Whoever asks for the same commit at the same time shares one request. A commit that isn't found, or whose forge
 * doesn't answer, is left out and not asked for again for a short while.
 */
export class CachedCommits {
  readonly #options: CachedCommitsOptions;
  readonly #unknown: RecentlyUnknown;
  readonly #underWay = new Map<string, Promise<Commit | undefined>>();

  static create(options: CachedCommitsOptions): CachedCommits {
    return new CachedCommits(options);
  }

  private constructor(options: CachedCommitsOptions) {
    this.#options = options;
    this.#unknown = new RecentlyUnknown(options.now ?? Date.now);
  }

  /** Those that are known, in the order and with the URLs that were asked for. Never fails because of a forge. */
  async get(commits: CommitRef[]): Promise<Commit[]> {
    const wanted = commits.flatMap(asked => {
      const repoUrl = this.#options.forges.normalize(asked.repoUrl);
      const sha = asked.sha.toLowerCase();
      return repoUrl && FULL_SHA.test(sha) ? [{ asked, repoUrl, sha }] : [];
    });
    const found = new Map<string, Commit>();
    const repositories = new Set(wanted.map(({ repoUrl }) => repoUrl));
    await Promise.all(
      [...repositories].map(async repoUrl => {
        const shas = new Set(
          wanted.filter(each => each.repoUrl === repoUrl).map(({ sha }) => sha),
        );
        const known = await this.#read({ repoUrl, shas: [...shas] });
        known.forEach(commit => found.set(keyOf(commit), commit));
      }),
    );
    return wanted.flatMap(({ asked, ...ref }) => {
      const commit = found.get(keyOf(ref));
      return commit ? [{ ...commit, repoUrl: asked.repoUrl }] : [];
    });
  }

  async #read(options: { repoUrl: string; shas: string[] }): Promise<Commit[]> {
    const { repoUrl, shas } = options;
    this.#begin({
      repoUrl,
      shas: shas.filter(sha => !this.#underWay.has(keyOf({ repoUrl, sha }))),
    });
    const found = await Promise.all(
      shas.map(sha => this.#underWay.get(keyOf({ repoUrl, sha }))),
    );
    return found.flatMap(commit => commit ?? []);
  }

  /** Looks for all of them at once, and makes it known before anything else runs. */
  #begin(options: { repoUrl: string; shas: string[] }): void {
    const { repoUrl, shas } = options;
    if (shas.length === 0) return;
    const search = this.#search(options).finally(() =>
      shas.forEach(sha => this.#underWay.delete(keyOf({ repoUrl, sha }))),
    );
    for (const sha of shas) {
      this.#underWay.set(
        keyOf({ repoUrl, sha }),
        search.then(commits => commits.get(sha)),
      );
    }
  }

  async #search(options: {
    repoUrl: string;
    shas: string[];
  }): Promise<Map<string, Commit>> {
    const { repoUrl, shas } = options;
    const stored = await this.#options.store.get(options);
    const known = new Map(stored.map(commit => [commit.sha, commit]));
    const missing = shas.filter(
      sha => !known.has(sha) && !this.#unknown.has(keyOf({ repoUrl, sha })),
    );
    if (missing.length === 0) return known;
    const fetched = await this.#fetch({ repoUrl, shas: missing });
    return new Map([...known, ...fetched]);
  }

  async #fetch(options: {
    repoUrl: string;
    shas: string[];
  }): Promise<Map<string, Commit>> {
    const { forges, logger, store } = this.#options;
    const { repoUrl, shas } = options;
    let commits: Commit[] = [];
    try {
      const answer = await forges.forRepository(repoUrl)?.readCommits(options);
      commits = (answer ?? []).map(commit => ({
        ...commit,
        repoUrl,
        sha: commit.sha.toLowerCase(),
      }));
      await store.add(commits);
    } catch (error) {
      logger.warn(
        `${shas.length} commits of ${repoUrl} could not be read or kept: ${stringifyError(error)}`,
      );
    }
    const found = new Map(commits.map(commit => [commit.sha, commit]));
    shas
      .filter(sha => !found.has(sha))
      .forEach(sha => this.#unknown.add(keyOf({ repoUrl, sha })));
    return found;
  }
}

function keyOf({ repoUrl, sha }: CommitRef): string {
  return `${repoUrl} ${sha}`;
}
